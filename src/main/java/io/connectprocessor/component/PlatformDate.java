package io.connectprocessor.component;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Optional;

/** A date and time as the platform takes it: {@code 2026-01-31T08:15:00+00:00}. */
final class PlatformDate {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private PlatformDate() {}

    /** In UTC; empty when the value is no point in time. A text needs its offset: without it, it is one of many. */
    static Optional<String> of(Object value) {
        try {
            return Optional.ofNullable(dateTime(value))
                    .map(date -> FORM.format(date.withOffsetSameInstant(ZoneOffset.UTC)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static OffsetDateTime dateTime(Object value) {
        if (value instanceof OffsetDateTime date) {
            return date;
        }
        if (value instanceof ZonedDateTime date) {
            return date.toOffsetDateTime();
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof Date date) {
            return date.toInstant().atOffset(ZoneOffset.UTC);
        }
        // A plus sign in an endpoint's URI is a blank once Camel has read it.
        return value instanceof String text
                ? OffsetDateTime.parse(text.strip().replaceFirst(" (?=\\d\\d:\\d\\d$)", "+"))
                : null;
    }
}
