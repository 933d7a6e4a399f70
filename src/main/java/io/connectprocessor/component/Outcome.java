package io.connectprocessor.component;

import java.util.Locale;

/** How the work on a request ended. */
public enum Outcome {
    APPROVED,
    FAILED,
    INQUIRED,
    /** left pending: come back later */
    LATER,
    /** waits for another attempt after a failure that may pass */
    RETRY,
    PARKED,
    /** was decided elsewhere, or is not pending any more: nothing done */
    DROPPED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
