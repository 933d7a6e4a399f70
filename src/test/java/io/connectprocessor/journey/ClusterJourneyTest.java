package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.RestartablePostgres;
import io.connectprocessor.queue.RestartableArtemis;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes on one PostgreSQL and one ActiveMQ Artemis, all of which fail in turn. {@code -Dcluster.requests=20000 -Dcluster.troubles=60
 * -Dcluster.seed=7} makes it long; the seed is part of what a failure says.
 */
class ClusterJourneyTest {

    private static final int NODES = 3;
    private static final int TIERS = 10;

    private enum Trouble {
        KILLED_NODE,
        BROKER_RESTART,
        DATABASE_RESTART,
        STOPPED_NODE
    }

    private final int requests = Integer.getInteger("cluster.requests", 240);
    private final int troubles = Integer.getInteger("cluster.troubles", Trouble.values().length);
    private final long seed = Long.getLong("cluster.seed", 20261129L);
    private final Random random = new Random(seed);
    private final Process[] nodes = new Process[NODES];
    private int starts;

    /** What the nodes said stays when it fails. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private RestartablePostgres postgres;
    private RestartableArtemis broker;

    @BeforeEach
    void start() throws Exception {
        postgres = new RestartablePostgres(folder.resolve("postgres"));
        broker = new RestartableArtemis(folder.resolve("broker")).start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Process node : nodes) {
            if (node != null) {
                node.destroyForcibly().waitFor();
            }
        }
        broker.close();
        postgres.close();
    }

    @Test
    void three_nodes_do_everything_once_whatever_fails_beside_them() throws Exception {
        int all = requests + 2 * TIERS;
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(requests, TIERS, seed))
                .latency(Duration.ofMillis(150))
                .fault(Fault.replyLost().withProbability(0.01).withSeed(seed))
                .start()) {
            for (int node = 0; node < NODES; node++) {
                journey(node, sandbox).write();
                nodes[node] = begin(node);
            }
            eventually(
                            "all nodes work, seed " + seed,
                            120) // Before the first node has made its tables, there are none.
                    .ignoreExceptions()
                    .until(() -> owners().size() == NODES);
            int before = sandbox.books().decided().size();
            for (int i = 0; i < troubles; i++) {
                long until = before + (long) (all - before) * (i + 1) / (troubles + 2);
                eventually("work before trouble " + i + ", seed " + seed, 120)
                        .until(() -> sandbox.books().decided().size() >= until);
                make(Trouble.values()[i % Trouble.values().length]);
            }
            // Seconds for what is left, and some for each trouble: leases of 5 s run out.
            eventually("the end, seed " + seed, 120 + all / 20 + 10 * troubles)
                    .until(() -> sandbox.books().decided().size() == all);

            for (Process node : nodes) {
                node.destroy();
            }
            for (Process node : nodes) {
                assertThat(node.waitFor(60, TimeUnit.SECONDS))
                        .as("a clean stop")
                        .isTrue();
            }
            Books books = sandbox.books();
            String what = "seed " + seed + ", logs in " + folder;
            assertThat(books.decided()).as(what).hasSize(all);
            assertThat(books.count("failed")).as(what).isZero();
            assertThat(books.repeatedVendorEffects()).as(what).isEmpty();
            assertThat(books.orderViolations()).as(what).isEmpty();
            assertThat(postgres.database().rows("select job_name from qrtz_triggers where trigger_state <> 'ERROR'"))
                    .as("the triggers of all nodes")
                    .contains("poll")
                    .doesNotHaveDuplicates();
        }
    }

    private List<String> owners() {
        return postgres.database().rows("select distinct owner from ledger_request where owner is not null");
    }

    private void make(Trouble trouble) throws Exception {
        int victim = random.nextInt(NODES);
        switch (trouble) {
            case KILLED_NODE -> {
                Process killed = nodes[victim];
                killed.destroyForcibly().waitFor();
                nodes[victim] = begin(victim);
                awaitTakeover(trouble, killed);
            }
            case BROKER_RESTART -> {
                broker.stop();
                broker.start();
            }
            case DATABASE_RESTART -> {
                postgres.stopFast();
                postgres.start();
            }
            case STOPPED_NODE -> {
                signal("STOP", nodes[victim]);
                awaitTakeover(trouble, nodes[victim]);
                signal("CONT", nodes[victim]);
            }
        }
    }

    /** That the work goes on, not only that it may: each is claimed by another node, or by another process of this one. */
    private void awaitTakeover(Trouble trouble, Process gone) {
        String owned = " from ledger_request where owner like '%/" + gone.pid() + "/%'";
        List<String> had = postgres.database().rows("select id" + owned + " and state = 'CLAIMED'");
        String left = owned + " and state in ('CLAIMED', 'READY') and id in ('" + String.join("', '", had) + "')";
        long since = System.nanoTime();
        try {
            eventually("others take over what a node had, " + trouble + ", seed " + seed, 60)
                    .until(() -> postgres.database().rows("select id" + left).isEmpty());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    late.getMessage() + " Now it is " + postgres.database().rows("select now()::text")
                            + ", its claims are "
                            + postgres.database()
                                    .rows(
                                            "select concat_ws(' ', id, state, owner, 'lease', lease_end, 'queued', queued_until,"
                                                    + " 'interrupted', interrupted)"
                                                    + left)
                            + ", all claims are "
                            + postgres.database()
                                    .rows("select concat_ws(' ', id, owner, 'lease', lease_end, 'alone', alone)"
                                            + " from ledger_request where state = 'CLAIMED'")
                            + ", logs in " + folder,
                    late);
        }
        System.out.printf(
                "%s: %d requests taken over in %d ms%n", trouble, had.size(), (System.nanoTime() - since) / 1_000_000);
    }

    private Journey journey(int node, Sandbox sandbox) throws IOException {
        return new Journey(Files.createDirectory(folder.resolve("node-" + node)), sandbox)
                .set("ledger.url", postgres.database().url())
                .set("ledger.lease", "5s")
                .set("queue.requests", "jms:queue:connect.requests")
                .set("queue.broker-url", broker.url())
                .set("queue.user", RestartableArtemis.USER)
                .set("queue.password", RestartableArtemis.PASSWORD)
                .set("queue.depth", "60")
                .set("poll.clustered", "true")
                .set("poll.cron", "0/2 * * * * ?")
                .set("retry.first-delay", "200ms")
                .set("retry.max-delay", "2s")
                .set("management.enabled", "false")
                .set("process.concurrency", "8");
    }

    private Process begin(int node) throws IOException {
        return Child.start(folder.resolve("node-" + node), "log-" + starts++ + ".txt", "run");
    }

    private static ConditionFactory eventually(String what, long seconds) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(50));
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
