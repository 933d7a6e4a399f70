package io.connectprocessor.embedded;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectprocessor.ledger.Ledgers;
import java.sql.Connection;
import java.sql.SQLException;
import org.quartz.utils.ConnectionProvider;

/**
 * Connections of a clustered schedule. Quartz makes it and sets what {@code org.quartz.dataSource.<name>.*} says. Not by Quartz's own pool, which cannot
 * say how long a node that stands still may keep the lock that all nodes want before each poll. Thread-safe once initialised.
 */
public final class ScheduleConnections implements ConnectionProvider {

    private static final int MOST = 5;

    private final HikariConfig config = new HikariConfig();
    private HikariDataSource pool;

    public ScheduleConnections() {
        config.setPoolName("schedule");
        config.setMaximumPoolSize(MOST);
        Ledgers.endSilence(config);
    }

    /** @param url of a PostgreSQL, as {@code ledger.url} */
    public void setUrl(String url) {
        config.setJdbcUrl(url);
    }

    public void setUser(String user) {
        config.setUsername(user);
    }

    public void setPassword(String password) {
        config.setPassword(password);
    }

    @Override
    public void initialize() {
        pool = new HikariDataSource(config);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void shutdown() {
        pool.close();
    }
}
