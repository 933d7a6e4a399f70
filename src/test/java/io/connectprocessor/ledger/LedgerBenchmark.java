package io.connectprocessor.ledger;

import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prints how many requests per second the ledger takes through sight (pages of 100), claim, check and decided. Arguments: a {@code ledger.url}
 * (default: a new embedded file), threads (64), requests (50,000).
 */
final class LedgerBenchmark {
    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments.length > 0
                ? arguments[0]
                : "jdbc:h2:file:" + Files.createTempDirectory("ledger").resolve("ledger");
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50_000;
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url))) {
            long sighted = time(() -> sight(ledger, requests));
            print("sight, pages of 100", requests, sighted);
            print(
                    "claim + check + decided, " + threads + " threads",
                    requests,
                    time(() -> work(ledger, threads, requests)));
            print("counts", 1, time(ledger::counts));
            print("dead letters", 1, time(() -> ledger.deadLetters(List.of(), 100)));
        }
    }

    private static void sight(Ledger ledger, int requests) {
        for (int start = 0; start < requests; start += 100) {
            List<Sighting> page = new ArrayList<>();
            for (int i = start; i < Math.min(requests, start + 100); i++) {
                page.add(new Sighting(
                        "PR-" + i, "request", "AS-" + i / 2, Instant.EPOCH.plusSeconds(i), "PRD-1", "purchase"));
            }
            ledger.sight(page);
        }
    }

    private static void work(Ledger ledger, int threads, int requests) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            workers.submit(() -> {
                // Two of an asset one after the other, as its lane wants it.
                for (int i = next.getAndAdd(2); i < requests; i = next.getAndAdd(2)) {
                    cycle(ledger, "PR-" + i);
                    cycle(ledger, "PR-" + (i + 1));
                }
            });
        }
        workers.shutdown();
        workers.awaitTermination(1, TimeUnit.HOURS);
    }

    private static void cycle(Ledger ledger, String id) {
        if (ledger.claim(id, ledger.now()) instanceof Ledger.Claiming.Granted granted) {
            ledger.check(granted.claim());
            ledger.decided(granted.claim(), "approved");
        } else {
            throw new IllegalStateException(id + " was refused");
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static long time(Task task) throws Exception {
        long start = System.nanoTime();
        task.run();
        return System.nanoTime() - start;
    }

    private static void print(String what, int requests, long nanos) {
        System.out.printf("%-45s %8.0f/s  (%d in %d ms)%n", what, requests * 1e9 / nanos, requests, nanos / 1_000_000);
    }
}
