package io.connectprocessor.component;

import io.connectprocessor.usage.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The rows of a query, a thousand at a time: {@code :period}, {@code :from} and {@code :to} stand for the month, its first moment and the
 * first moment after it. A column of time without a zone is taken for UTC, whatever the zone of this machine or of the session. Not
 * thread-safe; close it.
 */
final class SqlRows implements Iterator<SourceRow>, AutoCloseable {

    private static final Pattern NAME = Pattern.compile("(?<!:):(period|from|to)\\b");
    private static final int FETCHED = 1000;

    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private long number;
    private Boolean hasNext;

    SqlRows(DataSource source, String sql, Map<String, Object> headers) throws SQLException {
        List<String> places = new ArrayList<>();
        Matcher matcher = NAME.matcher(sql);
        String jdbc = matcher.replaceAll(match -> {
            places.add(match.group(1));
            return "?";
        });
        connection = source.getConnection();
        try {
            // Without a transaction PostgreSQL's driver reads everything into memory.
            connection.setAutoCommit(false);
            inUtc(connection);
            statement = connection.prepareStatement(jdbc, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(FETCHED);
            for (int i = 0; i < places.size(); i++) {
                statement.setObject(i + 1, value(places.get(i), headers));
            }
            rows = statement.executeQuery();
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnLabel(i).toLowerCase(Locale.ROOT));
                types.add(columns.getColumnType(i));
            }
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A column without a zone is compared with a moment in the session's zone, which drivers take from the machine. */
    private static void inUtc(Connection connection) throws SQLException {
        String database = connection.getMetaData().getDatabaseProductName();
        String local = database.equals("PostgreSQL") ? "local " : "";
        if (database.equals("PostgreSQL") || database.equals("H2")) {
            try (Statement set = connection.createStatement()) {
                set.execute("set " + local + "time zone 'UTC'");
            }
        }
    }

    private static Object value(String place, Map<String, Object> headers) {
        return switch (place) {
            case "period" -> headers.get(UsageHeaders.PERIOD);
            case "from" -> moment(headers.get(UsageHeaders.FROM));
            default -> moment(headers.get(UsageHeaders.TO));
        };
    }

    private static OffsetDateTime moment(Object iso) {
        return OffsetDateTime.parse(String.valueOf(iso));
    }

    @Override
    public boolean hasNext() {
        if (hasNext == null) {
            try {
                hasNext = rows.next();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
        return hasNext;
    }

    @Override
    public SourceRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        hasNext = null;
        Map<String, Object> values = new LinkedHashMap<>();
        try {
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), value(i + 1, types.get(i)));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return new SourceRow("query", ++number, values);
    }

    private Object value(int column, int type) throws SQLException {
        return switch (type) {
            case Types.TIMESTAMP -> time(column);
            case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(column, OffsetDateTime.class);
            case Types.INTEGER, Types.BIGINT, Types.SMALLINT, Types.NUMERIC, Types.DECIMAL ->
                rows.getBigDecimal(column);
            case Types.CLOB -> rows.getString(column);
            default -> rows.getObject(column);
        };
    }

    /** PostgreSQL's driver calls a column with a zone a TIMESTAMP too. */
    private Object time(int column) throws SQLException {
        if (rows.getMetaData().getColumnTypeName(column).equalsIgnoreCase("timestamptz")) {
            return rows.getObject(column, OffsetDateTime.class);
        }
        return rows.getObject(column, LocalDateTime.class);
    }

    private static UncheckedIOException failed(SQLException e) {
        return new UncheckedIOException("The query for usage failed: " + e.getMessage(), new IOException(e));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
