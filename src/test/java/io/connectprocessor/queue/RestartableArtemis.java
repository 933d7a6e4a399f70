package io.connectprocessor.queue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** An ActiveMQ Artemis of the test's own, on a TCP port that it keeps when it stops and comes back. It keeps no messages. */
public final class RestartableArtemis implements AutoCloseable {

    public static final String USER = "connect";
    public static final String PASSWORD = "b-r-o-k-e-r";

    private final Path folder;
    private final int port;
    private EmbeddedActiveMQ server;

    /** Does not start it yet. @param folder for what little it writes */
    public RestartableArtemis(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public RestartableArtemis start() throws Exception {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, "processor");
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(true)
                .addAcceptorConfiguration("tcp", url());
        configuration.setBrokerInstance(folder.toFile());
        configuration.putSecurityRoles("#", Set.of(allowed()));
        server = new EmbeddedActiveMQ()
                .setConfiguration(configuration)
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        server.start();
        return this;
    }

    private static Role allowed() {
        return new Role("processor", true, true, true, true, true, true, false, true, true, true, false, false);
    }

    /** Messages in the queue, those with a consumer included; -1 while there is no such queue. */
    public long messages(String queue) {
        var found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? -1 : found.getMessageCount();
    }

    public void stop() throws Exception {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
