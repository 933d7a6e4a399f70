package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.ledger.RestartablePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleConnectionsTest {

    @Test
    void a_node_that_stands_still_with_the_lock_of_the_schedule_loses_it(@TempDir Path folder) throws Exception {
        try (RestartablePostgres postgres = new RestartablePostgres(folder.resolve("postgres"))) {
            ScheduleConnections still = connections(postgres);
            ScheduleConnections others = connections(postgres);
            // Not closed here: by then it has ended.
            Connection stands = still.getConnection();
            try (Connection waits = others.getConnection()) {
                execute(waits, "create table lock_of_all (name varchar(40) primary key)");
                execute(waits, "insert into lock_of_all values ('TRIGGER_ACCESS')");
                stands.setAutoCommit(false);
                execute(stands, "select * from lock_of_all for update");
                execute(waits, "set lock_timeout = '500ms'");

                await().atMost(Duration.ofSeconds(30)).until(() -> hasLock(waits));

                assertThat(stands.isValid(1)).isFalse();
            } finally {
                still.shutdown();
                others.shutdown();
            }
        }
    }

    private static boolean hasLock(Connection connection) {
        try {
            execute(connection, "select * from lock_of_all for update");
            return true;
        } catch (SQLException stillLocked) {
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ScheduleConnections connections(RestartablePostgres postgres) {
        ScheduleConnections connections = new ScheduleConnections();
        connections.setUrl(postgres.database().url());
        connections.initialize();
        return connections;
    }
}
