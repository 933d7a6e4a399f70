package io.connectprocessor.component;

import java.util.Locale;

/** How the work on a request ended. */
public enum Outcome {
    APPROVED,
    FAILED,
    INQUIRED,
    /** the platform keeps it until a date, then shows it as pending again */
    SCHEDULED,
    /** the distributor took it back, and nothing is left of it at the vendor */
    CONFIRMED,
    /** a tier account request: the new data are taken note of */
    ACCEPTED,
    /** a tier account request: the new data are not wanted */
    IGNORED,
    /** left pending until the date that the distributor planned it for */
    PLANNED,
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
