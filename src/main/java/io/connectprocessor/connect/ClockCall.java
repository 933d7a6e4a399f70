package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What time it is at the platform: the header {@code Date} (RFC 9110, 6.6.1) of an answer to the call within. */
record ClockCall(ConnectCall<?> within) implements ConnectCall<Optional<Instant>> {

    @Override
    public String tries() {
        return within.tries();
    }

    @Override
    public HttpCall call(Json json) {
        return within.call(json);
    }

    /** Empty when the header is missing or no date. */
    @Override
    public Optional<Instant> read(HttpAnswer answer, Json json) {
        if (answer.date() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(answer.date(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
