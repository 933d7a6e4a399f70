package io.connectprocessor.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens ledgers. */
public final class Ledgers {
    private static final Logger LOG = LoggerFactory.getLogger(Ledgers.class);
    private static final int EMBEDDED_POOL = 3;
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(10);
    private static final String SILENCE_LIMIT = "idle_in_transaction_session_timeout = '10s'";

    private Ledgers() {}

    /**
     * Opens the ledger and brings its tables to this version, for a processor and for an operator's command alike.
     *
     * <p>An embedded ledger belongs to one process at a time: opening it proves that an earlier owner is dead, so claims found in it are void.
     *
     * @throws LedgerException when the file is in use by another process, was written by a newer version, cannot be reached, refuses the
     *     password, or when there is no driver for the URL
     */
    public static Ledger open(LedgerOptions options) {
        return open(options, UnaryOperator.identity());
    }

    /**
     * As {@link #open(LedgerOptions)}, in a PostgreSQL database that is open already and stays open. The ledger's tables get a place of their own
     * beside those that are there. URL, user, password and pool size of the options do not count.
     *
     * @param source at least 3 connections; one more for each four requests at once does no harm
     * @throws LedgerException when it is no PostgreSQL, cannot be reached, or was written by a newer version
     */
    public static Ledger open(LedgerOptions options, DataSource source) {
        String url = urlOf(source);
        if (LedgerUrl.parse(url).dialect() == Dialect.EMBEDDED) {
            throw new LedgerException(
                    "The data source is an embedded database, whose ledger belongs to one process and pool alone."
                            + " Set ledger.url in its place.");
        }
        // The host's own transactions keep their limit.
        return shared(
                url, source, "set local " + SILENCE_LIMIT, () -> {}, options, UnaryOperator.identity(), Notes.KEPT);
    }

    private static String urlOf(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getURL();
        } catch (SQLException e) {
            throw Refusals.failed(e);
        }
    }

    /** @param around gets between the ledger and its transactions: all that this process writes in them passes there */
    static Ledger open(LedgerOptions options, UnaryOperator<Transactions> around) {
        return open(options, around, Notes.KEPT);
    }

    /** @param kept how long lines of timelines are kept for the outcome of their request */
    static Ledger open(LedgerOptions options, UnaryOperator<Transactions> around, Duration kept) {
        return open(options, around, kept, Claims.CAREFUL);
    }

    /** @param careful how long a new process awaits that a claim is written, on the embedded ledger */
    static Ledger open(LedgerOptions options, UnaryOperator<Transactions> around, Duration kept, Duration careful) {
        LedgerUrl url = LedgerUrl.parse(options.url());
        HikariDataSource pool = url.dialect() == Dialect.EMBEDDED ? onlyPool(url, options) : pool(url, options);
        try {
            return url.dialect() == Dialect.EMBEDDED
                    ? embedded(pool, options, around, kept, careful)
                    : shared(options.url(), pool, null, pool::close, options, around, kept);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static Ledger embedded(
            HikariDataSource pool,
            LedgerOptions options,
            UnaryOperator<Transactions> around,
            Duration kept,
            Duration careful) {
        Schema.migrate(options.url(), pool, Dialect.EMBEDDED);
        Instant lastEntry = lastEntry(pool);
        Duration ahead = Duration.between(options.clock().instant(), lastEntry);
        if (ahead.compareTo(WORTH_A_WORD) > 0) {
            LOG.warn(
                    "The last entry of the ledger is {} s ahead of this machine's clock, which was set back; the ledger's time goes on from there.",
                    ahead.toSeconds());
        }
        LedgerClock clock = new ProcessClock(options.clock(), lastEntry);
        Transactions transactions = around.apply(
                new GatheredTransactions(pool, new Statements(Dialect.EMBEDDED, options.lease()), clock::now));
        Recovery recovery = new Recovery(transactions, options.outbox(), true);
        int voided = recovery.afterStart();
        if (voided > 0) {
            LOG.warn(
                    "An earlier process ended while it worked on {} requests; they run again first, one at a time.",
                    voided);
        }
        Claims claims = new Claims(transactions, recovery, clock, options.owner(), options.lease(), true, careful);
        Turns turns = new Turns(transactions, clock, options.owner(), options.lease(), true);
        Notes notes = new Notes(transactions, clock, claims, kept);
        return running(transactions, clock, recovery, claims, notes, turns, options, pool::close, () -> {
            claims.renew();
            turns.renew();
        });
    }

    private static Instant lastEntry(HikariDataSource pool) {
        String last = "select greatest(max(since), coalesce(max(touched), max(since))) from ledger_request";
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(last)) {
            row.next();
            OffsetDateTime time = row.getObject(1, OffsetDateTime.class);
            return time == null ? Instant.EPOCH : time.toInstant();
        } catch (SQLException e) {
            throw Refusals.failed(e);
        }
    }

    private static Ledger shared(
            String url,
            DataSource pool,
            String firstInAWrite,
            Runnable close,
            LedgerOptions options,
            UnaryOperator<Transactions> around,
            Duration kept) {
        Schema.migrate(url, pool, Dialect.POSTGRESQL);
        DatabaseClock clock = new DatabaseClock(() -> askTime(pool), options.clock());
        Transactions transactions = around.apply(new PooledTransactions(
                pool,
                new Statements(Dialect.POSTGRESQL, options.lease()),
                clock::now,
                Duration.ofSeconds(10),
                firstInAWrite));
        Recovery recovery = new Recovery(transactions, options.outbox(), false);
        Claims claims =
                new Claims(transactions, recovery, clock, options.owner(), options.lease(), false, Claims.CAREFUL);
        Turns turns = new Turns(transactions, clock, options.owner(), options.lease(), false);
        Notes notes = new Notes(transactions, clock, claims, kept);
        return running(transactions, clock, recovery, claims, notes, turns, options, close, () -> {
            claims.renew();
            turns.renew();
            clock.measure();
        });
    }

    private static Ledger running(
            Transactions transactions,
            LedgerClock clock,
            Recovery recovery,
            Claims claims,
            Notes notes,
            Turns turns,
            LedgerOptions options,
            Runnable close,
            Runnable renewal) {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "ledger-renewal");
            thread.setDaemon(true);
            return thread;
        });
        long every = options.renewEvery().toMillis();
        scheduler.scheduleWithFixedDelay(() -> renewQuietly(renewal), every, every, TimeUnit.MILLISECONDS);
        return new JdbcLedger(transactions, clock, recovery, claims, notes, turns, options, () -> {
            scheduler.shutdownNow();
            notes.stop();
            notes.flush();
            handBackQuietly(claims, turns);
            transactions.close();
            close.run();
        });
    }

    /** A renewal that fails must not be the last one. Until one succeeds, claims are lost as their leases run out. */
    private static void renewQuietly(Runnable renewal) {
        try {
            renewal.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Could not renew the claims of this process; they are lost when their leases run out: {}",
                    e.getMessage());
        }
    }

    /** What a clean stop could not bring to an end goes back, so that nobody has to wait for its lease. */
    private static void handBackQuietly(Claims claims, Turns turns) {
        try {
            claims.handBackAll();
            turns.giveBackAll();
        } catch (RuntimeException e) {
            LOG.warn("Claims of this process could not be given back; their leases run out: {}", e.getMessage());
        }
    }

    /**
     * Lets neither side of connections to PostgreSQL wait for ever for the other: a call ends after 60 s without an answer, and a transaction in which
     * the process stands still for 10 s is undone.
     */
    public static void endSilence(HikariConfig config) {
        // Seconds; without it a server that vanished from the network would hold its callers, and the renewal, for
        // ever.
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "connect-processor");
        // A node that stands still, or is gone from the network, in the middle of a write would keep its locks, and
        // with them every other node, for as long as the server believes in its connection: hours.
        config.setConnectionInitSql("set " + SILENCE_LIMIT);
    }

    static HikariDataSource pool(LedgerUrl url, LedgerOptions options) {
        boolean embedded = url.dialect() == Dialect.EMBEDDED;
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(url.jdbc());
        config.setUsername(options.user());
        config.setPassword(options.password());
        config.setMaximumPoolSize(embedded ? EMBEDDED_POOL : options.poolSize());
        // One try: a wrong setting is told at once.
        config.setInitializationFailTimeout(1);
        if (embedded) {
            // The file is ours while a connection is open.
            config.setMaxLifetime(0);
            config.setIdleTimeout(0);
        } else {
            config.setMinimumIdle(1);
            config.setConnectionTimeout(10_000);
            endSilence(config);
        }
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw Refusals.atOpen(options.url(), e);
        }
    }

    /** Within one process H2 shares an open file, so its lock does not tell: whoever finds another session there came second. */
    private static HikariDataSource onlyPool(LedgerUrl url, LedgerOptions options) {
        if (HollowFile.isHollow(url)) {
            throw Refusals.damaged(options.url(), null);
        }
        try (Connection connection = soleConnection(url, options)) {
            if (!LooseFile.isLoose(connection)) {
                return pool(url, options);
            }
            LooseFile.compact(connection);
        } catch (SQLException e) {
            throw Refusals.atOpen(options.url(), e);
        }
        try (Connection connection = soleConnection(url, options)) {
            return pool(url, options);
        } catch (SQLException e) {
            throw Refusals.atOpen(options.url(), e);
        }
    }

    private static Connection soleConnection(LedgerUrl url, LedgerOptions options) throws SQLException {
        Connection connection = DriverManager.getConnection(url.jdbc(), options.user(), options.password());
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from information_schema.sessions")) {
            row.next();
            if (row.getInt(1) > 1) {
                throw new LedgerInUseException(
                        "ledger.url '" + LedgerUrl.shown(options.url())
                                + "' is already open in this process. Give each processor a ledger of its own, or use PostgreSQL.",
                        null);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Instant askTime(DataSource pool) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw Refusals.failed(e);
        }
    }
}
