package io.connectprocessor.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One statement and its values. */
final class Call {
    private final Transaction transaction;
    private final Statements.Parsed sql;
    private final Map<String, Object> values = new HashMap<>();

    Call(Transaction transaction, Statements.Parsed sql) {
        this.transaction = transaction;
        this.sql = sql;
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Call set(String name, Object value) {
        values.put(name, value);
        return this;
    }

    int update() throws SQLException {
        try (PreparedStatement statement = prepare()) {
            bind(statement);
            return statement.executeUpdate();
        }
    }

    /** Runs the statement once for each item, in one batch. */
    <E> void each(Collection<E> items, BiConsumer<Call, E> setter) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare()) {
            for (E item : items) {
                setter.accept(this, item);
                bind(statement);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    <T> List<T> list(Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = prepare()) {
            bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        }
    }

    <T> Optional<T> first(Reader<T> reader) throws SQLException {
        return list(reader).stream().findFirst();
    }

    private PreparedStatement prepare() throws SQLException {
        return transaction.connection().prepareStatement(sql.jdbc());
    }

    private void bind(PreparedStatement statement) throws SQLException {
        int index = 1;
        for (String name : sql.names()) {
            if (!values.containsKey(name)) {
                throw new IllegalStateException("No value for :" + name + " in " + sql.jdbc());
            }
            statement.setObject(index++, jdbcValue(values.get(name)));
        }
    }

    private Object jdbcValue(Object value) throws SQLException {
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        }
        if (value instanceof String text) {
            return Text.storable(text);
        }
        if (value instanceof String[] texts) {
            return transaction.connection().createArrayOf("varchar", texts);
        }
        return value;
    }
}
