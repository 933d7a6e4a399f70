package io.connectprocessor.testing;

import io.connectprocessor.sandbox.Sandbox;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The sandbox's time for the processor too, so that both move on together. */
final class SandboxClock extends Clock {

    private final Sandbox sandbox;
    private final ZoneId zone;

    SandboxClock(Sandbox sandbox) {
        this(sandbox, ZoneOffset.UTC);
    }

    private SandboxClock(Sandbox sandbox, ZoneId zone) {
        this.sandbox = sandbox;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return sandbox.now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SandboxClock(sandbox, other);
    }
}
