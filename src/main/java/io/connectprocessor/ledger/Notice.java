package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * What is told to other systems of one outcome.
 *
 * @param number its place in the outbox; in the order of outcomes within a lane
 * @param eventId the same at each try and on each channel, for receivers that must not count it twice
 * @param at when the outcome was recorded
 * @param requestId {@code PR-…}, {@code TCR-…} or {@code TAR-…}
 * @param kind {@code request}, {@code tier-request} or {@code tier-account-request}
 * @param lane asset, tier configuration or account, or the request's own id when it has none
 * @param type the platform's request type, or null
 * @param product product id, or null
 * @param marketplace marketplace id, or null when it was not known
 * @param outcome {@code approved}, {@code failed}, {@code confirmed}, {@code accepted}, {@code ignored}, {@code inquired}, {@code scheduled},
 *     {@code parked}, {@code replayed}, {@code discarded}
 * @param found the platform showed it so: decided by somebody else, or here by a process that ended before it could write it down
 * @param failure of a parked one: the kind of failure, lower case with hyphens; otherwise null
 * @param cause of a parked one: what happened, redacted; of a discarded one: the operator's reason; otherwise null
 * @param step of a parked one: the step that failed, or null
 * @param route of a parked one: the route that failed, or null
 * @param attempts failed attempts that counted
 * @param payload the request as it was, as JSON; null unless asked for and known
 */
public record Notice(
        long number,
        String eventId,
        Instant at,
        String requestId,
        String kind,
        String lane,
        String type,
        String product,
        String marketplace,
        String outcome,
        boolean found,
        String failure,
        String cause,
        String step,
        String route,
        int attempts,
        String payload) {}
