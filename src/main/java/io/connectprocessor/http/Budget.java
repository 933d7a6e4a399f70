package io.connectprocessor.http;

import java.time.Duration;

/** What several nodes together may ask an API. Thread-safe. */
public interface Budget {

    /**
     * Turns that were given out.
     *
     * @param first how long until the first of them; the others follow at the distance of the rate
     * @param closed for how long the API wants no calls at all, as some node was told; nought when it wants them
     */
    record Turns(Duration first, Duration closed) {}

    /** Takes that many turns, at least one; used or not, they pass. May ask a database. */
    Turns take(int wanted);

    /** The API told this node that it wants no calls for that long. Must not throw. */
    void closes(Duration wait);
}
