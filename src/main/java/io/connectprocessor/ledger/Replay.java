package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * What came of a replay.
 *
 * @param moved how many requests will run again
 * @param lastDue when the last of them is due; null when none moved
 */
public record Replay(int moved, Instant lastDue) {}
