package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ledger in a data source that is somebody else's. */
@ExtendWith(Postgres.class)
class GivenDataSourceTest {

    private final List<Boolean> autoCommitWhenGivenBack = new CopyOnWriteArrayList<>();
    private final List<String> limitsInWrites = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeStatements = () -> {};

    @Test
    void connections_go_back_as_they_came_and_a_write_that_stands_still_is_given_up_by_the_server(
            Postgres.Database database) {
        DataSource source = source(database);
        try (Ledger ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:mem:not-asked"), source)) {
            autoCommitWhenGivenBack.clear();
            ledger.purge();
            ledger.counts();
        }

        assertThat(autoCommitWhenGivenBack).isNotEmpty().containsOnly(true);
        assertThat(limitsInWrites).contains("10s");
    }

    /** Between two statements another node could claim it, which the first would see too early and the second too late. */
    @Test
    void what_another_node_claims_while_one_looks_at_what_is_left_is_seen_queued_or_claimed(
            Postgres.Database database) {
        try (Ledger other = Ledgers.open(LedgerOptions.of(database.url()));
                Ledger ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:mem:not-asked"), source(database))) {
            ledger.sight(List.of(new Sighting("PR-1", "request", "AS-1", Instant.EPOCH, "PRD-1", "purchase")));
            ledger.queue(List.of("PR-1"));
            AtomicInteger statements = new AtomicInteger();
            beforeStatements = () -> {
                if (statements.incrementAndGet() == 2) {
                    other.claim("PR-1", other.now());
                }
            };

            Outlook outlook = ledger.outlook();

            assertThat(outlook.queued() + outlook.count(State.CLAIMED)).isEqualTo(1);
        }
    }

    private DataSource source(Postgres.Database database) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("getConnection");
            return watched(database.connect());
        });
    }

    private Connection watched(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                autoCommitWhenGivenBack.add(connection.getAutoCommit());
            } else if (method.getName().equals("commit")) {
                limitsInWrites.add(limit(connection));
            } else if (method.getName().equals("prepareStatement")) {
                beforeStatements.run();
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static String limit(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
