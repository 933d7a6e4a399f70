package io.connectprocessor.embedded;

import io.connectprocessor.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Quartz's own clustering, in the ledger's PostgreSQL: of several nodes one polls at a time. The tables are the ledger's to make. All nodes have
 * the same name of context, and so of scheduler.
 *
 * @param scheduler its name, which Quartz knows one of in a JVM
 * @param source name of its connections, which Quartz knows one of in a JVM, too
 */
public record ClusteredSchedule(String scheduler, String source) {

    /** As Quartz takes them, with connections of its own to {@code ledger.url}. None is empty, which Camel refuses. */
    public Map<String, String> properties(Settings settings) {
        Map<String, String> properties = properties();
        String connections = "org.quartz.dataSource." + source + ".";
        properties.put(connections + "connectionProvider.class", ScheduleConnections.class.getName());
        properties.put(connections + "url", settings.ledgerUrl());
        settings.ledgerUser().ifPresent(user -> properties.put(connections + "user", user));
        settings.ledgerPassword().ifPresent(password -> properties.put(connections + "password", password));
        return properties;
    }

    /** As {@link #properties(Settings)}, with connections that Quartz knows by their name already. */
    Map<String, String> properties() {
        Map<String, String> quartz = new LinkedHashMap<>();
        quartz.put("scheduler.instanceName", scheduler);
        quartz.put("scheduler.instanceId", "AUTO");
        quartz.put("scheduler.skipUpdateCheck", "true");
        // A poll waits in its thread while the work is behind; what else has a schedule must not wait for it.
        quartz.put("threadPool.threadCount", "5");
        quartz.put("jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        quartz.put("jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        quartz.put("jobStore.isClustered", "true");
        quartz.put("jobStore.clusterCheckinInterval", "5000");
        quartz.put("jobStore.dataSource", source);
        Map<String, String> properties = new LinkedHashMap<>();
        quartz.forEach((name, value) -> properties.put("org.quartz." + name, value));
        return properties;
    }
}
