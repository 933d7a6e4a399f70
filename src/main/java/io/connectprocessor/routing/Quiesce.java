package io.connectprocessor.routing;

import java.time.Duration;

/** Brings the work to rest for the moment in which routes are exchanged. */
public interface Quiesce {

    /**
     * Lets nothing new begin and waits until what has begun is done.
     *
     * @return true when all has come to rest within the time given; the hold stands either way, until {@link #letGo()}
     */
    boolean hold(Duration atMost) throws InterruptedException;

    /** Ends one {@link #hold}. */
    void letGo();
}
