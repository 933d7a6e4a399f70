package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * A request that is kept for a person: parked, or waiting, or held back behind one of those.
 *
 * @param id request id
 * @param kind {@code request}, {@code tier-request} or {@code tier-account-request}
 * @param lane asset or tier configuration id
 * @param product product id or null
 * @param type request type or null
 * @param state its standing
 * @param failure the kind of failure, as in {@code FailureKind}, lower case with hyphens; null when there was none
 * @param cause what happened, one sentence, redacted
 * @param advice what to do about it, one sentence, or null
 * @param step the step that failed, or null
 * @param route the route that failed, or null
 * @param attempts failed attempts that counted
 * @param since when it came into this state
 * @param retryAt when a waiting one is due, or null
 * @param heldBackBy id of the request that holds it back, or null
 * @param payload redacted JSON of the request, or null
 */
public record DeadLetter(
        String id,
        String kind,
        String lane,
        String product,
        String type,
        Standing.State state,
        String failure,
        String cause,
        String advice,
        String step,
        String route,
        int attempts,
        Instant since,
        Instant retryAt,
        String heldBackBy,
        String payload) {}
