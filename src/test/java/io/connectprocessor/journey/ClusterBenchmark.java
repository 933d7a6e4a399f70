package io.connectprocessor.journey;

import io.connectprocessor.ledger.RestartablePostgres;
import io.connectprocessor.queue.RestartableArtemis;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Throughput of one, two and three nodes at 50 ms latency and 8 requests at once on each, so that it is not the CPU that limits them: {@code mvn -q
 * test -Dtest=ClusterBenchmark -Dcluster.requests=2000}. Each node first works on {@code -Dcluster.warm-up=1000} that do not count, for its compiler would take the others' cores. {@code
 * -Dcluster.nodes=3} measures up to so many. Not part of the gate.
 */
class ClusterBenchmark {

    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final int CONCURRENCY = 8;

    private final int requests = Integer.getInteger("cluster.requests", 1000);
    private final int warmUp = Integer.getInteger("cluster.warm-up", 1000);
    private final int most = Integer.getInteger("cluster.nodes", 3);

    @TempDir
    Path folder;

    @Test
    void prints_the_throughput_of_one_two_and_three_nodes() throws Exception {
        double one = 0;
        for (int nodes = 1; nodes <= most; nodes++) {
            double rate = measure(nodes);
            one = nodes == 1 ? rate : one;
            System.out.printf(
                    "%d node(s): %.0f requests/s, %.2f times one node; load of the machine %.1f on %d cores%n",
                    nodes,
                    rate,
                    rate / one,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    /** From the 10th to the 90th in a hundred, so that neither start nor end is in it. */
    private double measure(int count) throws Exception {
        Path place = Files.createDirectory(folder.resolve("with-" + count));
        List<Process> nodes = new ArrayList<>();
        try (RestartablePostgres postgres = new RestartablePostgres(place.resolve("postgres"));
                RestartableArtemis broker = new RestartableArtemis(place.resolve("broker")).start();
                Sandbox sandbox = Sandbox.builder().latency(LATENCY).start()) {
            try {
                for (int node = 0; node < count; node++) {
                    Path home = Files.createDirectory(place.resolve("node-" + node));
                    journey(home, sandbox, postgres, broker).write();
                    nodes.add(Child.start(home, "log.txt", "run"));
                }
                for (Path node : homes(place, count)) {
                    Awaitility.await("the start")
                            .atMost(Duration.ofMinutes(2))
                            .until(() ->
                                    Files.readString(node.resolve("log.txt")).contains("Running: products"));
                }
                plant(sandbox, warmUp * count);
                reached(sandbox, warmUp * count);
                plant(sandbox, requests);
                long from = reached(sandbox, warmUp * count + requests / 10);
                long to = reached(sandbox, warmUp * count + requests - requests / 10);
                return (requests - 2.0 * (requests / 10)) * 1e9 / (to - from);
            } finally {
                nodes.forEach(Process::destroyForcibly);
            }
        }
    }

    private static void plant(Sandbox sandbox, int purchases) {
        for (int i = 0; i < purchases; i++) {
            sandbox.seed().purchase().pending();
        }
    }

    private static List<Path> homes(Path place, int count) {
        List<Path> homes = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            homes.add(place.resolve("node-" + node));
        }
        return homes;
    }

    private static long reached(Sandbox sandbox, int decided) {
        Awaitility.await(decided + " requests")
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> sandbox.books().decided().size() >= decided);
        return System.nanoTime();
    }

    private static Journey journey(Path home, Sandbox sandbox, RestartablePostgres postgres, RestartableArtemis broker)
            throws IOException {
        return new Journey(home, sandbox)
                .set("ledger.url", postgres.database().url())
                .set("queue.requests", "jms:queue:connect.requests")
                .set("queue.broker-url", broker.url())
                .set("queue.user", RestartableArtemis.USER)
                .set("queue.password", RestartableArtemis.PASSWORD)
                .set("poll.clustered", "true")
                .set("poll.cron", "0/2 * * * * ?")
                .set("management.enabled", "false")
                .set("process.concurrency", String.valueOf(CONCURRENCY));
    }
}
