package io.connectprocessor.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Writes points in time as the platform does: {@code 2021-12-23T09:09:25+00:00}, with microseconds when there are any. */
record Stamps(boolean wholeSeconds) {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    String write(Instant at) {
        return (wholeSeconds || at.getNano() < 1000 ? SECONDS : MICROS).format(at);
    }

    /** What is stored: micro-seconds, the platform's precision. */
    static Instant stored(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
