package io.connectprocessor.usage;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Sleeps in small pieces, so that an end of the process need not wait for it. */
record RealPause(BooleanSupplier stopping) implements FileSteps.Pause {

    private static final long PIECE = 200;

    @Override
    public boolean sleep(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            if (stopping.getAsBoolean()) {
                return false;
            }
            try {
                Thread.sleep(Math.min(left, PIECE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !stopping.getAsBoolean();
    }
}
