package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Standing.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends claims. Every write is fenced: it changes the row only while the claim's own token and owner hold the lease. Thread-safe. */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private static final String RELEASE = "lease_end = null, touched = :now, since = :now";
    private static final String ENDED = ", starts = 0, crashes = 0, alone = false, interrupted = null";
    private static final String NOT_LATER = ", later_since = null";
    private static final String FAULT =
            ", failure = :failure, cause = :cause, advice = :advice, step = :step, route = :route, payload = :payload";
    static final String FENCE =
            " where id = :id and token = :token and owner = :owner and state = 'CLAIMED' and lease_end > :now";

    private static final String DECIDED =
            "update ledger_request set state = 'DECIDED', undecided = false, outcome = :outcome, retry_at = null,"
                    + " recheck = false, failure = null, cause = null, advice = null, step = null, route = null, payload = null,"
                    + " inquired = null, reminded = null, expiring = null, "
                    + RELEASE + ENDED + NOT_LATER + FENCE;

    private static final String WAITS =
            "update ledger_request set state = 'WAITING', retry_at = :retry_at, attempts = attempts + :counted,"
                    + " recheck = true, later_since = case when :later = true then coalesce(later_since, :now) else later_since end, "
                    + RELEASE + ENDED + FAULT + FENCE;

    private static final String RESTS = "update ledger_request set state = :state, retry_at = null, recheck = false,"
            + " inquired = case when :state = 'INQUIRED' then coalesce(inquired, :now) end, "
            + RELEASE + ENDED + NOT_LATER + FENCE;

    private static final String ASKS =
            "update ledger_request set state = 'INQUIRED', retry_at = null, recheck = false, inquired = :now, reminded = null,"
                    + " expiring = null, " + RELEASE + ENDED + NOT_LATER + FENCE;

    private static final String REMINDED =
            "update ledger_request set state = 'INQUIRED', reminded = :now, retry_at = null, recheck = false, "
                    + RELEASE + ENDED + FENCE;

    private static final String PARKS =
            "update ledger_request set state = 'PARKED', retry_at = null, recheck = true, noted = null, " + RELEASE
                    + ENDED + FAULT + FENCE;

    private static final String HAND_BACK =
            "update ledger_request set state = 'READY', retry_at = null, starts = starts - 1, alone = false, " + RELEASE
                    + FENCE;

    private static final String ALREADY =
            "select 1 from ledger_request where id = :id and token = :token and owner = :owner and state = :state and lease_end is null";

    /** What others are told. @param found as in {@link Notice} */
    record News(String outcome, boolean found, Particulars particulars) {}

    private final Transactions transactions;
    private final Claims claims;
    private final Notes notes;
    private final OutboxOptions outbox;

    Outcomes(Transactions transactions, Claims claims, Notes notes, OutboxOptions outbox) {
        this.transactions = transactions;
        this.claims = claims;
        this.notes = notes;
        this.outbox = outbox;
    }

    /** @param told what others are told the request is; null: they are told nothing */
    void decided(Claim claim, String outcome, News told) {
        Objects.requireNonNull(outcome, "outcome");
        claims.mustHold(claim);
        boolean alone = claims.isAlone(claim);
        Underway<Void> underway = start(
                claim, State.DECIDED, outcome, DECIDED, call -> call.set("outcome", Text.clipped(outcome, 200)), told);
        if (alone) {
            // Till then an end of the process speaks against it.
            awaitCommit(underway);
        } else {
            underway.whenOver((written, failure) -> sayUnwritten(claim, outcome, failure));
        }
    }

    private static void sayUnwritten(Claim claim, String outcome, Throwable failure) {
        if (failure != null) {
            LOG.warn(
                    "{} is {}, which could not be written down: it is read again when it is claimed again. {}",
                    claim.id(),
                    outcome,
                    failure.getMessage());
        }
    }

    void waits(Claim claim, Instant retryAt, boolean countsAttempt, Fault fault) {
        Objects.requireNonNull(retryAt, "retryAt");
        String why = fault == null ? "the route asked for later" : fault.cause();
        end(
                claim,
                State.WAITING,
                why,
                WAITS,
                call -> fault(call, fault)
                        .set("retry_at", retryAt)
                        .set("counted", countsAttempt ? 1 : 0)
                        .set("later", fault == null),
                null);
    }

    /** @param told as for {@link #decided} */
    void rests(Claim claim, State state, News told) {
        if (state != State.INQUIRED && state != State.SCHEDULED) {
            throw new IllegalArgumentException("A request rests as INQUIRED or SCHEDULED, not as " + state + ".");
        }
        end(claim, state, null, RESTS, call -> call.set("state", state.name()), told);
    }

    void asks(Claim claim, News told) {
        end(claim, State.INQUIRED, null, ASKS, call -> call, told);
    }

    void reminded(Claim claim) {
        end(claim, State.INQUIRED, "the customer was reminded", REMINDED, call -> call, null);
    }

    void parks(Claim claim, Fault fault, News told) {
        Objects.requireNonNull(fault, "fault");
        end(claim, State.PARKED, fault.cause(), PARKS, call -> fault(call, fault), told);
    }

    void handBack(Claim claim) {
        end(claim, State.READY, "given back", HAND_BACK, call -> call, null);
    }

    private void end(Claim claim, State state, String detail, String sql, UnaryOperator<Call> values, News told) {
        awaitCommit(start(claim, state, detail, sql, values, told));
    }

    private void awaitCommit(Underway<Void> underway) {
        transactions.hurry();
        underway.awaitCommit();
    }

    /** Whatever comes of it, the claim is over: should the write fail, the lease is left to run out. */
    private Underway<Void> start(
            Claim claim, State state, String detail, String sql, UnaryOperator<Call> values, News told) {
        List<Event> before = notes.take(claim);
        Underway<Void> underway;
        try {
            OutboxRows.Told enclosed = told == null ? null : OutboxRows.Told.of(outbox, told.particulars());
            underway = transactions.start(work -> {
                if (values.apply(named(work.call(sql), claim)).update() == 1) {
                    claims.ended(claim);
                    Timeline.note(work, claim.id(), before, state.name().toLowerCase(Locale.ROOT), detail);
                    if (told != null) {
                        OutboxRows.add(work, outbox, claim.id(), told.outcome(), told.found(), null, enclosed);
                    }
                } else if (!work.again() || !already(work, claim, state)) {
                    throw Claims.lost(claim);
                }
                return null;
            });
        } catch (RuntimeException | Error failure) {
            over(claim, before, failure);
            throw failure;
        }
        claims.ending(claim);
        return underway.whenOver((written, failure) -> over(claim, before, failure));
    }

    private void over(Claim claim, List<Event> before, Throwable failure) {
        if (failure != null) {
            notes.giveBack(claim, before);
            claims.mayStillBe(claim);
        }
        claims.forget(claim);
    }

    /** The write was committed, but the news was lost with the connection. */
    private boolean already(Transaction work, Claim claim, State state) throws SQLException {
        return named(work.call(ALREADY), claim)
                .set("state", state.name())
                .first(row -> true)
                .isPresent();
    }

    private Call named(Call call, Claim claim) {
        return call.set("id", claim.id()).set("token", claim.token()).set("owner", claims.owner());
    }

    private static Call fault(Call call, Fault fault) {
        Fault some = fault == null ? new Fault(null, null, null, null, null, null) : fault;
        return call.set("failure", Text.clipped(some.failure(), 100))
                .set("cause", Text.clipped(some.cause(), 4000))
                .set("advice", Text.clipped(some.advice(), 4000))
                .set("step", Text.clipped(some.step(), 200))
                .set("route", Text.clipped(some.route(), 200))
                .set("payload", some.payload());
    }
}
