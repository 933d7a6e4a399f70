package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GatheredTransactionsTest {
    private final Statements statements = new Statements(Dialect.EMBEDDED, Duration.ofSeconds(60));
    private final JdbcDataSource source = new JdbcDataSource();
    private GatheredTransactions transactions;

    @BeforeEach
    void open() {
        source.setURL("jdbc:h2:mem:" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1");
        transactions = new GatheredTransactions(source, statements, () -> Instant.EPOCH);
        transactions.write(work ->
                work.call("create table word (word varchar(10) primary key)").update());
    }

    @AfterEach
    void close() {
        transactions.close();
    }

    private Integer add(String word) {
        return transactions.write(work ->
                work.call("insert into word values (:word)").set("word", word).update());
    }

    private List<String> words() {
        return transactions.read(
                work -> work.call("select word from word order by word").list(row -> row.getString(1)));
    }

    @Test
    void lets_one_that_fails_undo_only_itself_however_many_are_gathered_with_it() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(11);
        // Holds the writer up until the others stand in line.
        callers.submit(() -> transactions.write(work -> {
            awaitQuietly(gathered);
            return null;
        }));
        List<Future<Integer>> writes = new ArrayList<>();
        for (String word : List.of("a", "b", "a", "c", "much too long", "d")) {
            writes.add(callers.submit(() -> add(word)));
        }
        gathered.countDown();
        callers.shutdown();

        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(writes.stream().filter(GatheredTransactionsTest::succeeded)).hasSize(4);

        assertThat(words()).containsExactly("a", "b", "c", "d");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean succeeded(Future<Integer> write) {
        try {
            return write.get() == 1;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    @Timeout(60)
    void commits_what_nobody_waits_for_together_with_what_somebody_does() {
        try (GatheredTransactions patient =
                new GatheredTransactions(source, statements, () -> Instant.EPOCH, Duration.ofHours(1))) {
            Underway<Connection> started = patient.start(Transaction::connection);

            Connection awaited = patient.write(Transaction::connection);

            assertThat(started.awaitCommit()).isSameAs(awaited);
        }
    }

    @Test
    @Timeout(60)
    void commits_at_once_what_somebody_comes_to_wait_for() {
        try (GatheredTransactions patient =
                new GatheredTransactions(source, statements, () -> Instant.EPOCH, Duration.ofHours(1))) {
            Underway<Integer> started = patient.start(
                    work -> work.call("insert into word values ('a')").update());
            patient.hurry();

            assertThat(started.awaitCommit()).isEqualTo(1);

            patient.start(work -> work.call("insert into word values ('b')").update());
            assertThat(patient.<List<String>>read(work ->
                            work.call("select word from word order by word").list(row -> row.getString(1))))
                    .containsExactly("a", "b");
            patient.start(work -> work.call("insert into word values ('c')").update());
        }
        assertThat(words()).containsExactly("a", "b", "c");
    }

    @Test
    void commits_what_nobody_waits_for_soon() {
        transactions.start(work -> work.call("insert into word values ('a')").update());

        // Past the ledger, whose reads wait for what was started.
        Awaitility.await().until(() -> rowsByAnotherConnection() == 1);
    }

    private int rowsByAnotherConnection() throws SQLException {
        try (Connection connection = source.getConnection();
                ResultSet row = connection.createStatement().executeQuery("select count(*) from word")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void is_done_for_good_when_the_database_closed_itself_and_says_why() {
        SQLException closed = new SQLException("closed", "90098", 90098, new IOException("No space left on device"));
        assertThatThrownBy(() -> transactions.write(work -> {
                    throw closed;
                }))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("restart this process");

        assertThat(transactions.broken()).isTrue();
        assertThatThrownBy(() -> add("a"))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(this::words)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void lets_no_effect_follow_once_the_database_closed_itself() {
        Schema.migrate("jdbc:h2:mem:", source, Dialect.EMBEDDED);
        ProcessClock clock = new ProcessClock(new SettableClock(), Instant.EPOCH);
        Claims claims = new Claims(
                transactions,
                new Recovery(transactions, OutboxOptions.NONE, true),
                clock,
                "me",
                Duration.ofSeconds(60),
                true,
                Claims.CAREFUL);
        new Sightings(transactions, claims)
                .sight(List.of(new Sighting("PR-1", "request", "AS-1", Instant.EPOCH, null, null)), clock.now());
        Claim claim = ((Ledger.Claiming.Granted) claims.claim("PR-1", clock.now())).claim();
        claims.check(claim);
        assertThatThrownBy(() -> transactions.write(work -> {
                    throw new SQLException("closed", "90121", 90121);
                }))
                .isInstanceOf(LedgerException.class);

        assertThatThrownBy(() -> claims.check(claim)).isInstanceOf(ClaimLostException.class);
    }
}
