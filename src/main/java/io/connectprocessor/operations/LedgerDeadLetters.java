package io.connectprocessor.operations;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import java.util.List;
import java.util.Optional;

/** Straight on the ledger. */
public record LedgerDeadLetters(Ledger ledger) implements DeadLetters {

    @Override
    public List<DeadLetter> list(List<State> states, int limit) {
        return ledger.deadLetters(states, limit);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return ledger.find(id);
    }

    @Override
    public List<Event> timeline(String id) {
        return ledger.timeline(id);
    }

    @Override
    public Replay replay(List<String> ids, String failure, String operator, double perSecond) {
        return ledger.replay(ids, failure, operator, perSecond);
    }

    @Override
    public boolean discard(String id, String reason, String operator) {
        return ledger.discard(id, reason, operator);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
