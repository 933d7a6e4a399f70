package io.connectprocessor.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A JVM of its own that claims and decides as fast as it can, and prints the id of what {@code decided} has returned for. */
final class OtherProcess {
    static final Instant CREATED = Instant.parse("2026-02-01T00:00:00Z");
    static final String OPEN = "open";

    private OtherProcess() {}

    static Process start(String url) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(), url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Its lines; those of its log do not begin so. */
    static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static void main(String[] arguments) {
        Ledger ledger = Ledgers.open(LedgerOptions.of(arguments[0]));
        System.out.println(OPEN);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            String prefix = "PR-" + i + "-";
            threads.submit(() -> work(ledger, prefix));
        }
    }

    private static void work(Ledger ledger, String prefix) {
        for (int i = 0; ; i++) {
            String id = prefix + i;
            ledger.sight(List.of(new Sighting(id, "request", id, CREATED, null, null)));
            if (ledger.claim(id, ledger.now()) instanceof Ledger.Claiming.Granted granted) {
                ledger.decided(granted.claim(), "approved");
                if (ledger.standing(id).orElseThrow().state() == Standing.State.DECIDED) {
                    System.out.println("decided " + id);
                }
            }
        }
    }
}
