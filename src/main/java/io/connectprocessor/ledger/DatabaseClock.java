package io.connectprocessor.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * PostgreSQL's time, asked for at {@link #measure()} and carried on by this process's own. It may be late by the time that the answer took,
 * never early: what is asked for at {@link #now()} is then never taken for younger than it is.
 */
final class DatabaseClock implements LedgerClock {
    private static final int ANSWERS = 3;

    private final Supplier<Instant> database;
    private final Clock wall;
    private Instant measured;
    private long measuredAt;
    private Instant last = Instant.MIN;

    DatabaseClock(Supplier<Instant> database, Clock wall) {
        this.database = database;
        this.wall = wall;
        measure();
    }

    /** Each answer is late by its way back, so the one that leads to the latest time is the truest. */
    void measure() {
        Instant truest = database.get();
        long at = System.nanoTime();
        for (int more = 1; more < ANSWERS; more++) {
            Instant answer = database.get();
            long then = System.nanoTime();
            if (answer.isAfter(truest.plusNanos(then - at))) {
                truest = answer;
                at = then;
            }
        }
        synchronized (this) {
            measured = truest;
            measuredAt = at;
        }
    }

    @Override
    public synchronized Instant now() {
        Instant next = measured.plusNanos(System.nanoTime() - measuredAt).truncatedTo(ChronoUnit.MICROS);
        last = next.isAfter(last) ? next : last;
        return last;
    }

    /** On two clocks, because the monotonic one stands still while the machine is suspended. A twelfth is left for clocks that differ in speed. */
    @Override
    public Deadline deadline(Duration after) {
        Duration sure = after.minus(after.dividedBy(12));
        long start = System.nanoTime();
        Instant wallEnd = wall.instant().plus(sure);
        return () ->
                System.nanoTime() - start >= sure.toNanos() || !wall.instant().isBefore(wallEnd);
    }
}
