package io.connectprocessor.failure;

import java.time.Duration;
import java.util.List;

/**
 * What went wrong in one call, or in one route.
 *
 * @param kind what it means
 * @param api who was called, or null when nobody was
 * @param status HTTP status of the answer, or 0 when there was none
 * @param code the platform's {@code error_code}, or null
 * @param words the answer's own words, each at most 200 characters; may be empty
 * @param retryAfter how long the API asked to be left alone, or null
 * @param what the failure in half a sentence, as in "Connect answered 409 REQ_003: …" or "the vendor did not answer: …"
 */
public record Failure(
        FailureKind kind, Api api, int status, String code, List<String> words, Duration retryAfter, String what) {

    public Failure {
        words = List.copyOf(words);
    }

    /** A failure without a call. */
    public static Failure of(FailureKind kind, String what) {
        return new Failure(kind, null, 0, null, List.of(), null, what);
    }

    public Failure withKind(FailureKind other, String otherWhat) {
        return new Failure(other, api, status, code, words, retryAfter, otherWhat);
    }

    /** True if the API said something, whatever it was. */
    public boolean answered() {
        return status > 0;
    }
}
