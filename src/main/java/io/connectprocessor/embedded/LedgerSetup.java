package io.connectprocessor.embedded;

import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.settings.Settings;
import java.nio.file.Path;

/** The ledger as the settings want it. */
public final class LedgerSetup {

    private static final String H2_FILE = "jdbc:h2:file:";

    private LedgerSetup() {}

    /** How the ledger of these settings is opened; the file of an embedded one is looked for below the working directory. */
    public static LedgerOptions options(Settings settings, Path directory) {
        LedgerOptions options = LedgerOptions.of(below(directory, settings.ledgerUrl()))
                .withLease(settings.ledgerLease())
                .withRetention(settings.ledgerRetention())
                .withOutbox(EventOutlet.endpoints(settings).outbox());
        return settings.ledgerUser().isPresent() || settings.ledgerPassword().isPresent()
                ? options.withLogin(
                        settings.ledgerUser().orElse(options.user()),
                        settings.ledgerPassword().orElse(options.password()))
                : options;
    }

    /** H2 itself starts from the directory of the JVM. */
    private static String below(Path directory, String url) {
        if (!url.startsWith(H2_FILE) || url.startsWith(H2_FILE + "~")) {
            return url;
        }
        String[] fileAndSettings = url.substring(H2_FILE.length()).split(";", 2);
        Path file = directory.toAbsolutePath().resolve(fileAndSettings[0]).normalize();
        return H2_FILE + file + (fileAndSettings.length == 1 ? "" : ";" + fileAndSettings[1]);
    }
}
