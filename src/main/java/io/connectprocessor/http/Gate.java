package io.connectprocessor.http;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Holds back all calls to one API from this node: after {@code Retry-After}, and to keep to a rate, be it this node's own or shared. A call that meets a closed gate waits in
 * its thread up to 2 s; beyond that it fails as {@link FailureKind#THROTTLED}, so that its request can wait without a thread. For its turn
 * under the rate it waits however long: the workers are then as slow as the rate, and the poll behind them. Thread-safe.
 */
public final class Gate {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final Api api;
    private final long interval;
    private final LongSupplier nanoTime;
    private final AtomicLong nextSlot;
    private final AtomicLong closedUntil;
    private final Budget budget;
    private final SharedTurns turns;

    /** @param callsPerSecond 0 for no limit */
    public Gate(Api api, double callsPerSecond) {
        this(api, callsPerSecond, null);
    }

    /** @param budget shared with other nodes, or null: the rate is this node's own */
    public Gate(Api api, double callsPerSecond, Budget budget) {
        this(api, callsPerSecond, budget, System::nanoTime);
    }

    Gate(Api api, double callsPerSecond, Budget budget, LongSupplier nanoTime) {
        this.api = api;
        this.interval = callsPerSecond <= 0 ? 0 : (long) (1e9 / callsPerSecond);
        this.nanoTime = nanoTime;
        this.nextSlot = new AtomicLong(nanoTime.getAsLong());
        this.closedUntil = new AtomicLong(nanoTime.getAsLong());
        this.budget = interval == 0 ? null : budget;
        this.turns = this.budget == null ? null : new SharedTurns(budget, interval, nanoTime, this::closeHere);
    }

    /** Nobody passes for that long, on other nodes too if they share the budget; a later closing may only lengthen it. */
    public void close(Duration wait) {
        closeHere(wait);
        if (budget != null) {
            budget.closes(wait);
        }
    }

    private void closeHere(Duration wait) {
        long until = nanoTime.getAsLong() + wait.toNanos();
        closedUntil.updateAndGet(old -> until - old > 0 ? until : old);
    }

    /** How long it stays closed; zero when open. */
    public Duration closedFor() {
        return Duration.ofNanos(Math.max(0, closedUntil.get() - nanoTime.getAsLong()));
    }

    /** Waits for its turn. A gate that closed meanwhile is waited for too, or turns the call away. */
    void pass() {
        sleep(reserve());
        for (long closed = closed(); closed > 0; closed = closed()) {
            sleep(closed);
        }
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw stopping();
            }
        }
    }

    /** What a worker is told that is interrupted before its call was sent. */
    static FailedException stopping() {
        return new FailedException(null, Failure.of(FailureKind.TRANSIENT, "the processor is stopping"), null, null);
    }

    /** Takes a turn and says how long it is away, in nanoseconds. */
    long reserve() {
        if (turns != null) {
            closed();
            long turn = turns.take();
            return Math.max(closed(), turn);
        }
        while (true) {
            long now = nanoTime.getAsLong();
            long slot = nextSlot.get();
            long wait = Math.max(closed(), interval == 0 ? 0 : slot - now);
            if (interval == 0 || nextSlot.compareAndSet(slot, now + Math.max(0, wait) + interval)) {
                return Math.max(0, wait);
            }
        }
    }

    /** For how long it is closed, in nanoseconds; a call that would wait too long takes no turn, so that it costs the others nothing. */
    private long closed() {
        long closed = closedUntil.get() - nanoTime.getAsLong();
        if (closed > PATIENCE) {
            throw heldBack(Duration.ofNanos(closed));
        }
        return Math.max(0, closed);
    }

    private FailedException heldBack(Duration wait) {
        String what = "calls to " + api.speaker() + " are held back for another " + wait.toSeconds() + " s";
        return new FailedException(
                null, new Failure(FailureKind.THROTTLED, api, 0, null, List.of(), wait, what), null, null);
    }
}
