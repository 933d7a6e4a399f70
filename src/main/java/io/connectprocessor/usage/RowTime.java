package io.connectprocessor.usage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** Times of records: always UTC, whatever this machine's zone is. */
final class RowTime {

    /** Strict: no 30 February, no hour 24. */
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private RowTime() {}

    static String write(LocalDateTime time) {
        return WRITTEN.format(time);
    }

    /** {@code 2026-10-31 23:59:59} in UTC, ISO 8601 with an offset or without one (then UTC), or a time of Java's that is sure. */
    static Optional<LocalDateTime> read(Object value) {
        if (value instanceof LocalDateTime time) {
            return Optional.of(time.withNano(0));
        }
        if (value instanceof OffsetDateTime time) {
            return Optional.of(utc(time.toInstant()));
        }
        if (value instanceof ZonedDateTime time) {
            return Optional.of(utc(time.toInstant()));
        }
        if (value instanceof Instant instant) {
            return Optional.of(utc(instant));
        }
        if (value instanceof java.util.Date date) {
            return Optional.of(utc(Instant.ofEpochMilli(date.getTime())));
        }
        return value instanceof CharSequence text ? parse(text.toString().strip()) : Optional.empty();
    }

    private static Optional<LocalDateTime> parse(String text) {
        try {
            if (text.length() == 19 && text.charAt(10) == ' ') {
                return Optional.of(LocalDateTime.parse(text, WRITTEN));
            }
            boolean offset = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d");
            return Optional.of(
                    offset
                            ? utc(OffsetDateTime.parse(text).toInstant())
                            : LocalDateTime.parse(text).withNano(0));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDateTime().withNano(0);
    }
}
