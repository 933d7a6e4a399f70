package io.connectprocessor.standalone;

import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A processor over the shipped routes in a folder of the test. */
final class Standalone {

    private Standalone() {}

    static Settings settings(Path folder, Sandbox sandbox, String... keysAndValues) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                if (!Files.exists(routes.resolve(file.getFileName()))) {
                    Files.copy(file, routes.resolve(file.getFileName()));
                }
            }
        }
        Map<String, String> keys = new HashMap<>(Map.of(
                "connect.api-url", sandbox.connectUrl(),
                "connect.api-key", sandbox.apiKey(),
                "connect.products", String.join(",", sandbox.products()),
                "vendor.api-url", sandbox.vendorUrl(),
                "ledger.url", "jdbc:h2:file:" + folder.toAbsolutePath().resolve("ledger"),
                "management.enabled", "false"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.resolve(new Sources(keys, Map.of(), Map.of(), folder));
    }
}
