package io.connectprocessor.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each caller writes on a connection of its own; PostgreSQL gathers the commits itself. What another node's lock or a restart of the server
 * undid is run again, for up to the time given.
 */
final class PooledTransactions implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(PooledTransactions.class);

    private final DataSource source;
    private final Statements statements;
    private final Supplier<Instant> clock;
    private final Duration patience;
    private final String firstInAWrite;

    /** @param firstInAWrite a statement that begins each write, or null */
    PooledTransactions(
            DataSource source,
            Statements statements,
            Supplier<Instant> clock,
            Duration patience,
            String firstInAWrite) {
        this.source = source;
        this.statements = statements;
        this.clock = clock;
        this.patience = patience;
        this.firstInAWrite = firstInAWrite;
    }

    @Override
    public <T> T write(Work<T> work) {
        return untilDone(work, firstInAWrite);
    }

    @Override
    public <T> T read(Work<T> work) {
        return untilDone(work, null);
    }

    /** A server comes back. */
    @Override
    public boolean broken() {
        return false;
    }

    @Override
    public void close() {}

    private <T> T untilDone(Work<T> work, String first) {
        long start = System.nanoTime();
        for (int run = 0; ; run++) {
            try {
                return once(work, first, run > 0);
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

    private <T> T once(Work<T> work, String first, boolean again) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean commitsByItself = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                if (first != null) {
                    begin(connection, first);
                }
                T result = work.run(new Transaction(connection, statements, clock.get(), again));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                undo(connection, failure);
                throw failure;
            } finally {
                restore(connection, commitsByItself);
            }
        }
    }

    private static void begin(Connection connection, String first) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(first);
        }
    }

    /** A pool may hand a connection on as it comes back. */
    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException broken) {
            // What was committed must not seem to have failed.
            LOG.debug("A connection could not be given back as it was", broken);
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
