package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a pending request from being worked on before the date that the distributor planned it for. One that was scheduled and that the
 * platform shows as pending again is due, whatever its date: the platform, or a person there, has said so.
 */
record Planning(Runtime runtime) {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    /** Then it is read again: databases end somewhere, and so do plans. */
    private static final Duration LONGEST = Duration.ofDays(3653);

    /** What to do with a pending request whose planned date has not come. */
    enum Way {
        /** the ledger keeps it waiting */
        WAIT,
        /** the platform is told to schedule it; if it refuses, the ledger keeps it waiting */
        SCHEDULE;

        /** @throws IllegalArgumentException for another word */
        static Way of(String option) {
            return Arrays.stream(values())
                    .filter(way -> way.name().toLowerCase(Locale.ROOT).equals(option))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("plannedDate is \"" + option + "\". Write wait or schedule."));
        }
    }

    /** True when its date has not come: then what became of it is written, and the route is not to begin. */
    boolean defers(ClaimedRequest claimed) {
        ConnectRequest request = claimed.request();
        Instant now = runtime.ledger().now();
        Instant planned = request.plannedDate().orElse(now);
        if (request.isRevoking() || claimed.claim().cameDue() || !planned.isAfter(now)) {
            return false;
        }
        String cause = "it is planned for " + planned;
        String refusal = runtime.plannedFor(request) == Way.SCHEDULE && request.kind() == RequestKind.REQUEST
                ? refusalToSchedule(claimed, planned)
                : null;
        if (refusal != null) {
            LOG.warn("{}: {} Waiting here until {} instead.", request.id(), refusal, planned);
            cause = cause + "; the platform did not schedule it: " + refusal;
        }
        if (claimed.outcome() == null) {
            Instant latest = now.plus(LONGEST);
            claimed.planned(planned.isBefore(latest) ? planned : latest, cause);
        }
        new Settlement(runtime).write(claimed);
        return true;
    }

    /** @return null when the platform has it scheduled */
    private String refusalToSchedule(ClaimedRequest claimed, Instant planned) {
        ConnectRequest request = claimed.request();
        claimed.step("schedule");
        // Never earlier than planned, though the platform's form knows whole seconds only.
        String date = PlatformDate.of(planned.plusNanos(999_999_999)).orElseThrow();
        try {
            runtime.connectFor(claimed).schedule(request.id(), date);
        } catch (FailedException refused) {
            if (refused.failure().kind() != FailureKind.REFUSED) {
                throw refused;
            }
            runtime.intake().answered(Api.CONNECT, false);
            return Redaction.ofText(refused.sentences(), claimed.json());
        }
        runtime.intake().answered(Api.CONNECT, false);
        runtime.intake().decided(request.id());
        claimed.outcome(Outcome.SCHEDULED);
        return null;
    }
}
