package io.connectprocessor.ledger;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prints how many requests per second the ledger takes through sight (pages of 100) and what a purchase writes: claim, a step and its answer,
 * six lines of timeline, decided; and what of CPU and memory that takes, the embedded ledger's writer apart. Arguments: a {@code ledger.url}
 * (default: a new embedded file), threads (64), requests (50,000), rounds (3: the first ones are the compiler's).
 */
final class LedgerBenchmark {
    private static final byte[] INPUT = "x".repeat(600).getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWER = "y".repeat(60).getBytes(StandardCharsets.UTF_8);

    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments.length > 0
                ? arguments[0]
                : "jdbc:h2:file:" + Files.createTempDirectory("ledger").resolve("ledger");
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50_000;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(url))) {
            for (int round = 0; round < rounds; round++) {
                int first = round * requests;
                print("sight, pages of 100", requests, time(() -> sight(ledger, first, requests)));
                print(
                        "a purchase, " + threads + " threads",
                        requests,
                        time(() -> work(ledger, threads, first, requests)));
            }
            print("counts", 1, time(ledger::counts));
            print("dead letters", 1, time(() -> ledger.deadLetters(List.of(), 100)));
        }
    }

    private static void sight(Ledger ledger, int first, int requests) {
        for (int start = first; start < first + requests; start += 100) {
            List<Sighting> page = new ArrayList<>();
            for (int i = start; i < Math.min(first + requests, start + 100); i++) {
                page.add(new Sighting(
                        "PR-" + i, "request", "AS-" + i / 2, Instant.EPOCH.plusSeconds(i), "PRD-1", "purchase"));
            }
            ledger.sight(page);
        }
    }

    private static void work(Ledger ledger, int threads, int first, int requests) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(first);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        for (int t = 0; t < threads; t++) {
            workers.submit(() -> {
                // Two of an asset one after the other, as its lane wants it.
                for (int i = next.getAndAdd(2); i < first + requests; i = next.getAndAdd(2)) {
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
            Claim claim = granted.claim();
            ledger.step(claim, "create-subscription", "POST /subscriptions", INPUT, Step.OnChange.FAULT);
            send(ledger, claim, "create-subscription");
            ledger.answered(claim, "create-subscription", 1, 201, ANSWER);
            send(ledger, claim, "update");
            send(ledger, claim, "approve");
            ledger.decided(claim, "approved");
        } else {
            throw new IllegalStateException(id + " was refused");
        }
    }

    private static void send(Ledger ledger, Claim claim, String what) {
        ledger.check(claim);
        ledger.note(claim, "sent", what + " " + claim.id());
        ledger.note(claim, "answered", "200");
    }

    private interface Task {
        void run() throws Exception;
    }

    /** All in nanoseconds, save the bytes that the writer has allocated. */
    private record Cost(long time, long cpu, long writersCpu, long writersBytes) {
        static Cost now() {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long writersCpu = 0;
            long writersBytes = 0;
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null && thread.getThreadName().equals("ledger-writer")) {
                    writersCpu = threads.getThreadCpuTime(thread.getThreadId());
                    writersBytes = threads.getThreadAllocatedBytes(thread.getThreadId());
                }
            }
            return new Cost(
                    System.nanoTime(),
                    ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(),
                    writersCpu,
                    writersBytes);
        }

        Cost since(Cost start) {
            return new Cost(
                    time - start.time,
                    cpu - start.cpu,
                    writersCpu - start.writersCpu,
                    writersBytes - start.writersBytes);
        }
    }

    private static Cost time(Task task) throws Exception {
        Cost start = Cost.now();
        task.run();
        return Cost.now().since(start);
    }

    private static void print(String what, int requests, Cost cost) {
        System.out.printf(
                Locale.ROOT,
                "%-30s %8.0f/s, each %6.1f us of CPU, the writer %6.1f us and %6.1f kB%n",
                what,
                requests * 1e9 / cost.time(),
                cost.cpu() / 1e3 / requests,
                cost.writersCpu() / 1e3 / requests,
                cost.writersBytes() / 1024.0 / requests);
    }
}
