package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0/30 * * * * ? | PT30S", "0 * * * * ? | PT1M", "0/1 * * * * ? | PT1S", "0 0 0 1 1 ? 1999 | P1D"})
    void it_knows_the_time_between_two_polls(String cron, Duration interval) {
        assertThat(new PollSchedule(cron).interval()).isEqualTo(interval);
    }

    @Test
    void what_quartz_does_not_understand_is_named_with_an_example() {
        assertThatThrownBy(() -> new PollSchedule("every minute").interval())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("poll.cron: \"every minute\"")
                .hasMessageContaining("0/30 * * * * ?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0/30 * * * * ? | true",
                "0 59 * * * ? | true",
                "0 0 0 1 1 ? 2099 | false",
                "0 0 0 1 1 ? 2020 | false"
            })
    void knows_whether_it_polls_within_the_hour(String cron, boolean within) {
        assertThat(new PollSchedule(cron).isWithinTheHour()).isEqualTo(within);
    }
}
