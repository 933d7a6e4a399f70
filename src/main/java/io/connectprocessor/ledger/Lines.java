package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A row of a timeline: one line of it, or several that were written at once, which cost no more than one.
 *
 * <p>Several have the kind {@code lines} and the time of the first. The detail holds one a row of text: microseconds since the first, kind and
 * detail, with tabs between them; a line without a detail has one tab.
 */
record Lines(String id, Instant at, String kind, String detail) {
    static final String SEVERAL = "lines";

    static final int MOST_KIND = 100;
    static final int MOST_DETAIL = 4000;

    /** A longest line, each character of it escaped, and one more have room in the column. */
    private static final int FULL = 60_000;

    private static final String WRITE =
            "insert into ledger_event (request_id, at, kind, detail) values (:id, :at, :kind, :detail)";

    private static final String WRITTEN =
            "select 1 from ledger_event where request_id = :id and at = :at and kind = :kind";

    /** A line that fits the table. */
    static Event line(Instant at, String kind, String detail) {
        return new Event(
                at.truncatedTo(ChronoUnit.MICROS), Text.clipped(kind, MOST_KIND), Text.clipped(detail, MOST_DETAIL));
    }

    /** In as few rows as they fit in. */
    static List<Lines> of(String id, List<Event> lines) {
        List<Lines> rows = new ArrayList<>(1);
        int first = 0;
        while (first < lines.size()) {
            Event one = lines.get(first);
            StringBuilder packed = new StringBuilder(64 * (lines.size() - first));
            int next = first;
            while (next < lines.size() && packed.length() < FULL) {
                append(packed, one.at(), lines.get(next));
                next++;
            }
            rows.add(
                    next == first + 1
                            ? new Lines(id, one.at(), one.kind(), one.detail())
                            : new Lines(id, one.at(), SEVERAL, packed.toString()));
            first = next;
        }
        return rows;
    }

    static void write(Transaction work, Collection<Lines> rows) throws SQLException {
        work.call(WRITE).each(rows, Lines::bind);
    }

    /** By a run whose end we have not heard of, for the connection was lost. */
    boolean written(Transaction work) throws SQLException {
        Call call = work.call(WRITTEN);
        bind(call, this);
        return call.first(row -> true).isPresent();
    }

    List<Event> each() {
        if (!kind.equals(SEVERAL)) {
            return List.of(plain());
        }
        List<Event> lines = new ArrayList<>();
        for (String line : detail.split("\n")) {
            String[] parts = line.split("\t", 3);
            lines.add(new Event(
                    at.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS),
                    unescaped(parts[1]),
                    parts.length == 3 ? unescaped(parts[2]) : null));
        }
        return lines;
    }

    Event plain() {
        return new Event(at, kind, detail);
    }

    private static void append(StringBuilder packed, Instant first, Event line) {
        if (!packed.isEmpty()) {
            packed.append('\n');
        }
        packed.append(ChronoUnit.MICROS.between(first, line.at())).append('\t');
        escape(packed, line.kind());
        if (line.detail() != null) {
            packed.append('\t');
            escape(packed, line.detail());
        }
    }

    private static void escape(StringBuilder packed, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> packed.append("\\\\");
                case '\t' -> packed.append("\\t");
                case '\n' -> packed.append("\\n");
                default -> packed.append(c);
            }
        }
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            i++;
            plain.append(
                    switch (text.charAt(i)) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        default -> text.charAt(i);
                    });
        }
        return plain.toString();
    }

    private static void bind(Call call, Lines row) {
        call.set("id", row.id()).set("at", row.at()).set("kind", row.kind()).set("detail", row.detail());
    }
}
