package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // runs over in the tests

    private Gate gate(double rate) {
        return new Gate(Api.CONNECT, rate, null, time::get);
    }

    private static Duration wait(Gate gate) {
        return Duration.ofNanos(gate.reserve());
    }

    @Test
    void an_open_gate_lets_everyone_through_at_once() {
        Gate gate = gate(0);

        for (int i = 0; i < 1000; i++) {
            assertThat(gate.reserve()).isZero();
        }
        assertThat(gate.closedFor()).isEqualTo(Duration.ZERO);
    }

    @Test
    void a_gate_closed_for_long_throttles_without_a_call() {
        Gate gate = gate(0);
        gate.close(Duration.ofSeconds(30));

        FailedException held = catchThrowableOfType(FailedException.class, gate::pass);

        assertThat(held.failure().kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(held.failure().api()).isEqualTo(Api.CONNECT);
        assertThat(held.failure().retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(held).hasMessage("calls to Connect are held back for another 30 s");
    }

    @Test
    void a_gate_closed_for_two_seconds_makes_wait_and_for_more_throttles() {
        Gate gate = gate(0);
        gate.close(Duration.ofSeconds(2));
        assertThat(wait(gate)).isEqualTo(Duration.ofSeconds(2));

        gate.close(Duration.ofMillis(2001));
        assertThat(catchThrowableOfType(FailedException.class, gate::reserve)).isNotNull();
    }

    @Test
    void it_opens_by_itself() {
        Gate gate = gate(0);
        gate.close(Duration.ofSeconds(30));

        time.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(gate.closedFor()).isEqualTo(Duration.ZERO);
        assertThat(gate.reserve()).isZero();
    }

    @Test
    void a_later_closing_only_lengthens() {
        Gate gate = gate(0);
        gate.close(Duration.ofSeconds(30));
        gate.close(Duration.ofSeconds(5));

        assertThat(gate.closedFor()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_rate_spaces_the_calls() {
        Gate gate = gate(4);

        assertThat(gate.reserve()).isZero();
        assertThat(wait(gate)).isEqualTo(Duration.ofMillis(250));
        assertThat(wait(gate)).isEqualTo(Duration.ofMillis(500));
        time.addAndGet(Duration.ofMillis(750).toNanos());
        assertThat(gate.reserve()).isZero();
    }

    @Test
    void time_without_calls_is_not_saved_up() {
        Gate gate = gate(4);
        time.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(gate.reserve()).isZero();
        assertThat(wait(gate)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void a_call_waits_for_its_turn_under_the_rate_however_long() {
        Gate gate = gate(1);
        for (int i = 0; i < 16; i++) {
            gate.reserve();
        }

        assertThat(wait(gate)).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void calls_that_a_closed_gate_turns_away_do_not_use_up_the_rate() {
        Gate gate = gate(1);
        gate.close(Duration.ofSeconds(3));
        for (int i = 0; i < 100; i++) {
            assertThat(catchThrowableOfType(FailedException.class, gate::reserve))
                    .isNotNull();
        }

        time.addAndGet(Duration.ofSeconds(4).toNanos());

        assertThat(gate.reserve()).isZero();
    }

    @Test
    void after_a_closing_the_rate_still_spaces_the_calls() {
        Gate gate = gate(10);
        gate.close(Duration.ofSeconds(1));

        assertThat(wait(gate)).isEqualTo(Duration.ofMillis(1000));
        assertThat(wait(gate)).isEqualTo(Duration.ofMillis(1100));
        assertThat(wait(gate)).isEqualTo(Duration.ofMillis(1200));
    }

    @Test
    void an_interrupted_caller_leaves_and_stays_interrupted() {
        Gate gate = new Gate(Api.VENDOR, 0);
        gate.close(Duration.ofMillis(1900));
        Thread.currentThread().interrupt();

        FailedException stopping = catchThrowableOfType(FailedException.class, gate::pass);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopping.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void the_real_clock_lets_pass() {
        assertThatCode(new Gate(Api.VENDOR, 0)::pass).doesNotThrowAnyException();
    }
}
