package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannedDateTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T08:15:00+00:00, 2026-01-31T08:15:00Z",
        "2026-01-31T08:15:00Z, 2026-01-31T08:15:00Z",
        "2026-01-31t08:15:00z, 2026-01-31T08:15:00Z",
        "2026-01-31T10:15:00+02:00, 2026-01-31T08:15:00Z",
        "2026-01-31T10:15:00+0200, 2026-01-31T08:15:00Z",
        "2026-01-31T00:15:00-08:00, 2026-01-31T08:15:00Z",
        "2026-01-31T08:15, 2026-01-31T08:15:00Z",
        "2026-01-31T08:15:00, 2026-01-31T08:15:00Z",
        "2026-01-31T08:15:00.123456+00:00, 2026-01-31T08:15:00.123456Z",
        "2026-01-31 08:15:00, 2026-01-31T08:15:00Z",
        "2026-01-31 08:15:00+00:00, 2026-01-31T08:15:00Z",
        "'  2026-01-31 08:15:00 +02:00 ', 2026-01-31T06:15:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z"
    })
    void reads_what_distributors_write(String written, String instant) {
        assertThat(PlannedDate.of(written)).contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void reads_nothing_as_not_planned(String written) {
        assertThat(PlannedDate.of(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "null",
                "31.01.2026",
                "2026-13-01",
                "2026-02-30",
                "2026-01-31T25:00:00Z",
                "2026-01-31T",
                "1769847300"
            })
    void refuses_what_is_no_date(String written) {
        assertThatThrownBy(() -> PlannedDate.of(written)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void refuses_what_is_no_text() {
        for (Object value : List.of(1769847300L, true, Map.of(), List.of())) {
            assertThatThrownBy(() -> PlannedDate.of(value)).isInstanceOf(DateTimeException.class);
        }
    }
}
