package io.connectprocessor.component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Another clock's time; but when that is set back, this one goes on from where it was, so that no wait becomes longer. Thread-safe. */
final class OnwardClock extends Clock {

    private final Clock clock;
    private Instant lastSeen;
    private Duration setBack = Duration.ZERO;

    OnwardClock(Clock clock) {
        this.clock = clock;
        this.lastSeen = clock.instant();
    }

    @Override
    public synchronized Instant instant() {
        Instant seen = clock.instant();
        if (seen.isBefore(lastSeen)) {
            setBack = setBack.plus(Duration.between(seen, lastSeen));
        }
        lastSeen = seen;
        return seen.plus(setBack);
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new OnwardClock(clock.withZone(zone));
    }
}
