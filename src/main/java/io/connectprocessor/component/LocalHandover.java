package io.connectprocessor.component;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** By a bounded queue in this process, which makes the poll wait by itself. */
record LocalHandover(Ledger ledger) implements Handover {

    @Override
    public boolean local() {
        return true;
    }

    @Override
    public Optional<String> away() {
        return Optional.empty();
    }

    @Override
    public void awaitRoom(BooleanSupplier givenUp) {}

    @Override
    public Set<String> offer(List<String> ids) {
        return Set.copyOf(ids);
    }

    @Override
    public void withdraw(String id) {}

    @Override
    public Turn begin(String id) {
        return new Turn() {
            @Override
            public Claiming claim(Instant askedAt) {
                return ledger.claim(id, askedAt);
            }

            @Override
            public void over() {}
        };
    }
}
