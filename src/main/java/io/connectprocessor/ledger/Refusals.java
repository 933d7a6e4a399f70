package io.connectprocessor.ledger;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** Says what the database's errors mean and what to do about them. */
final class Refusals {
    /** H2: reading or writing failed (twice), damaged, connection broken, closed, called at shutdown. */
    private static final Set<Integer> CLOSED = Set.of(90028, 90031, 90030, 90067, 90098, 90121);

    private Refusals() {}

    static LedgerException failed(SQLException e) {
        return new LedgerException(
                "The ledger's database (ledger.url) failed: " + code(e)
                        + ". Check that it is up, that its disk has room and that nobody stopped it.",
                e);
    }

    /**
     * H2 closes a file that it could not write, or whose content it does not understand. From then on another process may have it, so this one
     * is done.
     */
    static boolean closedForGood(SQLException e) {
        return CLOSED.contains(e.getErrorCode());
    }

    static LedgerException closedItself(SQLException e) {
        return new LedgerException(
                "The embedded ledger (ledger.url) closed itself: " + rootMessage(e)
                        + ". Look after its disk, then restart this process; what was recorded before is kept.",
                e,
                true);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = root(failure);
        // Messages of SQL exceptions may hold values.
        return root instanceof IOException
                ? root.getMessage()
                : failure instanceof SQLException sql ? code(sql) : "unknown cause";
    }

    static LedgerException atOpen(String url, Throwable failure) {
        String place = "ledger.url '" + LedgerUrl.shown(url) + "'";
        SQLException sql = sqlCause(failure);
        if (sql == null) {
            // No word of the database's, so no value of ours is in it.
            return new LedgerException("Could not open " + place + ": " + failure.getMessage(), failure);
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (sql.getErrorCode() == 90020 || state.equals("90020")) {
            return new LedgerInUseException(
                    place
                            + " is in use by another process. Stop that process first, or use PostgreSQL for several at once.",
                    failure);
        }
        if (state.equals("90030") || root(failure) instanceof EOFException) {
            return damaged(url, failure);
        }
        if (state.startsWith("28")) {
            return new LedgerException(place + " refused the user or the password. Correct them.", failure);
        }
        if (state.equals("3D000")) {
            return new LedgerException(
                    place + " names a database that the server does not have. Create it, or correct the name.",
                    failure);
        }
        if (state.startsWith("08") || state.equals("57P03")) {
            return new LedgerException(
                    place + " cannot be reached. Check that the server is up, and its host and port.", failure);
        }
        return new LedgerException(
                "Could not open " + place + ": " + code(sql) + ". Check that the place exists and may be written.",
                failure);
    }

    static LedgerException damaged(String url, Throwable failure) {
        return new LedgerException(
                "ledger.url '" + LedgerUrl.shown(url)
                        + "' is damaged. Restore it from a copy, or move it away: a new one knows neither what is parked nor which steps are done.",
                failure);
    }

    private static String code(SQLException e) {
        return "SQL state " + e.getSQLState() + ", error " + e.getErrorCode();
    }

    private static SQLException sqlCause(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                found = sql;
                if (sql.getSQLState() != null && !sql.getSQLState().startsWith("08")) {
                    return sql;
                }
            }
        }
        return found;
    }
}
