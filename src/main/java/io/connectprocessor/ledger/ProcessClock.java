package io.connectprocessor.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The embedded ledger's time: the given clock's, but when that is set back it goes on from where it was, and no two moments are the same, so
 * that before and after can always be told apart.
 */
final class ProcessClock implements LedgerClock {
    private final Clock clock;
    private Instant lastSeen;
    private Duration setBack = Duration.ZERO;
    private Instant last = Instant.MIN;

    /** @param notBefore the last moment that the ledger knows of: a clock set back while no process ran must not make its waits longer */
    ProcessClock(Clock clock, Instant notBefore) {
        this.clock = clock;
        this.lastSeen = clock.instant();
        if (notBefore.isAfter(lastSeen)) {
            setBack = Duration.between(lastSeen, notBefore);
        }
    }

    @Override
    public synchronized Instant now() {
        Instant seen = clock.instant();
        if (seen.isBefore(lastSeen)) {
            setBack = setBack.plus(Duration.between(seen, lastSeen));
        }
        lastSeen = seen;
        Instant next = seen.plus(setBack).truncatedTo(ChronoUnit.MICROS);
        last = next.isAfter(last) ? next : last.plus(1, ChronoUnit.MICROS);
        return last;
    }

    @Override
    public Deadline deadline(Duration after) {
        Instant end = now().plus(after);
        return () -> !now().isBefore(end);
    }
}
