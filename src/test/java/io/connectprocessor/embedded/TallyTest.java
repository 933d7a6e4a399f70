package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.component.Outcome;
import io.connectprocessor.connect.RequestKind;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    private void ended(RequestKind kind, String type, Outcome outcome) {
        tally.ended(kind, type, outcome, Duration.ofMillis(5));
    }

    @Test
    void it_counts_by_type_and_tells_tier_requests_apart() {
        ended(RequestKind.REQUEST, "purchase", Outcome.APPROVED);
        ended(RequestKind.REQUEST, "purchase", Outcome.APPROVED);
        ended(RequestKind.REQUEST, "adjustment", Outcome.PARKED);
        ended(RequestKind.TIER_REQUEST, "adjustment", Outcome.FAILED);

        assertThat(tally.byType())
                .containsExactly(
                        Map.entry("adjustment", Map.of(Outcome.PARKED, 1L)),
                        Map.entry("purchase", Map.of(Outcome.APPROVED, 2L)),
                        Map.entry("tier adjustment", Map.of(Outcome.FAILED, 1L)));
        assertThat(tally.count(Outcome.APPROVED)).isEqualTo(2);
        assertThat(tally.count(Outcome.INQUIRED)).isZero();
    }

    @Test
    void done_is_what_needs_no_further_work() {
        for (Outcome outcome : Outcome.values()) {
            ended(RequestKind.REQUEST, "purchase", outcome);
        }

        assertThat(tally.done()).isEqualTo(8);
    }

    @Test
    void what_it_gave_away_does_not_change() {
        Map<String, Map<Outcome, Long>> before = tally.byType();
        ended(RequestKind.REQUEST, "purchase", Outcome.APPROVED);

        assertThat(before).isEmpty();
    }

    @Test
    void a_rate_needs_two_approvals() {
        assertThat(tally.approvalsPerSecond()).isZero();
        ended(RequestKind.REQUEST, "purchase", Outcome.APPROVED);
        assertThat(tally.approvalsPerSecond()).isZero();
        ended(RequestKind.REQUEST, "purchase", Outcome.APPROVED);
        assertThat(tally.approvalsPerSecond()).isPositive();
    }

    @Test
    void many_threads_lose_no_count() {
        IntStream.range(0, 10_000).parallel().forEach(i -> ended(RequestKind.REQUEST, "t" + i % 3, Outcome.APPROVED));

        assertThat(tally.count(Outcome.APPROVED)).isEqualTo(10_000);
    }
}
