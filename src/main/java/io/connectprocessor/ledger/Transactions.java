package io.connectprocessor.ledger;

import java.sql.SQLException;

/** Runs work in transactions of its own. Every write has survived {@code kill -9} when {@link #write} returns. Thread-safe. */
interface Transactions extends AutoCloseable {

    /** May be run more than once, so it changes nothing but the database. What it throws undoes what it wrote. */
    interface Work<T> {
        T run(Transaction transaction) throws SQLException;
    }

    <T> T write(Work<T> work);

    /**
     * As {@link #write}, for a caller that goes on while it is being written. Where one thread writes for all, later writes come after it, and
     * reads wait for it. Elsewhere it is over when this returns.
     */
    default <T> Underway<T> start(Work<T> work) {
        return Underway.over(write(work));
    }

    /** Somebody waits for what was started, which otherwise may wait some milliseconds for others to share its commit. */
    default void hurry() {}

    <T> T read(Work<T> work);

    /** The database has failed for good: nobody can tell any more who else uses it. */
    boolean broken();

    @Override
    void close();
}
