package io.connectprocessor.failure;

import java.util.Locale;

/** What a failure means for the request in whose work it happened. */
public enum FailureKind {
    /** May pass by itself: connection, time-out, 5xx, an answer that is not JSON. Waits, then tries again. */
    TRANSIENT(true),
    /** The API asked for less (429) or its gate is closed on this node. Waits; costs no attempt. */
    THROTTLED(true),
    /** The API refuses our key (401, 403). Intake pauses; costs no attempt. */
    UNAUTHORIZED(true),
    /** The API understood and refused (other 4xx). Parked, with its own words. */
    REFUSED(false),
    /** The request is not shaped as the platform documents it. Parked before any effect. */
    MALFORMED(false),
    /** A route or the configuration is wrong: a missing value, no outcome, two outcomes. Parked. */
    ROUTE_FAULT(false),
    /** Failed too often while the API answered others. Parked. */
    EXHAUSTED(false),
    /** The route asked for later until its deadline was over. Parked. */
    OVERDUE(false),
    /** The customer was asked and did not answer in time. Parked; goes on by itself when they do. */
    UNANSWERED(false),
    /** Anything else. Parked, with the stack in the log. */
    BUG(false);

    private final boolean passes;

    FailureKind(boolean passes) {
        this.passes = passes;
    }

    /** True if waiting may cure it. */
    public boolean passes() {
        return passes;
    }

    /** Lower case with hyphens, as it stands in the ledger, in metrics and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
