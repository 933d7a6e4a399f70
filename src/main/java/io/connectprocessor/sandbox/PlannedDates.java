package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The scheduled requests and when the next of them is due. Guarded by the platform's write lock, save {@link #isDue}. */
final class PlannedDates {

    private final Set<FulfillmentRequest> scheduled = new LinkedHashSet<>();
    private volatile Instant next;

    /** After each change of a request. */
    void note(FulfillmentRequest request) {
        boolean waits = request.state.status.equals("scheduled") && request.state.plannedAt != null;
        boolean changed = waits ? scheduled.add(request) : scheduled.remove(request);
        if (changed || waits) {
            next = scheduled.stream()
                    .map(waiting -> waiting.state.plannedAt)
                    .min(Instant::compareTo)
                    .orElse(null);
        }
    }

    boolean isDue(Instant now) {
        Instant soonest = next;
        return soonest != null && !now.isBefore(soonest);
    }

    List<FulfillmentRequest> due(Instant now) {
        List<FulfillmentRequest> due = new ArrayList<>();
        for (FulfillmentRequest request : scheduled) {
            if (!now.isBefore(request.state.plannedAt)) {
                due.add(request);
            }
        }
        return due;
    }
}
