package io.connectprocessor.connect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * {@code planned_date} as distributors write it: OpenAPI 37.0 types it as a date and time, its examples have a blank in place of the T, and
 * distributors hand on what their own systems have.
 */
final class PlannedDate {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .toFormatter()
            // Otherwise the 30th of February is the 28th.
            .withResolverStyle(ResolverStyle.STRICT);

    private PlannedDate() {}

    /**
     * A date alone begins at midnight; without an offset it is UTC.
     *
     * @return empty when nothing is planned: null, absent or blank
     * @throws DateTimeException when it is no date
     */
    static Optional<Instant> of(Object value) {
        if (value == null || value instanceof String text && text.isBlank()) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new DateTimeException("no text");
        }
        String written = text.strip().replaceFirst("(?<=\\d) +(?=\\d)", "T").replaceFirst(" +(?=[-+Zz])", "");
        TemporalAccessor parsed = FORM.parseBest(written, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        if (parsed instanceof OffsetDateTime date) {
            return Optional.of(date.toInstant());
        }
        LocalDateTime local = parsed instanceof LocalDateTime date ? date : ((LocalDate) parsed).atStartOfDay();
        return Optional.of(local.toInstant(ZoneOffset.UTC));
    }
}
