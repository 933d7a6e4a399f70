package io.connectprocessor.component;

import io.connectprocessor.ledger.Ledger.Claiming;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The way of a request from the pass that listed it to the worker that claims it. Thread-safe. */
interface Handover {

    /** Whether the workers are this process's own, so that {@link Intake} knows all that is on its way. */
    boolean local();

    /** Why nothing can be handed over now; empty when it can. */
    Optional<String> away();

    /** Waits while the work is behind. @param givenUp asked again and again; true ends the wait */
    void awaitRoom(BooleanSupplier givenUp);

    /** Which of these may be handed over: not those that are on their way already. */
    Set<String> offer(List<String> ids);

    /** An offered request was not handed over after all. */
    void withdraw(String id);

    /** A worker has the request; whatever comes of it, it says {@link Turn#over()}. */
    Turn begin(String id);

    /** What one worker does with one message. For one thread at a time. */
    interface Turn {
        /** As {@link io.connectprocessor.ledger.Ledger#claim}; may wait until this process does nothing else, when the request must run alone. */
        Claiming claim(Instant askedAt);

        void over();
    }
}
