package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedTurnsTest {

    private static final double RATE = 100;
    private static final long SECOND = 1_000_000_000L;
    private static final Duration DISTANCE = Duration.ofMillis(10);

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // runs over in the tests
    private final Ledger ledger = new Ledger();

    /** The row that all nodes share, with the time of the test. */
    private final class Ledger implements Budget {
        private final List<Integer> batches = new ArrayList<>();
        private long spentUntil = time.get();
        private Duration closed = Duration.ZERO;

        @Override
        public Turns take(int wanted) {
            batches.add(wanted);
            long now = time.get();
            long first = spentUntil - now > 0 ? spentUntil : now;
            spentUntil = first + wanted * DISTANCE.toNanos();
            return new Turns(Duration.ofNanos(first - now), closed);
        }

        @Override
        public void closes(Duration wait) {
            closed = wait;
        }
    }

    private Gate node() {
        return new Gate(Api.CONNECT, RATE, ledger, time::get);
    }

    /** As a worker that calls as often as it may. */
    private Duration call(Gate gate) {
        long wait = gate.reserve();
        time.addAndGet(wait);
        return Duration.ofNanos(wait);
    }

    @Test
    void a_busy_node_asks_seldom_and_calls_at_the_rate() {
        Gate gate = node();
        long start = time.get();

        for (int i = 0; i < 1000; i++) {
            call(gate);
        }

        assertThat(Duration.ofNanos(time.get() - start)).isEqualTo(DISTANCE.multipliedBy(999));
        assertThat(ledger.batches).startsWith(1, 2, 4, 8, 16, 32, 50, 50).hasSizeLessThan(30);
    }

    @Test
    void two_nodes_together_call_at_the_rate() {
        Gate one = node();
        Gate two = node();
        List<Long> calls = new ArrayList<>();
        long start = time.get();

        for (int i = 0; i < 500; i++) {
            calls.add(time.get() - start + one.reserve());
            calls.add(time.get() - start + two.reserve());
            time.addAndGet(2 * DISTANCE.toNanos());
        }

        // A turn may be taken a little late, never early: one call of each node may so slip into a second.
        for (long from : calls) {
            assertThat(calls.stream().filter(at -> at >= from && at < from + SECOND))
                    .hasSizeLessThanOrEqualTo((int) RATE + 2);
        }
    }

    @Test
    void turns_that_a_node_did_not_use_are_no_burst_later() {
        Gate gate = node();
        for (int i = 0; i < 70; i++) {
            call(gate);
        }
        time.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(call(gate)).isZero();
        assertThat(call(gate)).isEqualTo(DISTANCE);
        assertThat(ledger.batches.subList(ledger.batches.size() - 2, ledger.batches.size()))
                .containsExactly(1, 2);
    }

    @Test
    void what_one_node_was_told_holds_the_others_back_too() {
        Gate one = node();
        Gate two = node();
        one.close(Duration.ofSeconds(30));

        FailedException held = catchThrowableOfType(FailedException.class, two::reserve);

        assertThat(held.failure().kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(two.closedFor()).isEqualTo(Duration.ofSeconds(30));
    }
}
