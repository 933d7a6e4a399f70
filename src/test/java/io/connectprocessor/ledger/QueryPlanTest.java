package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which indexes H2 walks for what is asked at each claim and each poll. It decides so when a statement is first prepared, on a ledger that is
 * empty, and keeps to it.
 */
class QueryPlanTest {

    private static final Pattern INDEX =
            Pattern.compile("/\\* PUBLIC\\.([A-Z_]+?)(_[0-9A-F]+)?(:|\\s\\*/|\\.tableScan)");

    private final Statements statements = new Statements(Dialect.EMBEDDED, Duration.ofMinutes(1));

    @TempDir
    Path folder;

    @Test
    void a_claim_looks_up_its_row_and_walks_along_its_lane() throws SQLException {
        assertThat(plan(RequestRow.SELECT + " where r.id = :id"))
                .isNotEmpty()
                .allMatch(index -> index.equals("PRIMARY_KEY") || index.equals("LEDGER_REQUEST_ORDER"));
    }

    @Test
    void a_claim_that_was_foreseen_looks_up_its_row_and_walks_along_its_lane() throws SQLException {
        assertThat(plan(Claims.GRANT_AS_FORESEEN))
                .isNotEmpty()
                .allMatch(index -> index.equals("PRIMARY_KEY") || index.equals("LEDGER_REQUEST_ORDER"));
    }

    @Test
    void a_page_looks_up_its_rows_and_walks_along_their_lanes() throws SQLException {
        assertThat(plan(RequestRow.SELECT + " where r.id = any(:ids)"))
                .isNotEmpty()
                .allMatch(index -> index.equals("PRIMARY_KEY") || index.equals("LEDGER_REQUEST_ORDER"));
    }

    @Test
    void claims_that_nobody_holds_any_more_are_looked_up() throws SQLException {
        assertThat(plan(Recovery.STILL_CLAIMED)).containsExactly("PRIMARY_KEY");
    }

    @Test
    void what_a_dead_process_claimed_is_found_among_what_is_open() throws SQLException {
        assertThat(plan(Recovery.LEFT_BY_THE_DEAD)).containsExactly("LEDGER_REQUEST_STANDING");
    }

    @Test
    void what_is_due_next_is_found_among_what_waits() throws SQLException {
        assertThat(plan(Overview.NEXT_DUE))
                .startsWith("LEDGER_REQUEST_STANDING")
                .doesNotContain("LEDGER_REQUEST");
        assertThat(explained(Overview.NEXT_DUE)).endsWith("/* index sorted: 2 of 3 columns */");
    }

    @Test
    void what_is_left_is_found_without_what_is_decided() throws SQLException {
        assertThat(plan(Overview.OUTLOOK)).isNotEmpty().doesNotContain("LEDGER_REQUEST");
        // The last line of all timelines is the end of a tree.
        assertThat(explained(Overview.OUTLOOK)).contains("/* direct lookup */");
    }

    @Test
    void what_rests_or_was_interrupted_is_found_among_what_is_aside() throws SQLException {
        assertThat(explained(Inquiries.DUE)).contains("LEDGER_REQUEST_STANDING: UNDECIDED = TRUE AND ASIDE >= ");
        assertThat(explained(Recovery.LEFT)).contains("LEDGER_REQUEST_STANDING: UNDECIDED = TRUE AND ASIDE >= ");
    }

    @Test
    void what_is_old_is_found_by_when_it_was_first_seen() throws SQLException {
        assertThat(explained(Housekeeping.OLD))
                .contains("LEDGER_REQUEST_STANDING: FIRST_SEEN < ?1 AND UNDECIDED = FALSE AND ASIDE IS NULL");
    }

    private List<String> plan(String sql) throws SQLException {
        Matcher index = INDEX.matcher(explained(sql));
        List<String> indexes = new ArrayList<>();
        while (index.find()) {
            indexes.add(index.group(1));
        }
        return indexes;
    }

    private String explained(String sql) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("ledger");
        Ledgers.open(LedgerOptions.of(url)).close();
        Statements.Parsed parsed = statements.parse(sql);
        try (Connection connection =
                        DriverManager.getConnection(LedgerUrl.parse(url).jdbc(), "sa", "");
                PreparedStatement explain = connection.prepareStatement("explain " + parsed.jdbc())) {
            for (int i = 0; i < parsed.names().size(); i++) {
                explain.setObject(
                        i + 1,
                        switch (parsed.names().get(i)) {
                            case "id" -> "PR-1";
                            case "kind" -> "request";
                            case "most", "token" -> 10;
                            case "state", "owner" -> "READY";
                            case "recheck", "alone" -> false;
                            case "ids", "products" ->
                                connection.createArrayOf("varchar", new String[] {"PR-1", "PR-2"});
                            default -> Instant.EPOCH.atOffset(ZoneOffset.UTC);
                        });
            }
            try (ResultSet row = explain.executeQuery()) {
                row.next();
                return row.getString(1).replaceAll("[\\s\"]+", " ");
            }
        }
    }
}
