package io.connectprocessor.journey;

import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import java.io.IOException;
import java.nio.file.Path;

/** A JVM of its own that holds a ledger open until its input ends, as a processor does. */
final class LedgerHolder {

    static final String OPEN = "open";

    private LedgerHolder() {}

    static Process start(String url) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), LedgerHolder.class.getName(), url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        try (var ledger = Ledgers.open(LedgerOptions.of(arguments[0]))) {
            System.out.println(OPEN);
            System.in.read();
        }
    }
}
