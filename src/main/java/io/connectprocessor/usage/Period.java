package io.connectprocessor.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** A month in UTC, wherever this machine is: what one usage file is for. */
public record Period(YearMonth month) implements Comparable<Period> {

    /** @throws IllegalArgumentException when the text is not like {@code 2026-10} */
    public static Period parse(String text) {
        try {
            return new Period(YearMonth.parse(text.strip()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a month. Write it as 2026-10.", e);
        }
    }

    /** The month that {@code now} lies in. */
    public static Period current(Instant now) {
        return new Period(YearMonth.from(now.atOffset(ZoneOffset.UTC)));
    }

    /** {@code 2026-10}. */
    public String label() {
        return month.toString();
    }

    /** The first day. */
    public LocalDate from() {
        return month.atDay(1);
    }

    /** The last day. */
    public LocalDate to() {
        return month.atEndOfMonth();
    }

    /** The first second. */
    public LocalDateTime start() {
        return from().atStartOfDay();
    }

    /** The last second. */
    public LocalDateTime end() {
        return to().atTime(23, 59, 59);
    }

    public Period next() {
        return new Period(month.plusMonths(1));
    }

    /** Whether it has been over for that long. */
    public boolean isClosed(Instant now, Duration forAsLongAs) {
        Instant over = next().start().toInstant(ZoneOffset.UTC);
        return !now.isBefore(over.plus(forAsLongAs));
    }

    @Override
    public int compareTo(Period other) {
        return month.compareTo(other.month);
    }

    @Override
    public String toString() {
        return label();
    }
}
