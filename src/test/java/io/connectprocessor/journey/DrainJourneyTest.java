package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, by the real command line against the sandbox over HTTP. */
class DrainJourneyTest {

    @TempDir
    Path folder;

    @Test
    void drains_4000_requests_and_50_tier_requests_with_one_effect_each() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(4000, 50, 7))
                .wholeSeconds()
                .shuffleTies(7)
                .latency(Duration.ofMillis(20))
                .start()) {
            Journey journey = new Journey(folder, sandbox).set("process.concurrency", "64");

            int code = journey.run("run", "--once");

            Books books = sandbox.books();
            assertThat(code).as(journey.out()).isZero();
            assertThat(books.count("approved")).isEqualTo(4050);
            assertThat(books.tierCount("approved")).isEqualTo(50);
            assertThat(books.doubleActions()).isEmpty();
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.vendorEffects()).hasSize(4100);
            assertThat(books.orderViolations()).isEmpty();
            assertThat((books.connectCallsInAll() + books.vendorCallsInAll()) / 4100.0)
                    .isLessThanOrEqualTo(3.1);
        }
    }

    @Test
    void survives_faults_on_both_sides_and_parks_only_the_poison() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.faulty(11))
                .latency(Duration.ofMillis(5))
                .fault(Fault.status(500).withProbability(0.03).withSeed(1))
                .fault(Fault.status(503).withProbability(0.03).withSeed(2))
                .fault(Fault.status(429)
                        .withRetryAfter(Duration.ofSeconds(1))
                        .withProbability(0.03)
                        .withSeed(3))
                .fault(Fault.replyLost().withProbability(0.03).withSeed(4))
                .start()) {
            long parked =
                    Arrays.stream(Poison.values()).filter(Poison::isMalformed).count();
            Journey journey = new Journey(folder, sandbox);

            int code = journey.run("run", "--once");

            Books books = sandbox.books();
            assertThat(code).as(journey.out()).isEqualTo(3);
            assertThat(books.count("failed"))
                    .as("the one that the vendor declines")
                    .isEqualTo(1);
            assertThat(books.count("approved")).isEqualTo(430 - 1 - parked);
            assertThat(books.tierCount("approved")).isEqualTo(20);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(journey.out()).contains(parked + " parked");
        }
    }
}
