package io.connectprocessor.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A checked {@code ledger.url}.
 *
 * @param jdbc what the driver gets
 * @param dialect whose it is
 */
record LedgerUrl(String jdbc, Dialect dialect) {

    private static final String CHOICES = "Use jdbc:h2:file:./data/ledger or jdbc:postgresql://host/database.";

    static LedgerUrl parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new LedgerUrl(url, Dialect.POSTGRESQL);
        }
        if (url.startsWith("jdbc:h2:")) {
            return new LedgerUrl(durable(url), Dialect.EMBEDDED);
        }
        throw new LedgerException("No driver for ledger.url '" + shown(url) + "'. " + CHOICES);
    }

    /** The URL without its settings: those may hold a password. */
    static String shown(String url) {
        return url.replaceAll("[;?].*", "").replaceAll("//[^/@]*@", "//");
    }

    private static String durable(String url) {
        String path = url.substring("jdbc:h2:".length()).toLowerCase(Locale.ROOT);
        for (String remote : List.of("tcp:", "ssl:", "zip:")) {
            if (path.startsWith(remote)) {
                throw new LedgerException(
                        "ledger.url '" + shown(url) + "' is not a file of this process's own. " + CHOICES);
            }
        }
        String[] parts = url.split(";");
        List<String> jdbc = new ArrayList<>();
        jdbc.add(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String setting = parts[i].trim();
            refuseUnsafe(url, setting.toUpperCase(Locale.ROOT).replace(" ", ""));
            jdbc.add(setting);
        }
        // By default H2 writes a commit up to 500 ms later.
        addIfAbsent(jdbc, "WRITE_DELAY", "0");
        // By default H2 closes the file at SIGTERM, while requests are still being finished.
        addIfAbsent(jdbc, "DB_CLOSE_ON_EXIT", "FALSE");
        // By default H2 moves its chunks at close. In 2.3.232 and 2.4.240 its own assertion about that fails
        // (RandomAccessStore,
        // moveChunkInside), and a ledger came back as it was minutes ago; h2database/h2database, issue 4247.
        addIfAbsent(jdbc, "MAX_COMPACT_TIME", "0");
        addIfAbsent(jdbc, "QUERY_CACHE_SIZE", "64");
        return String.join(";", jdbc);
    }

    private static void refuseUnsafe(String url, String setting) {
        boolean serves = setting.startsWith("AUTO_SERVER=") && !setting.equals("AUTO_SERVER=FALSE");
        boolean unlocked = setting.startsWith("FILE_LOCK=")
                && !setting.equals("FILE_LOCK=FS")
                && !setting.equals("FILE_LOCK=FILE");
        boolean delays = setting.startsWith("WRITE_DELAY=") && !setting.equals("WRITE_DELAY=0");
        boolean compacts = setting.startsWith("MAX_COMPACT_TIME=") && !setting.equals("MAX_COMPACT_TIME=0")
                || setting.startsWith("DEFRAG_ALWAYS=") && !setting.equals("DEFRAG_ALWAYS=FALSE");
        boolean readsOnly = setting.startsWith("ACCESS_MODE_DATA=");
        if (serves || unlocked || delays || compacts || readsOnly) {
            throw new LedgerException(
                    "ledger.url '" + shown(url) + "' has the setting " + setting
                            + ", with which a request could be worked on twice or forgotten. Remove it; for several processes use PostgreSQL.");
        }
    }

    private static void addIfAbsent(List<String> jdbc, String key, String value) {
        boolean present =
                jdbc.stream().skip(1).anyMatch(s -> s.toUpperCase(Locale.ROOT).startsWith(key + "="));
        if (!present) {
            jdbc.add(key + "=" + value);
        }
    }
}
