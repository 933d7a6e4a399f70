package io.connectprocessor.standalone;

import io.connectprocessor.operations.OwnersFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.console.DevConsole;
import org.apache.camel.impl.console.ContextDevConsole;
import org.apache.camel.impl.console.HealthDevConsole;
import org.apache.camel.impl.console.RouteDevConsole;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.HomeHelper;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the Camel CLI ({@code camel ps}, {@code get route}, {@code get health}) reads of a running processor: {@code ~/.camel/<pid>-status.json}, in the form of
 * {@code org.apache.camel.cli.connector.LocalCliConnector} of camel-cli-connector 4.18.0, once a second. That jar is not used: as soon as it is there, each context of
 * the process writes its properties and messages into such files, and obeys whoever writes a file beside them.
 */
final class CamelCliStatus implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CamelCliStatus.class);
    private static final long EVERY_SECOND = 1;

    private final DevConsole context = new ContextDevConsole();
    private final DevConsole routes = new RouteDevConsole();
    private final DevConsole health = new HealthDevConsole();
    private final Path directory;
    private final Path file;
    private boolean closed;
    private String said;

    /** @param directory the processor's working directory, which the CLI shows */
    CamelCliStatus(CamelContext shown, Path directory) {
        this.directory = directory;
        this.file = Path.of(
                HomeHelper.resolveHomeDir(), ".camel", ProcessHandle.current().pid() + "-status.json");
        for (DevConsole console : new DevConsole[] {context, routes, health}) {
            CamelContextAware.trySetCamelContext(console, shown);
            ServiceHelper.startService(console);
        }
    }

    void schedule(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::write, 0, EVERY_SECOND, TimeUnit.SECONDS);
    }

    private synchronized void write() {
        if (closed) {
            return;
        }
        try {
            OwnersFile.write(file, status().toJson().getBytes(StandardCharsets.UTF_8));
            said = null;
        } catch (IOException | RuntimeException e) {
            if (!String.valueOf(e).equals(said)) {
                LOG.warn("The Camel CLI does not see this process (management.camel-cli): {}", e.toString());
                said = String.valueOf(e);
            }
        }
    }

    private JsonObject status() {
        JsonObject status = new JsonObject();
        JsonObject runtime = new JsonObject();
        runtime.put("pid", ProcessHandle.current().pid());
        runtime.put("directory", directory.toString());
        ProcessHandle.current().info().user().ifPresent(user -> runtime.put("user", user));
        runtime.put("platform", "Camel");
        runtime.put("mainClass", "io.connectprocessor.Main");
        runtime.put("javaVersion", ManagementFactory.getRuntimeMXBean().getVmVersion());
        status.put("runtime", runtime);
        status.put("context", call(context, Map.of()));
        JsonObject all = call(routes, Map.of());
        // Messages of exceptions may quote what they were given.
        Collection<JsonObject> each = all.getCollection("routes");
        each.forEach(route -> route.remove("lastError"));
        status.put("routes", all.get("routes"));
        JsonObject checks = call(health, Map.of("exposureLevel", "full"));
        Collection<JsonObject> eachCheck = checks.getCollection("checks");
        eachCheck.forEach(check -> check.remove("stackTrace"));
        status.put("healthChecks", checks);
        return status;
    }

    private static JsonObject call(DevConsole console, Map<String, Object> options) {
        return (JsonObject) console.call(DevConsole.MediaType.JSON, options);
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}. Delete it by hand.", file, e.getMessage());
        }
        ServiceHelper.stopService(context, routes, health);
    }
}
