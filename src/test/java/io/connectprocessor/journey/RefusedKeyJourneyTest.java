package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.operations.DeadLetters;
import io.connectprocessor.operations.RemoteDeadLetters;
import io.connectprocessor.sandbox.Sandbox;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform refuses the key in the middle of the work, as when it was renewed there and not here. */
class RefusedKeyJourneyTest {

    private static final int REQUESTS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void costs_no_request_an_attempt_says_why_it_is_not_ready_and_recovers_by_itself() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().latency(Duration.ofMillis(20)).start()) {
            for (int i = 0; i < REQUESTS; i++) {
                sandbox.seed().purchase().pending();
            }
            Journey journey = new Journey(folder, sandbox)
                    .set("poll.cron", "0/1 * * * * ?")
                    .set("process.concurrency", "4")
                    .set("retry.first-delay", "100ms")
                    .set("retry.max-delay", "500ms");
            try (RunningProcessor processor = journey.start();
                    DeadLetters ledger = new RemoteDeadLetters(processor.operator())) {
                await("the middle")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> sandbox.books().count("approved") >= 10);

                sandbox.refuseKey(true);

                await("not ready").atMost(PATIENCE).untilAsserted(() -> {
                    HttpResponse<String> ready = processor.get("/observe/health/ready");
                    assertThat(ready.statusCode()).isEqualTo(503);
                    assertThat(ready.body()).contains("Connect", "401", "connect.api-key");
                });
                assertThat(processor.get("/observe/health/live").statusCode()).isEqualTo(200);
                long approved = sandbox.books().count("approved");
                assertThat(approved).isLessThan(REQUESTS);
                long refusals = sandbox.books().connectCallsInAll();
                await("it goes on asking")
                        .atMost(PATIENCE)
                        .until(() -> sandbox.books().connectCallsInAll() >= refusals + 3);
                assertThat(sandbox.books().count("failed")).isZero();
                assertThat(sandbox.books().count("pending")).isEqualTo(REQUESTS - approved);
                List<DeadLetter> undecided = ledger.list(
                        List.of(State.PARKED, State.WAITING, State.READY, State.CLAIMED, State.HELD_BACK), 1000);
                assertThat(undecided)
                        .isNotEmpty()
                        .noneMatch(letter -> letter.state() == State.PARKED)
                        .allMatch(letter -> letter.attempts() == 0);

                sandbox.refuseKey(false);

                await("all approved")
                        .atMost(PATIENCE)
                        .until(() -> sandbox.books().count("approved") == REQUESTS);
                await("ready again")
                        .atMost(PATIENCE)
                        .until(() -> processor.get("/observe/health/ready").statusCode() == 200);
                assertThat(sandbox.books().repeatedVendorEffects()).isEmpty();
                assertThat(sandbox.books().doubleActions()).isEmpty();
                assertThat(processor.stop()).isZero();
            }
        }
    }
}
