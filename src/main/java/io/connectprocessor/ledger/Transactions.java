package io.connectprocessor.ledger;

import java.sql.SQLException;

/** Runs work in transactions of its own. Every write has survived {@code kill -9} when {@link #write} returns. Thread-safe. */
interface Transactions extends AutoCloseable {

    /** May be run more than once, so it changes nothing but the database. What it throws undoes what it wrote. */
    interface Work<T> {
        T run(Transaction transaction) throws SQLException;
    }

    <T> T write(Work<T> work);

    <T> T read(Work<T> work);

    /** The database has failed for good: nobody can tell any more who else uses it. */
    boolean broken();

    @Override
    void close();
}
