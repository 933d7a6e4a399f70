package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Standing.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * One request as the table has it, with what its lane says of it.
 *
 * @param at the ledger's time when it was read
 * @param older the oldest undecided request of the lane that comes before it, or null
 * @param busy another request of the lane that is claimed now, or null
 */
record RequestRow(
        String id,
        String kind,
        String lane,
        State stored,
        String owner,
        Instant leaseEnd,
        long token,
        int attempts,
        boolean recheck,
        boolean interrupted,
        Instant laterSince,
        boolean cameDue,
        Instant retryAt,
        String expiring,
        Instant seen,
        Instant since,
        Instant at,
        String older,
        String busy) {

    /** Spelt so that both databases walk one index from its start and stop at the first row. */
    private static final String IN_ORDER =
            " order by o.lane, o.undecided, o.created, o.ordinal, o.id fetch first 1 row only)";

    private static final String LANE =
            "(select o.id from ledger_request o where o.lane = r.lane and o.undecided = true";

    /**
     * The oldest undecided request of the lane before this one, or null. An undecided one needs no comparison: it is the first of its lane or
     * it is not. Comparing would walk through all that were created in the same second.
     */
    static final String OLDER = "(case when r.undecided = true then nullif(" + LANE + IN_ORDER + ", r.id) else " + LANE
            + " and o.created <= r.created and (o.created, o.ordinal, o.id) < (r.created, r.ordinal, r.id)" + IN_ORDER
            + " end)";

    /**
     * Another request of the lane that is claimed now, be it younger, or null; not looked for when an older one is there, so that of a long
     * lane only the first walks through it.
     */
    static final String BUSY = "(case when " + OLDER + " is null then " + LANE
            + " and o.lease_end > :now and o.id <> r.id" + IN_ORDER + " end)";

    static final String SELECT =
            "select r.id, r.kind, r.lane, r.state, r.owner, r.lease_end, r.token, r.attempts, r.recheck, r.interrupted, r.later_since, r.came_due, r.retry_at, r.expiring, r.seen,"
                    + " r.since, :now as at_now, " + OLDER + " as older, " + BUSY + " as busy from ledger_request r";

    static RequestRow read(ResultSet row) throws SQLException {
        return new RequestRow(
                row.getString("id"),
                row.getString("kind"),
                row.getString("lane"),
                State.valueOf(row.getString("state")),
                row.getString("owner"),
                instant(row, "lease_end"),
                row.getLong("token"),
                row.getInt("attempts"),
                row.getBoolean("recheck"),
                instant(row, "interrupted") != null,
                instant(row, "later_since"),
                row.getBoolean("came_due"),
                instant(row, "retry_at"),
                row.getString("expiring"),
                instant(row, "seen"),
                instant(row, "since"),
                instant(row, "at_now"),
                row.getString("older"),
                row.getString("busy"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The lease of whoever claimed it has not run out. */
    boolean leased() {
        return stored == State.CLAIMED && leaseEnd != null && leaseEnd.isAfter(at);
    }

    Standing standing() {
        return switch (stored) {
            case CLAIMED -> leased() ? plain(State.CLAIMED) : readyUnlessHeldBack();
            case WAITING ->
                retryAt.isAfter(at) ? new Standing(id, State.WAITING, retryAt, null) : readyUnlessHeldBack();
            // Listed as pending again by a page that was asked for after the decision.
            case DECIDED -> seen.isAfter(since) ? readyUnlessHeldBack() : plain(State.DECIDED);
            case READY, HELD_BACK -> readyUnlessHeldBack();
            case PARKED, INQUIRED, SCHEDULED, DISCARDED -> plain(stored);
        };
    }

    private Standing readyUnlessHeldBack() {
        String by = older != null ? older : busy;
        return by == null ? plain(State.READY) : new Standing(id, State.HELD_BACK, null, by);
    }

    private Standing plain(State state) {
        return new Standing(id, state, null, null);
    }
}
