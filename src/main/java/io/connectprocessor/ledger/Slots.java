package io.connectprocessor.ledger;

import java.time.Duration;

/**
 * Slots for calls that were taken out of a budget.
 *
 * @param first how long until the first of them, from when they were taken; the others follow at the distance of the rate
 * @param closed for how long the API wants no calls at all; nought when it wants them
 */
public record Slots(Duration first, Duration closed) {}
