package io.connectprocessor.component;

import java.time.Instant;

/**
 * What somebody else did with a request, beside what would have come of it here.
 *
 * @param would the outcome that the shadow saw last
 * @param status the platform's status now
 * @param result whether they are the same
 * @param difference what differs, in words; null when nothing does
 * @param guess the shadow's outcome followed an answer that was not asked for
 */
public record Comparison(
        Instant at,
        String id,
        String type,
        Outcome would,
        String status,
        Result result,
        String difference,
        boolean guess) {

    /** How the two compare. */
    public enum Result {
        AGREE,
        DIFFER,
        /** the shadow would still wait: there is no outcome to compare */
        OPEN
    }
}
