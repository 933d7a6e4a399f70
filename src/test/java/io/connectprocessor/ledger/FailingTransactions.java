package io.connectprocessor.ledger;

import java.util.function.BooleanSupplier;

/** While it fails it writes all, and takes it back: "away". */
final class FailingTransactions extends AroundTransactions {
    private final BooleanSupplier fails;

    FailingTransactions(Transactions inner, BooleanSupplier fails) {
        super(inner);
        this.fails = fails;
    }

    @Override
    public <T> T write(Work<T> work) {
        return inner.write(transaction -> {
            T result = work.run(transaction);
            if (fails.getAsBoolean()) {
                throw new IllegalStateException("away");
            }
            return result;
        });
    }
}
