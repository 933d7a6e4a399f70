package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * The right to work on one request, until its lease runs out.
 *
 * @param id request id
 * @param kind {@code request}, {@code tier-request} or {@code tier-account-request}
 * @param lane the lane that this claim holds
 * @param token fencing token, larger than that of every earlier claim of this request
 * @param attempts failed attempts so far that count against {@code retry.attempts}
 * @param recheck the request must be read again before any effect: it comes from waiting, from a replay or from a taken-over claim, or the
 *     ledger saw something of it or of its lane after the row was asked for
 * @param laterSince when its route first asked for later since it last was new, or null
 * @param cameDue it was scheduled, and the platform showed it as pending again
 * @param expiring what {@link Ledger#expires} noted: nobody answered, and it is to be failed if that is still so; or null
 */
public record Claim(
        String id,
        String kind,
        String lane,
        long token,
        int attempts,
        boolean recheck,
        Instant laterSince,
        boolean cameDue,
        String expiring) {

    /** A claim of a request that never asked for later and was never scheduled. */
    public Claim(String id, String kind, String lane, long token, int attempts, boolean recheck) {
        this(id, kind, lane, token, attempts, recheck, null, false, null);
    }

    /** Maps of claims are on the way of every request: what tells two claims apart is enough. */
    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Long.hashCode(token);
    }
}
