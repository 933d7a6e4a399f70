package io.connectprocessor.component;

import java.util.Optional;

/** The queue between poll and processing when it lies at a broker that several nodes share. Thread-safe. */
public interface SharedQueue {

    /** Why it cannot be used now, with the setting to look at; empty when it can. Answers at once. */
    Optional<String> away();

    /** At so many requests in it, of all nodes together, a poll waits; at least 1. */
    int depth();
}
