package io.connectprocessor.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Each caller writes on a connection of its own; PostgreSQL gathers the commits itself. What another node's lock or a restart of the server
 * undid is run again, for up to the time given.
 */
final class PooledTransactions implements Transactions {
    private final DataSource source;
    private final Statements statements;
    private final Supplier<Instant> clock;
    private final Duration patience;

    PooledTransactions(DataSource source, Statements statements, Supplier<Instant> clock, Duration patience) {
        this.source = source;
        this.statements = statements;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public <T> T write(Work<T> work) {
        return untilDone(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return untilDone(work);
    }

    /** A server comes back. */
    @Override
    public boolean broken() {
        return false;
    }

    @Override
    public void close() {}

    private <T> T untilDone(Work<T> work) {
        long start = System.nanoTime();
        for (int run = 0; ; run++) {
            try {
                return once(work, run > 0);
            } catch (SQLException e) {
                boolean tired = System.nanoTime() - start > patience.toNanos()
                        || Thread.currentThread().isInterrupted();
                if (tired || !passes(e)) {
                    throw Refusals.failed(e);
                }
                pause(run);
            }
        }
    }

    private <T> T once(Work<T> work, boolean again) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(new Transaction(connection, statements, clock.get(), again));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                undo(connection, failure);
                throw failure;
            }
        }
    }

    private static void undo(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Deadlock, serialization, a lost connection, a server that stops or starts, or that gave us up because we stood still. */
    private static boolean passes(SQLException e) {
        String state = e.getSQLState() == null ? "08" : e.getSQLState();
        return state.startsWith("08") || state.startsWith("40") || state.startsWith("57P") || state.equals("25P03");
    }

    private static void pause(int run) {
        try {
            Thread.sleep(Math.min(1000, 10L << Math.min(run, 7)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
