package io.connectprocessor.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks at growing distances whether the work may begin, until it may, the time is up or somebody wants to stop. */
public final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Check check;
    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private String said;
    private long saidAt;

    /**
     * @param first distance after the first vain try, {@code retry.first-delay}; doubles with each further one
     * @param longest {@code retry.max-delay}
     */
    public Beginning(Check check, Duration first, Duration longest, LongSupplier nanoTime) {
        this.check = check;
        this.first = first;
        this.longest = longest;
        this.nanoTime = nanoTime;
    }

    public interface Check {
        /** Empty when the work may begin; otherwise why not. */
        Optional<String> why();
    }

    public interface Wait {
        /** True when nobody wants to go on. */
        boolean stopped(Duration wait) throws InterruptedException;
    }

    /**
     * @param atMost how long to ask, or null for ever; at its end it is asked once more
     * @return why the work may not begin; empty when it may
     */
    public Optional<String> run(Duration atMost, Wait between) throws InterruptedException {
        long start = nanoTime.getAsLong();
        Duration wait = first;
        while (true) {
            Optional<String> why = check.why();
            if (why.isEmpty()) {
                return why;
            }
            Duration next = wait;
            if (atMost != null) {
                Duration left = atMost.minusNanos(nanoTime.getAsLong() - start);
                if (left.isNegative() || left.isZero()) {
                    return why;
                }
                next = left.compareTo(wait) < 0 ? left : wait;
            }
            say(why.get(), next);
            if (between.stopped(next)) {
                return why;
            }
            wait = wait.compareTo(longest.dividedBy(2)) > 0 ? longest : wait.multipliedBy(2);
        }
    }

    /** At once when it is something new, otherwise once a minute. */
    private void say(String why, Duration next) {
        long now = nanoTime.getAsLong();
        if (why.equals(said) && now - saidAt < QUIET_NANOS) {
            return;
        }
        said = why;
        saidAt = now;
        LOG.warn("{} Asking again in {} s", why, Math.max(1, next.toSeconds()));
    }
}
