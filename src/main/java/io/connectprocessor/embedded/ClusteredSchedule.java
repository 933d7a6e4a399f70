package io.connectprocessor.embedded;

import io.connectprocessor.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Quartz's own clustering, in the ledger's PostgreSQL: of several nodes one polls at a time. The tables are the ledger's to make. All nodes have
 * the same name of context, and so of scheduler.
 */
public record ClusteredSchedule(Settings settings) {

    /** As Quartz takes them. None is empty, which Camel refuses. */
    public Map<String, String> properties() {
        Map<String, String> quartz = new LinkedHashMap<>();
        quartz.put("scheduler.instanceName", "connect");
        quartz.put("scheduler.instanceId", "AUTO");
        quartz.put("scheduler.skipUpdateCheck", "true");
        // A poll waits in its thread while the work is behind; what else has a schedule must not wait for it.
        quartz.put("threadPool.threadCount", "5");
        quartz.put("jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        quartz.put("jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        quartz.put("jobStore.isClustered", "true");
        quartz.put("jobStore.clusterCheckinInterval", "5000");
        quartz.put("jobStore.dataSource", "ledger");
        quartz.put("dataSource.ledger.provider", "hikaricp");
        quartz.put("dataSource.ledger.driver", "org.postgresql.Driver");
        quartz.put("dataSource.ledger.URL", settings.ledgerUrl());
        settings.ledgerUser().ifPresent(user -> quartz.put("dataSource.ledger.user", user));
        settings.ledgerPassword().ifPresent(password -> quartz.put("dataSource.ledger.password", password));
        quartz.put("dataSource.ledger.maxConnections", "5");
        Map<String, String> properties = new LinkedHashMap<>();
        quartz.forEach((name, value) -> properties.put("org.quartz." + name, value));
        return properties;
    }
}
