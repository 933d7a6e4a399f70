package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed in the middle of its work, again and again. {@code -Dkills=100 -Dkills.seed=7} makes it long; the seed is part of what
 * a failure says.
 */
class KillJourneyTest {

    private static final int PER_KILL = 75;
    private static final int TIERS = 10;
    private static final int HELD_BY_TIERS = TIERS;

    @TempDir
    Path folder;

    @Test
    void a_processor_that_was_killed_leaves_what_one_that_never_was_leaves() throws Exception {
        int kills = Integer.getInteger("kills", 4);
        long seed = Long.getLong("kills.seed", 20261124L);
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
}
