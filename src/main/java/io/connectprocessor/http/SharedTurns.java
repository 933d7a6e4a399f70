package io.connectprocessor.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * This node's turns out of a {@link Budget}. They are taken in batches, one at first, twice as many whenever a batch was used up without a
 * pause, half a second's worth at most: asking costs little, and a node that needs few turns, or dies, keeps few from the others. Thread-safe.
 */
final class SharedTurns {

    private static final long LONGEST_BATCH = TimeUnit.MILLISECONDS.toNanos(500);

    private final Budget budget;
    private final long interval;
    private final int most;
    private final LongSupplier nanoTime;
    private final Consumer<Duration> closing;
    private int batch;
    private int left;
    private long next;

    /**
     * @param interval between two calls, in nanoseconds
     * @param closing told when some node was asked for no calls
     */
    SharedTurns(Budget budget, long interval, LongSupplier nanoTime, Consumer<Duration> closing) {
        this.budget = budget;
        this.interval = interval;
        this.most = (int) Math.max(1, LONGEST_BATCH / interval);
        this.nanoTime = nanoTime;
        this.closing = closing;
    }

    /** Takes a turn and says how long it is away, in nanoseconds. */
    synchronized long take() {
        long now = nanoTime.getAsLong();
        dropPassed(now);
        if (left == 0) {
            boolean usedUp = batch > 0 && now - next <= batch * interval;
            batch = usedUp ? Math.min(2 * batch, most) : 1;
            Budget.Turns turns = budget.take(batch);
            left = batch;
            now = nanoTime.getAsLong();
            next = now + turns.first().toNanos();
            if (!turns.closed().isZero()) {
                closing.accept(turns.closed());
            }
        }
        long turn = next;
        left--;
        next += interval;
        return Math.max(0, turn - now);
    }

    /** A turn that nobody took in its time is gone: saved up, they would come as a burst. */
    private void dropPassed(long now) {
        while (left > 0 && now - next > interval) {
            left--;
            next += interval;
        }
    }
}
