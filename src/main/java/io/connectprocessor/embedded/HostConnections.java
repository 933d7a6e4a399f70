package io.connectprocessor.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** The host's connections for Quartz, which keeps whoever provides some, by a name, until the JVM ends. */
final class HostConnections implements ConnectionProvider {

    private volatile DataSource source;

    private HostConnections(DataSource source) {
        this.source = source;
    }

    static HostConnections register(String name, DataSource source) {
        HostConnections connections = new HostConnections(source);
        DBConnectionManager.getInstance().addConnectionProvider(name, connections);
        return connections;
    }

    @Override
    public Connection getConnection() throws SQLException {
        DataSource open = source;
        if (open == null) {
            throw new SQLException("The processor has left; its schedule has no connections any more.");
        }
        return open.getConnection();
    }

    @Override
    public void initialize() {
        // It is open.
    }

    /** It stays open for the host. */
    @Override
    public void shutdown() {
        source = null;
    }
}
