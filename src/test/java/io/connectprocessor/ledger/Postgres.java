package io.connectprocessor.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One PostgreSQL for all tests of a run; it gives each that asks a schema of its own. */
public final class Postgres implements ParameterResolver {

    /** A schema of its own, by its URL. */
    public record Database(String url) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url);
        }

        /** The first column of a query, as text. */
        public List<String> rows(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
                return rows;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record Server(EmbeddedPostgres postgres)
            implements ExtensionContext.Store.CloseableResource, AutoCloseable {
        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedPostgres postgres = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Postgres.class))
                .getOrComputeIfAbsent("server", key -> start(), Server.class)
                .postgres();
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Database(postgres.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + name);
    }

    private static Server start() {
        try {
            return new Server(EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
