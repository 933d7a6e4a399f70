package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process ends between two statements of a write, or between the last one and the commit: the write has not begun. */
@Timeout(180)
class HalfWritesTest {

    private static final List<String> ROWS = List.of(
            "select concat_ws(' ', 'request', id, state, undecided, outcome, lease_end is null, token, attempts, starts, crashes, alone,"
                    + " interrupted is null, round, recheck, retry_at is null, failure, later_since is null) from ledger_request order by 1",
            "select concat_ws(' ', 'step', request_id, step, round, input_hash, status) from ledger_step order by 1",
            "select concat_ws(' ', 'event', request_id, kind, detail) from ledger_event order by seq",
            "select concat_ws(' ', 'audit', request_id, action, operator, detail) from ledger_audit order by seq",
            "select concat_ws(' ', 'notice', channel, request_id, outcome, found, cause) from ledger_outbox order by seq");

    @TempDir
    Path folder;

    @Test
    void a_write_that_was_cut_off_at_any_statement_has_not_begun() throws Exception {
        HalfWrites unharmed = new HalfWrites(HalfWrites.NEVER);
        String url = HalfWrites.url(folder, 0);
        List<Integer> statements = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<Runnable> acts = unharmed.acts(url);
        for (Runnable act : acts) {
            act.run();
            statements.add(unharmed.statements());
            rows.add(act == acts.get(acts.size() - 1) ? List.of() : rows(url));
        }
        int all = unharmed.statements();
        assertThat(all).isGreaterThan(100);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfWrites.class.getName(),
                        folder.toString(),
                        String.valueOf(all))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("said.txt")))
                .isEqualTo(137);

        for (int statement = 1; statement <= all; statement++) {
            int act = 0;
            while (statements.get(act) < statement) {
                act++;
            }
            assertThat(rows(HalfWrites.url(folder, statement)))
                    .as("statement " + statement + " of " + all + ", in act " + act)
                    .isEqualTo(act == 0 ? List.of() : rows.get(act - 1));
        }
    }

    private static List<String> rows(String url) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(LedgerUrl.parse(url).jdbc(), "sa", "");
                Statement statement = connection.createStatement()) {
            for (String table : ROWS) {
                try (ResultSet row = statement.executeQuery(table)) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
            }
        }
        return rows;
    }
}
