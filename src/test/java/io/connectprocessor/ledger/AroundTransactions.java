package io.connectprocessor.ledger;

/** Stands between a ledger and its transactions, and passes on all but the writes, awaited or started, which are its own matter. */
abstract class AroundTransactions implements Transactions {
    final Transactions inner;

    AroundTransactions(Transactions inner) {
        this.inner = inner;
    }

    @Override
    public abstract <T> Underway<T> start(Work<T> work);

    @Override
    public final void hurry() {
        inner.hurry();
    }

    @Override
    public final <T> T read(Work<T> work) {
        return inner.read(work);
    }

    @Override
    public final boolean broken() {
        return inner.broken();
    }

    @Override
    public final void close() {
        inner.close();
    }
}
