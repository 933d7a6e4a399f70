package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01, 2026-01-01, 2026-01-31, 2026-02",
        "2025-12, 2025-12-01, 2025-12-31, 2026-01",
        "2028-02, 2028-02-01, 2028-02-29, 2028-03",
        "2026-02, 2026-02-01, 2026-02-28, 2026-03",
        "2100-02, 2100-02-01, 2100-02-28, 2100-03"
    })
    void a_month_has_its_first_and_last_day(String month, String from, String to, String next) {
        Period period = Period.parse(month);

        assertThat(period.from()).hasToString(from);
        assertThat(period.to()).hasToString(to);
        assertThat(period.next().label()).isEqualTo(next);
        assertThat(RowTime.write(period.end())).isEqualTo(to + " 23:59:59");
    }

    @Test
    void a_month_is_closed_by_utc_whatever_the_zone_of_the_machine() {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : new String[] {"Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu"}) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Period december = Period.parse("2025-12");
                assertThat(december.isClosed(Instant.parse("2025-12-31T23:59:59Z"), Duration.ZERO))
                        .isFalse();
                assertThat(december.isClosed(Instant.parse("2026-01-01T00:00:00Z"), Duration.ZERO))
                        .isTrue();
                assertThat(december.isClosed(Instant.parse("2026-01-01T23:59:59Z"), Duration.ofHours(24)))
                        .isFalse();
                assertThat(Period.current(Instant.parse("2026-01-01T00:00:00Z")).label())
                        .isEqualTo("2026-01");
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026", "2026-13", "october", "2026-1", ""})
    void what_is_no_month_is_refused_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.parse(text))
                .withMessageContaining("2026-10");
    }
}
