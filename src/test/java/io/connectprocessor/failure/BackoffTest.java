package io.connectprocessor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration MAX = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({
        "-1, 2000",
        "0, 2000",
        "1, 2000",
        "2, 4000",
        "3, 8000",
        "9, 512000",
        "10, 600000",
        "11, 600000",
        "60, 600000",
        "2147483647, 600000"
    })
    void it_doubles_up_to_the_longest_and_lies_in_the_upper_half(int attempts, long full) {
        assertThat(new Backoff(FIRST, MAX, () -> 0.0).after(attempts)).isEqualTo(Duration.ofMillis(full / 2));
        assertThat(new Backoff(FIRST, MAX, () -> 0.999999).after(attempts))
                .isBetween(Duration.ofMillis(full - full / 100), Duration.ofMillis(full));
    }

    @Test
    void a_first_delay_longer_than_the_longest_is_cut() {
        assertThat(new Backoff(Duration.ofHours(1), MAX, () -> 0.0).after(1)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_very_long_first_delay_does_not_overflow() {
        for (int attempts = 1; attempts < 40; attempts++) {
            assertThat(new Backoff(Duration.ofDays(365), Duration.ofDays(400), () -> 0.0).after(attempts))
                    .isBetween(Duration.ofDays(182), Duration.ofDays(400));
        }
    }

    @Test
    void no_delay_at_all_stays_none() {
        assertThat(new Backoff(Duration.ZERO, MAX, () -> 0.5).after(3)).isEqualTo(Duration.ZERO);
    }
}
