package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.component.Intake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: down, with its reason, while an API refuses us, while Connect cannot be listed, or while no poll has succeeded for long. */
public final class IntakeHealthCheck extends AbstractHealthCheck {

    private final ConnectComponent component;
    private final Supplier<Optional<Duration>> overdueAfter;
    private final Clock clock;
    private final Instant startedAt;

    public IntakeHealthCheck(ConnectComponent component, Duration overdueAfter, Clock clock) {
        this("connect-intake", component, () -> Optional.of(overdueAfter), clock);
    }

    /** @param overdueAfter asked each time; empty while nobody says when the next poll is due */
    IntakeHealthCheck(String id, ConnectComponent component, Supplier<Optional<Duration>> overdueAfter, Clock clock) {
        super("connect", id);
        this.component = component;
        this.overdueAfter = overdueAfter;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<String> reason = reason();
        if (reason.isEmpty()) {
            builder.up();
        } else {
            builder.down();
            builder.message(reason.get());
            builder.detail("reason", reason.get());
        }
    }

    /** Why it is not ready; empty when it is. */
    public Optional<String> reason() {
        Optional<String> away = component.handoverAway();
        if (away.isPresent()) {
            return away;
        }
        Intake intake = component.intake();
        if (intake.pausedByOperator().isPresent()) {
            return Optional.of(
                    "paused by an operator since " + intake.pausedByOperator().get() + "; resume it by JMX");
        }
        if (intake.notBegun().isPresent()) {
            return intake.notBegun();
        }
        List<Intake.Pause> pauses = intake.pauses();
        if (!pauses.isEmpty()) {
            return Optional.of(pauses.get(0).reason());
        }
        if (intake.lastPollFailure().isPresent()) {
            return intake.lastPollFailure();
        }
        Instant last = intake.lastSignOfPolling().orElse(startedAt);
        return overdueAfter
                .get()
                .filter(after -> last.plus(after).isBefore(clock.instant()))
                .map(after -> "no poll has succeeded since " + last);
    }
}
