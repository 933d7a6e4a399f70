package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed in the middle of their work, again and again, one node and two. The long form of both is
 * {@code mvn verify -Dtest=KillJourneyTest -Dkills=100 -Dkills.seed=7}; the seed is printed, and part of what a failure says.
 */
@ExtendWith(Postgres.class)
class KillJourneyTest {

    private static final int PER_KILL = 75;
    private static final int TIERS = 10;
    private static final int HELD_BY_TIERS = TIERS;

    @TempDir
    Path folder;

    @Test
    void a_processor_that_was_killed_leaves_what_one_that_never_was_leaves() throws Exception {
        int kills = Integer.getInteger("kills", 4);
        long seed = seed("one node", kills);
        Random random = new Random(seed);
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(PER_KILL * kills, TIERS, seed))
                .latency(Duration.ofMillis(100))
                .fault(Fault.status(503).withProbability(0.01).withSeed(seed))
                .fault(Fault.replyLost().withProbability(0.02).withSeed(seed + 1))
                .start()) {
            new Journey(folder, sandbox)
                    .set("management.enabled", "false")
                    .set("process.concurrency", "8")
                    .write();
            for (int kill = 0; kill < kills; kill++) {
                long before = sandbox.books().decided().size();
                long until = before + 5 + random.nextInt(40);
                Process process = Child.start(folder, "out-" + kill + ".txt", "run", "--once");
                Awaitility.await("work before kill " + kill + ", seed " + seed)
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> sandbox.books().decided().size() >= until || !process.isAlive());
                process.destroyForcibly();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }

            Process last = Child.start(folder, "out-" + kills + ".txt", "run", "--once");
            assertThat(last.waitFor(4, TimeUnit.MINUTES)).isTrue();

            Books books = sandbox.books();
            String what = "seed " + seed + ": " + Files.readString(folder.resolve("out-" + kills + ".txt"));
            assertThat(last.exitValue()).as(what).isZero();
            assertThat(books.decided()).as(what).hasSize(PER_KILL * kills + TIERS + HELD_BY_TIERS);
            assertThat(books.count("failed")).as(what).isZero();
            assertThat(books.repeatedVendorEffects()).as(what).isEmpty();
            assertThat(books.orderViolations()).as(what).isEmpty();
        }
    }

    @Test
    void two_nodes_that_are_killed_in_turns_leave_what_one_that_never_was_leaves(Postgres.Database database)
            throws Exception {
        int kills = Integer.getInteger("kills", 2);
        long seed = seed("two nodes", kills);
        Random random = new Random(seed);
        Process[] nodes = new Process[2];
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(PER_KILL * kills, TIERS, seed))
                .latency(Duration.ofMillis(100))
                .fault(Fault.status(503).withProbability(0.01).withSeed(seed))
                .fault(Fault.status(429)
                        .withRetryAfter(Duration.ofSeconds(1))
                        .withProbability(0.005)
                        .withSeed(seed + 1))
                .fault(Fault.replyLost().withProbability(0.02).withSeed(seed + 2))
                .start()) {
            for (int node = 0; node < nodes.length; node++) {
                new Journey(Files.createDirectory(folder.resolve(node + "")), sandbox)
                        .set("ledger.url", database.url())
                        .set("ledger.lease", "5s")
                        .set("management.enabled", "false")
                        .set("process.concurrency", "6")
                        .write();
                nodes[node] = begin(node, 0);
            }
            for (int kill = 1; kill <= kills; kill++) {
                int victim = random.nextInt(nodes.length);
                long until = sandbox.books().decided().size() + 5 + random.nextInt(40);
                Awaitility.await("work before kill " + kill + ", seed " + seed)
                        .atMost(Duration.ofSeconds(120))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> sandbox.books().decided().size() >= until || !nodes[victim].isAlive());
                nodes[victim].destroyForcibly();
                assertThat(nodes[victim].waitFor(20, TimeUnit.SECONDS)).isTrue();
                nodes[victim] = begin(victim, kill);
            }

            for (Process node : nodes) {
                assertThat(node.waitFor(4, TimeUnit.MINUTES)).as("the end").isTrue();
            }
            Books books = sandbox.books();
            String what = "seed " + seed + ": " + logs();
            assertThat(nodes)
                    .as(what)
                    .allSatisfy(node -> assertThat(node.exitValue()).isZero());
            assertThat(books.decided()).as(what).hasSize(PER_KILL * kills + TIERS + HELD_BY_TIERS);
            assertThat(books.count("failed")).as(what).isZero();
            assertThat(books.repeatedVendorEffects()).as(what).isEmpty();
            assertThat(books.orderViolations()).as(what).isEmpty();
        } finally {
            for (Process node : nodes) {
                if (node != null) {
                    node.destroyForcibly();
                }
            }
        }
    }

    private static long seed(String who, int kills) {
        long seed = Long.getLong("kills.seed", 20261124L);
        System.out.printf("%s, %d kills: -Dkills.seed=%d%n", who, kills, seed);
        return seed;
    }

    private Process begin(int node, int run) throws IOException {
        return Child.start(folder.resolve(node + ""), "out-" + run + ".txt", "run", "--once");
    }

    /** What each node's runs said, without the lines of requests that went well. */
    private String logs() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder logs = new StringBuilder();
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("out-"))
                    .sorted()
                    .toList()) {
                logs.append(folder.relativize(file)).append('\n');
                Files.readAllLines(file).stream()
                        .filter(line -> !line.contains(" approved in "))
                        .forEach(line -> logs.append(line).append('\n'));
            }
            return logs.toString();
        }
    }
}
