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
        return inner.write(orFail(work));
    }

    @Override
    public <T> Underway<T> start(Work<T> work) {
        return inner.start(orFail(work));
    }

    private <T> Work<T> orFail(Work<T> work) {
        return transaction -> {
            T result = work.run(transaction);
            if (fails.getAsBoolean()) {
                throw new IllegalStateException("away");
            }
            return result;
        };
    }
}
