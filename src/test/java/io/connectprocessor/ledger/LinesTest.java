package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00.000001Z");

    private static Event line(int micros, String kind, String detail) {
        return Lines.line(AT.plus(Duration.ofNanos(1000L * micros)), kind, detail);
    }

    private static List<Event> read(List<Lines> rows) {
        return rows.stream().flatMap(row -> row.each().stream()).toList();
    }

    @Test
    void several_are_one_row_and_read_as_they_were_written() {
        List<Event> lines = List.of(
                line(0, "claimed", "by a\\node\twith\ttabs\n"),
                line(7, "sent", null),
                line(3_600_000, "\\n\t", ""),
                line(3_600_001, "decided", "\n\n\\\\n"));

        List<Lines> rows = Lines.of("PR-1", lines);

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).at()).isEqualTo(AT);
        assertThat(rows.get(0).kind()).isEqualTo("lines");
        assertThat(rows.get(0).detail().lines()).hasSize(4);
        assertThat(read(rows)).isEqualTo(lines);
    }

    @Test
    void one_is_a_row_that_needs_no_reading() {
        assertThat(Lines.of("PR-1", List.of(line(0, "parked", "a\tb"))))
                .containsExactly(new Lines("PR-1", AT, "parked", "a\tb"));
    }

    @Test
    void none_is_no_row() {
        assertThat(Lines.of("PR-1", List.of())).isEmpty();
    }

    @Test
    void many_long_ones_are_spread_over_rows_that_fit_the_column() {
        List<Event> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.add(line(i, "\t".repeat(200), "\\".repeat(5000)));
        }

        List<Lines> rows = Lines.of("PR-1", lines);

        assertThat(rows).hasSizeGreaterThan(1).allMatch(row -> row.detail().length() <= 100_000);
        assertThat(read(rows)).isEqualTo(lines);
    }
}
