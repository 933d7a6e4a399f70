package io.connectprocessor.operations;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import java.util.List;
import java.util.Optional;

/** What an operator does with dead letters, wherever the ledger is. */
public interface DeadLetters extends AutoCloseable {

    /** @param states empty for parked, waiting and held back */
    List<DeadLetter> list(List<State> states, int limit);

    Optional<DeadLetter> find(String id);

    /** What happened to a request, in order. */
    List<Event> timeline(String id);

    /**
     * @param perSecond 0.001 to 1000, or 0 for all at once
     * @return how many will run again, and when
     * @throws IllegalArgumentException for any other rate
     */
    Replay replay(List<String> ids, String failure, String operator, double perSecond);

    /** @return false when the request is not undecided, or is being worked on */
    boolean discard(String id, String reason, String operator);

    @Override
    void close();
}
