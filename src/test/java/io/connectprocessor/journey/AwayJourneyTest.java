package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor is away. */
class AwayJourneyTest {

    @TempDir
    Path folder;

    @Test
    void a_vendor_that_is_away_for_good_ends_the_drain_with_nothing_parked_or_failed() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(60, 0, 3))
                .fault(Fault.connectionClosedBefore().onVendor())
                .start()) {
            Journey journey = new Journey(folder, sandbox)
                    .set("retry.first-delay", "100ms")
                    .set("retry.attempts", "3")
                    .set("once.wait", "3s");

            int code = journey.run("run", "--once");

            assertThat(code).as(journey.out()).isEqualTo(4);
            assertThat(journey.out()).contains("the vendor did not answer");
            assertThat(sandbox.books().decided()).isEmpty();
            assertThat(sandbox.books().vendorEffects()).isEmpty();
            assertThat(journey.run("dead-letters", "list", "--state", "PARKED")).isZero();
            assertThat(journey.out()).contains("Nothing is parked");
        }
    }

    @Test
    void a_vendor_that_answers_503_to_all_for_a_while_costs_no_request_its_attempts() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(60, 0, 3))
                .fault(Fault.status(503).onVendor().times(40))
                .start()) {
            Journey journey = new Journey(folder, sandbox)
                    .set("retry.first-delay", "100ms")
                    .set("retry.max-delay", "200ms")
                    .set("retry.attempts", "3");

            int code = journey.run("run", "--once");

            Books books = sandbox.books();
            assertThat(code).as(journey.out()).isZero();
            assertThat(books.decided()).hasSize(60);
            assertThat(books.repeatedVendorEffects()).isEmpty();
        }
    }
}
