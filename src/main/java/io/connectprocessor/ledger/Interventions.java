package io.connectprocessor.ledger;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** What a person, or the platform behind our back, does to a request that nobody claims. Each leaves an audit row. Thread-safe. */
final class Interventions {
    private static final String UNCLAIMED = " and undecided = true and (lease_end is null or lease_end <= :now)";

    private static final String TO_REPLAY =
            "select id from ledger_request where undecided = true and (state = 'PARKED' or (state = 'WAITING' and :named = true))"
                    + " and (:named = false or id = any(:ids)) and (cast(:failure as varchar) is null or failure = :failure)"
                    + " order by created, ordinal, id";

    private static final String REPLAY =
            "update ledger_request set state = :state, attempts = 0, starts = 0, crashes = 0, alone = false,"
                    + " interrupted = null, later_since = null, inquired = null, reminded = null, expiring = null, retry_at = :due, recheck = true, since = :now where id = :id and state in ('PARKED', 'WAITING')";

    private static final String TAKE_OUT =
            "update ledger_request set state = :state, undecided = false, outcome = :outcome, lease_end = null,"
                    + " retry_at = null, payload = null, touched = :now, since = :now where id = :id" + UNCLAIMED;

    private static final String AUDIT =
            "insert into ledger_audit (request_id, at, action, operator, detail) values (:id, :at, :action, :operator, :detail)";

    private final Transactions transactions;
    private final Claims claims;
    private final OutboxOptions outbox;

    Interventions(Transactions transactions, Claims claims, OutboxOptions outbox) {
        this.transactions = transactions;
        this.claims = claims;
        this.outbox = outbox;
    }

    /** @param status what the platform shows; null: it is left alone, and others are told nothing */
    void close(String id, String why, String status) {
        Objects.requireNonNull(why, "why");
        OutboxRows.Told told = told();
        write(work -> {
            boolean closed = takeOut(work, id, Standing.State.DECIDED, "close", null, why);
            if (closed && status != null) {
                OutboxRows.add(work, outbox, id, status, true, null, told);
            }
            return closed;
        });
    }

    boolean discard(String id, String reason, String operator) {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(operator, "operator");
        OutboxRows.Told told = told();
        return write(work -> {
            boolean discarded = takeOut(work, id, Standing.State.DISCARDED, "discard", operator, reason);
            if (discarded) {
                OutboxRows.add(work, outbox, id, "discarded", false, reason, told);
            }
            return discarded;
        });
    }

    Replay replay(List<String> ids, String failure, String operator, double perSecond) {
        Objects.requireNonNull(operator, "operator");
        boolean atOnce = perSecond == 0;
        if (!atOnce && !(perSecond >= Ledger.SLOWEST_REPLAY && perSecond <= Ledger.FASTEST_REPLAY)) {
            throw new IllegalArgumentException("A replay of " + perSecond
                    + " requests per second is not possible. Give a rate from 0.001 to 1000, for example 5 or 0.2.");
        }
        String detail = atOnce
                ? null
                : "at " + BigDecimal.valueOf(perSecond).stripTrailingZeros().toPlainString() + " a second";
        return write(work -> {
            List<String> candidates = work.call(TO_REPLAY)
                    .set("named", !ids.isEmpty())
                    .set("ids", ids.toArray(String[]::new))
                    .set("failure", failure)
                    .list(row -> row.getString("id"));
            Instant start = work.now().truncatedTo(ChronoUnit.MICROS);
            Replay done = new Replay(0, null);
            for (String id : candidates) {
                Instant due =
                        atOnce ? start : start.plus(Math.round(done.moved() * 1e6 / perSecond), ChronoUnit.MICROS);
                int rows = work.call(REPLAY)
                        .set("id", id)
                        .set("state", atOnce ? "READY" : "WAITING")
                        .set("due", atOnce ? null : due)
                        .update();
                if (rows == 1) {
                    audit(work, id, "replay", operator, detail);
                    OutboxRows.add(work, outbox, id, "replayed", false, null, told());
                    done = new Replay(done.moved() + 1, due);
                }
            }
            return done;
        });
    }

    private <T> T write(Transactions.Work<T> work) {
        T result = transactions.write(work);
        claims.foreseeNothing();
        return result;
    }

    private OutboxRows.Told told() {
        return OutboxRows.Told.of(outbox, Particulars.NONE);
    }

    private static boolean takeOut(
            Transaction work, String id, Standing.State state, String action, String operator, String why)
            throws SQLException {
        int rows = work.call(TAKE_OUT)
                .set("state", state.name())
                .set("outcome", Text.clipped(why, 200))
                .set("id", id)
                .update();
        if (rows == 1) {
            audit(work, id, action, operator, why);
        }
        return rows == 1;
    }

    private static void audit(Transaction work, String id, String action, String operator, String detail)
            throws SQLException {
        work.call(AUDIT)
                .set("id", id)
                .set("action", action)
                .set("operator", Text.clipped(operator, 200))
                .set("detail", Text.clipped(detail, 4000))
                .update();
    }
}
