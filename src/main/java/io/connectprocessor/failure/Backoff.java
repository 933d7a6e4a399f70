package io.connectprocessor.failure;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: {@code first * 2^(attempts-1)}, at most {@code max}, of which the upper half is random.
 *
 * @param first after the first failed attempt; default 2 s
 * @param max default 10 min
 * @param random 0 (inclusive) to 1 (exclusive)
 */
public record Backoff(Duration first, Duration max, DoubleSupplier random) {

    /** @param attempts failed attempts so far, 1 for the first */
    public Duration after(int attempts) {
        int doublings = Math.min(Math.max(attempts - 1, 0), 30);
        long longest = max.toMillis();
        long full = first.toMillis() > longest >> doublings ? longest : first.toMillis() << doublings;
        return Duration.ofMillis(full / 2 + (long) (full / 2.0 * random.getAsDouble()));
    }
}
