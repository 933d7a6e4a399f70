package io.connectprocessor.embedded;

import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.connect.RequestKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what came of the requests since the start. Thread-safe. */
public final class Tally implements Intake.Listener {

    private static final Set<Outcome> DONE = EnumSet.of(
            Outcome.APPROVED,
            Outcome.FAILED,
            Outcome.CONFIRMED,
            Outcome.ACCEPTED,
            Outcome.IGNORED,
            Outcome.PARKED,
            Outcome.INQUIRED,
            Outcome.SCHEDULED);

    private final Map<String, Map<Outcome, Long>> byType = new TreeMap<>();
    private long firstApproval;
    private long lastApproval;
    private long approvals;

    @Override
    public synchronized void ended(RequestKind kind, String type, Outcome outcome, Duration took) {
        byType.computeIfAbsent(row(kind, type), unseen -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1L, Long::sum);
        if (outcome == Outcome.APPROVED) {
            lastApproval = System.nanoTime();
            if (approvals++ == 0) {
                firstApproval = lastApproval;
            }
        }
    }

    /** What the row of a table is called. */
    public static String row(RequestKind kind, String type) {
        return switch (kind) {
            case REQUEST -> type;
            case TIER_REQUEST -> "tier " + type;
            case TIER_ACCOUNT_REQUEST -> "tier account";
        };
    }

    /** Outcomes by request type, the types in alphabetical order. */
    public synchronized Map<String, Map<Outcome, Long>> byType() {
        Map<String, Map<Outcome, Long>> copy = new TreeMap<>();
        byType.forEach((type, outcomes) -> copy.put(type, new EnumMap<>(outcomes)));
        return copy;
    }

    public synchronized long count(Outcome outcome) {
        return byType.values().stream()
                .mapToLong(outcomes -> outcomes.getOrDefault(outcome, 0L))
                .sum();
    }

    /** Requests that need no further work now: approved, failed, confirmed, accepted, ignored, parked, inquired, scheduled. */
    public long done() {
        return DONE.stream().mapToLong(this::count).sum();
    }

    /** Approvals a second between the first and the last; 0 with fewer than two. */
    public synchronized double approvalsPerSecond() {
        return approvals < 2 ? 0 : (approvals - 1) * 1e9 / Math.max(1, lastApproval - firstApproval);
    }
}
