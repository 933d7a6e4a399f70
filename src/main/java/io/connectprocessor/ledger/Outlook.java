package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Standing.State;
import java.time.Instant;
import java.util.Map;

/**
 * What is left to do, all of it as it was at one moment.
 *
 * @param counts undecided requests by state; a state that is not there has none
 * @param queued how many lie in the queue that several nodes share; they count by their state, too
 * @param nextDue when the next waiting request is due that no older one holds back, may have passed already; null when none waits
 * @param lastLine number of the last line of any timeline, which grows with the end of each claim on each node; 0 without timelines
 */
public record Outlook(Map<State, Long> counts, long queued, Instant nextDue, long lastLine) {

    public Outlook {
        counts = Map.copyOf(counts);
    }

    public long count(State state) {
        return counts.getOrDefault(state, 0L);
    }
}
