package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.class)
class PostgresLedgerTest extends LedgerContract {
    private final Postgres.Database database;
    private final SettableClock wall = new SettableClock();

    PostgresLedgerTest(Postgres.Database database) {
        this.database = database;
    }

    @Override
    JdbcLedger open() {
        return open("node-a");
    }

    @Override
    JdbcLedger open(OutboxOptions outbox) {
        return open("node-a", outbox);
    }

    private JdbcLedger open(String owner) {
        return open(owner, OutboxOptions.NONE);
    }

    private JdbcLedger open(String owner, OutboxOptions outbox) {
        return (JdbcLedger) Ledgers.open(LedgerOptions.of(database.url())
                .withOwner(owner)
                .withOutbox(outbox)
                .withPoolSize(3)
                .withClock(wall));
    }

    /** The database's clock is real, so all that it ever wrote down is made older instead. */
    @Override
    void pass(Duration time) {
        wall.advance(time);
        String[] times = {"lease_end", "retry_at", "first_seen", "seen", "touched", "since", "queued_until"};
        StringBuilder sql = new StringBuilder("update ledger_request set id = id");
        for (String column : times) {
            sql.append(", ")
                    .append(column)
                    .append(" = ")
                    .append(column)
                    .append(" - interval '")
                    .append(time.toSeconds())
                    .append(" seconds'");
        }
        execute(sql.toString());
        execute("update ledger_turn set lease_end = lease_end - interval '" + time.toSeconds() + " seconds'");
        String back = " - interval '" + time.toSeconds() + " seconds'";
        execute("update ledger_budget set spent_until = spent_until" + back + ", closed_until = closed_until" + back);
    }

    private void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void one_node_at_a_time_sends_what_all_have_noted() {
        ledger.close();
        ledger = open("node-a", OutboxOptions.of(Outbox.Channel.EVENTS));
        Outbox first = ledger.outbox().orElseThrow();
        try (Ledger other = open("node-b", OutboxOptions.of(Outbox.Channel.EVENTS))) {
            Outbox second = other.outbox().orElseThrow();
            Turn turn = first.take(Outbox.Channel.EVENTS).orElseThrow();
            assertThat(second.take(Outbox.Channel.EVENTS)).isEmpty();

            pass(Duration.ofSeconds(61));

            assertThatThrownBy(() -> first.check(turn)).isInstanceOf(ClaimLostException.class);
            Turn taken = second.take(Outbox.Channel.EVENTS).orElseThrow();
            second.check(taken);
            assertThat(first.take(Outbox.Channel.EVENTS)).isEmpty();
            second.giveBack(taken);
            assertThat(first.take(Outbox.Channel.EVENTS)).isPresent();
        }
    }

    @Test
    void only_one_node_at_a_time_prepares_a_new_database(Postgres.Database fresh) throws Exception {
        ExecutorService second = Executors.newSingleThreadExecutor();
        try (Connection first = fresh.connect();
                Statement preparing = first.createStatement()) {
            preparing.execute("select pg_advisory_lock(" + Schema.PREPARING + ")");
            Future<JdbcLedger> opened = second.submit(() ->
                    (JdbcLedger) Ledgers.open(LedgerOptions.of(fresh.url()).withPoolSize(3)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> fresh.rows("select pid from pg_locks where locktype = 'advisory' and not granted")
                                    .size()
                            == 1);
            assertThat(fresh.rows(
                            "select table_name from information_schema.tables where table_schema = current_schema()"))
                    .isEmpty();
            preparing.execute("select pg_advisory_unlock(" + Schema.PREPARING + ")");
            opened.get().close();
        } finally {
            second.shutdownNow();
        }
    }

    @Override
    List<String> audits() {
        try (Connection connection = database.connect()) {
            return AuditLines.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void has_the_time_of_the_database() {
        assertThat(ledger.now()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
        assertThat(wall.instant()).isBefore(ledger.now().minusSeconds(3600));
    }

    @Test
    void leaves_the_claims_of_another_node_alone_until_their_lease_runs_out() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        try (Ledger other = open("node-b")) {
            assertThat(other.claim("PR-1", other.now())).isInstanceOf(Ledger.Claiming.Refused.class);
            ledger.check(claim);
            pass(Duration.ofSeconds(61));

            assertThat(other.interrupted()).hasSize(1);
            Ledger.Claiming taken = other.claim("PR-1", other.now());
            assertThat(taken).isInstanceOfSatisfying(Ledger.Claiming.Granted.class, granted -> {
                assertThat(granted.claim().token()).isGreaterThan(claim.token());
                assertThat(granted.claim().recheck()).isTrue();
                assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
                assertThatThrownBy(() -> ledger.parks(claim, FAULT)).isInstanceOf(ClaimLostException.class);
                other.decided(granted.claim(), "approved");
            });
        }
        assertThat(state("PR-1")).isEqualTo(Standing.State.DECIDED);
    }

    @Test
    void nodes_share_a_budget_and_what_lies_in_the_queue() throws Exception {
        sight("PR-1", "AS-1", 1);
        assertThat(ledger.shared()).isTrue();
        List<Callable<Duration>> takers = new ArrayList<>();
        try (Ledger other = open("node-b")) {
            assertThat(ledger.queue(List.of("PR-1"))).hasSize(1);
            assertThat(other.queue(List.of("PR-1"))).isEmpty();
            assertThat(other.queued()).isEqualTo(1);
            for (int i = 0; i < 8; i++) {
                Ledger taker = i % 2 == 0 ? ledger : other;
                takers.add(() -> taker.slots("connect", 0.1, 1).first());
            }
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Long> seconds = new ArrayList<>();
            for (Future<Duration> turn : threads.invokeAll(takers)) {
                seconds.add(Math.round(turn.get().toMillis() / 10_000.0));
            }
            threads.shutdown();
            assertThat(seconds).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        }
    }

    @Test
    void asks_the_database_when_its_own_knowledge_of_a_lease_has_run_out() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        wall.advance(Duration.ofSeconds(61));

        ledger.check(claim);
        execute("update ledger_request set token = token + 1");
        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
    }

    @Test
    void keeps_a_claim_however_the_clock_of_its_machine_jumps() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        wall.advance(Duration.ofHours(-1));
        ledger.check(claim);
        wall.advance(Duration.ofHours(2));

        ledger.check(claim);
        ledger.renew();
        assertThat(refused("PR-1").state()).isEqualTo(Standing.State.CLAIMED);
        ledger.decided(claim, "approved");
    }

    @Test
    void lets_nothing_wait_longer_however_the_clock_of_a_machine_jumps() {
        sight("PR-1", "AS-1", 1);
        wall.advance(Duration.ofHours(1));
        ledger.waits(granted("PR-1"), ledger.now().plusSeconds(60), true, FAULT);
        wall.advance(Duration.ofHours(-2));
        assertThat(refused("PR-1").state()).isEqualTo(Standing.State.WAITING);
        pass(Duration.ofSeconds(61));

        assertThat(granted("PR-1").recheck()).isTrue();
    }

    @Test
    void sees_what_another_node_did_in_the_lane() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        Instant askedAt = ledger.now();
        try (Ledger other = open("node-b")) {
            Claim claim = ((Ledger.Claiming.Granted) other.claim("PR-1", other.now())).claim();
            other.decided(claim, "approved");
        }

        assertThat(granted("PR-2", askedAt).recheck()).isTrue();
    }

    @Test
    void lives_beside_the_tables_of_a_host_application() {
        ledger.close();
        execute("drop table ledger_request, ledger_step, ledger_event, ledger_audit, ledger_schema_history");
        execute("create table theirs (id integer)");
        ledger = open();

        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(Standing.State.READY);
    }

    @Test
    void is_refused_when_a_newer_version_wrote_it_and_an_older_process_that_has_it_open_works_on() {
        sight("PR-1", "AS-1", 1);
        execute(
                "insert into ledger_schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) values (99, '99', 'newer', 'SQL', 'V99__newer.sql', 1, 'newer', 1, true)");
        execute("alter table ledger_request add column newer varchar(10)");
        try {
            assertThatThrownBy(() -> open("older"))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("was written by a newer version of this program (its schema is 99")
                    .hasMessageContaining("Use that version, or another ledger.url.");
            ledger.decided(granted("PR-1"), "approved");
            assertThat(state("PR-1")).isEqualTo(Standing.State.DECIDED);
        } finally {
            execute("delete from ledger_schema_history where version = '99'");
            execute("alter table ledger_request drop column newer");
        }
    }

    @Test
    void goes_on_after_the_server_threw_its_connections_away() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

        ledger.decided(claim, "approved");
        assertThat(state("PR-1")).isEqualTo(Standing.State.DECIDED);
    }

    @Test
    void gives_the_locks_of_a_node_that_stands_still_in_a_write_to_the_others() throws Exception {
        sight("PR-1", "AS-1", 1);
        LedgerOptions options =
                LedgerOptions.of(database.url()).withOwner("still").withPoolSize(3);
        try (HikariDataSource pool = Ledgers.pool(LedgerUrl.parse(database.url()), options)) {
            Connection still = pool.getConnection();
            still.setAutoCommit(false);
            Statement write = still.createStatement();
            write.execute("update ledger_request set recheck = true where id = 'PR-1'");

            Claim claim = granted("PR-1");

            assertThat(claim.recheck()).isFalse();
            assertThatThrownBy(still::commit).isInstanceOf(SQLException.class);
            pool.evictConnection(still);
        }
    }

    @Test
    void writes_again_what_the_server_undid_because_the_process_stood_still() {
        try (HikariDataSource pool = Ledgers.pool(
                LedgerUrl.parse(database.url()),
                LedgerOptions.of(database.url()).withPoolSize(3))) {
            PooledTransactions transactions = new PooledTransactions(
                    pool,
                    new Statements(Dialect.POSTGRESQL, Duration.ofSeconds(60)),
                    Instant::now,
                    Duration.ofSeconds(60),
                    null);

            boolean again = transactions.write(work -> {
                if (!work.again()) {
                    throw new SQLException("terminating connection due to idle-in-transaction timeout", "25P03");
                }
                return true;
            });

            assertThat(again).isTrue();
        }
    }
}
