package io.connectprocessor.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables to this version, or refuses what a newer one has left. */
final class Schema {
    private static final String TABLES = "classpath:io/connectprocessor/ledger/migration";

    /** With the name of the schema, the advisory lock of the node that prepares the tables. */
    static final String PREPARING = 0x7363686D + ", hashtext(current_schema())";

    /** Of the migrations of an embedded ledger; how far the tables are is known by these without asking Flyway. */
    static final Set<String> VERSIONS = Set.of("1", "2", "3", "4", "5", "7", "9", "11", "12", "13", "14", "15");

    /** Asked first, because H2 writes each failure into a file beside the ledger. */
    private static final String HAS_HISTORY = "select 1 from information_schema.tables"
            + " where table_schema = current_schema and table_name = 'ledger_schema_history'";

    private static final String APPLIED =
            "select \"version\", \"type\", \"success\" from \"ledger_schema_history\" where \"type\" <> 'TABLE'";

    private Schema() {}

    static void migrate(String url, DataSource source, Dialect dialect) {
        if (dialect == Dialect.EMBEDDED && isComplete(source)) {
            return;
        }
        String[] places = {TABLES, TABLES + (dialect == Dialect.POSTGRESQL ? "-postgresql" : "-embedded")};
        try {
            Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations(places)
                    .table("ledger_schema_history")
                    .placeholders(Map.of("identities", String.valueOf(dialect.identitiesInStock())))
                    // A database that a host application shares with us is not empty when we first see it.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // The first migration was made repeatable after it had been used: same tables, another checksum.
                    .validateOnMigrate(false)
                    .load();
            if (dialect == Dialect.POSTGRESQL) {
                migrateAlone(url, flyway, source);
            } else {
                migrate(url, flyway);
            }
        } catch (FlywayException | SQLException e) {
            throw Refusals.atOpen(url, e);
        }
    }

    /**
     * Whether there is nothing to do for Flyway, which would take a tenth of a start to say so: each migration of this version was made, and nothing
     * else. Whatever else is found, or cannot be read, is for Flyway to judge.
     */
    static boolean isComplete(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return hasHistory(statement) && made(statement).equals(VERSIONS);
        } catch (SQLException unreadable) {
            return false;
        }
    }

    private static boolean hasHistory(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(HAS_HISTORY)) {
            return row.next();
        }
    }

    /** With what went well as its version, and with all else as what it is. */
    private static Set<String> made(Statement statement) throws SQLException {
        Set<String> made = new HashSet<>();
        try (ResultSet row = statement.executeQuery(APPLIED)) {
            while (row.next()) {
                boolean wentWell = row.getString(2).equals("SQL") && row.getBoolean(3);
                made.add(wentWell ? row.getString(1) : row.getString(2) + " " + row.getString(1));
            }
        }
        return made;
    }

    /** Flyway itself locks too late: of two nodes that see a new database at once, one may fail to write the baseline that the other wrote. */
    private static void migrateAlone(String url, Flyway flyway, DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                // By a transaction, for a pooler may give each statement of a session to another one; silent for as
                // long as it takes.
                statement.execute("set local idle_in_transaction_session_timeout = 0");
                statement.execute("select pg_advisory_xact_lock(" + PREPARING + ")");
                migrate(url, flyway);
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private static void migrate(String url, Flyway flyway) {
        refuseNewer(url, flyway);
        flyway.migrate();
    }

    private static void refuseNewer(String url, Flyway flyway) {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS
                    || applied.getState() == MigrationState.FUTURE_FAILED) {
                String ours = Arrays.stream(flyway.info().all())
                        .filter(known -> known.getState() != MigrationState.FUTURE_SUCCESS
                                && known.getState() != MigrationState.FUTURE_FAILED)
                        .filter(known -> known.getVersion() != null)
                        .reduce((a, b) -> b)
                        .map(known -> known.getVersion().getVersion())
                        .orElse("none");
                throw new LedgerException("ledger.url '" + LedgerUrl.shown(url)
                        + "' was written by a newer version of this program (its schema is " + applied.getVersion()
                        + ", this one knows up to " + ours + "). Use that version, or another ledger.url.");
            }
        }
    }
}
