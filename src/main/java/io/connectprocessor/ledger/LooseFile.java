package io.connectprocessor.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2 appends at each commit and, as we open it, tidies up neither meanwhile nor at close: about 15 kB a commit stay. A file of more than 32 MB
 * that is less than half full is written anew when a process opens it: H2 copies what is alive and then renames, so a kill leaves the one or
 * the other.
 */
final class LooseFile {
    private static final Logger LOG = LoggerFactory.getLogger(LooseFile.class);
    private static final long WORTH_IT = 32L << 20;
    private static final int HALF_FULL = 50;

    private LooseFile() {}

    /** False for a ledger in memory. */
    static boolean isLoose(Connection connection) throws SQLException {
        return setting(connection, "info.FILE_SIZE", 0) > WORTH_IT
                && setting(connection, "info.CHUNKS_FILL_RATE", 100) < HALF_FULL;
    }

    /** Needs the only connection, and closes it. */
    static void compact(Connection connection) throws SQLException {
        LOG.info(
                "The ledger's file has {} MB, most of it empty; it is written anew",
                setting(connection, "info.FILE_SIZE", 0) >> 20);
        try (Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        }
    }

    private static long setting(Connection connection, String name, long otherwise) throws SQLException {
        String sql = "select setting_value from information_schema.settings where setting_name = '" + name + "'";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : otherwise;
        }
    }
}
