package io.connectprocessor.component;

import io.connectprocessor.failure.Backoff;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.Fault;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Particulars;
import io.connectprocessor.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the end of the work on a request: ledger first, then one line of log, then whoever listens. */
record Settlement(Runtime runtime) {

    private static final Logger LOG = LoggerFactory.getLogger("io.connectprocessor.outcome");

    void write(ClaimedRequest claimed) {
        if (runtime.shadow().isPresent() && claimed.outcome() != Outcome.RETRY) {
            runtime.shadow().get().settle(claimed);
            claimed.markWritten();
            runtime.intake()
                    .report(claimed.kind(), claimed.type(), claimed.outcome(), Duration.ofNanos(claimed.nanos()));
            return;
        }
        Ledger ledger = runtime.ledger();
        switch (claimed.outcome()) {
            case APPROVED, FAILED, CONFIRMED, ACCEPTED, IGNORED, DROPPED ->
                ledger.decided(claimed.claim(), claimed.outcome().label(), particulars(claimed));
            case INQUIRED -> ledger.asks(claimed.claim(), particulars(claimed));
            case SCHEDULED -> ledger.rests(claimed.claim(), Standing.State.SCHEDULED, false, particulars(claimed));
            case PLANNED -> ledger.waits(claimed.claim(), claimed.laterAt(), false, plan(claimed));
            case LATER -> ledger.waits(claimed.claim(), claimed.laterAt(), false, null);
            case RETRY -> ledger.waits(claimed.claim(), retryAt(claimed), claimed.countsAttempt(), fault(claimed));
            case PARKED -> ledger.parks(claimed.claim(), fault(claimed), particulars(claimed));
        }
        claimed.markWritten();
        Duration took = Duration.ofNanos(claimed.nanos());
        log(claimed, took);
        runtime.intake().report(claimed.kind(), claimed.type(), claimed.outcome(), took);
    }

    private Particulars particulars(ClaimedRequest claimed) {
        return claimed.particulars(runtime.json());
    }

    private void log(ClaimedRequest claimed, Duration took) {
        String id = claimed.claim().id();
        switch (claimed.outcome()) {
            case PLANNED, RETRY -> LOG.info("{} {} waits: {}", claimed.type(), id, claimed.cause());
            case PARKED ->
                LOG.warn(
                        "{} {} parked: {}{}",
                        claimed.type(),
                        id,
                        claimed.cause(),
                        claimed.advice() == null ? "" : " " + claimed.advice());
            default ->
                LOG.info(
                        "{} {} {} in {} ms",
                        claimed.type(),
                        id,
                        claimed.outcome().label(),
                        took.toMillis());
        }
    }

    private Instant retryAt(ClaimedRequest claimed) {
        Failure failure = claimed.failure();
        Backoff backoff = runtime.backoff();
        Duration wait = backoff.after(claimed.claim().attempts() + (claimed.countsAttempt() ? 1 : 0));
        Duration asked = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
        if (failure.kind() == FailureKind.UNAUTHORIZED) {
            // Later than the next probe, so that another request probes: this one may be the only one that is refused.
            Duration probe = runtime.intake().untilProbe(failure.api());
            asked = probe.isNegative() ? asked : probe.plus(wait);
        }
        return runtime.ledger().now().plus(wait.compareTo(asked) > 0 ? wait : asked.plus(wait.dividedBy(4)));
    }

    /** No failure, and nothing that the route asked for: it has not begun. */
    private static Fault plan(ClaimedRequest claimed) {
        return new Fault(null, claimed.cause(), null, null, null, null);
    }

    private Fault fault(ClaimedRequest claimed) {
        return new Fault(
                claimed.failure().kind().label(),
                claimed.cause(),
                claimed.advice(),
                claimed.step(),
                claimed.route(),
                claimed.outcome() == Outcome.PARKED ? runtime.json().text(Redaction.ofRequest(claimed.json())) : null);
    }
}
