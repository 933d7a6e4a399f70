package io.connectprocessor.journey;

import io.connectprocessor.cli.CommandLineInterface;
import io.connectprocessor.cli.Surroundings;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user's folder: the shipped routes, an application.properties that points at a sandbox, and the real command line. */
final class Journey {

    private final Path folder;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    Journey(Path folder, Sandbox sandbox) {
        this.folder = folder;
        copyRoutes();
        set("connect.api-url", sandbox.connectUrl());
        set("connect.api-key", sandbox.apiKey());
        set("connect.products", String.join(",", sandbox.products()));
        set("vendor.api-url", sandbox.vendorUrl());
        set("ledger.url", "jdbc:h2:file:" + folder.resolve("data/ledger"));
        set("management.port", "0");
    }

    Journey set(String key, String value) {
        properties.put(key, value);
        return this;
    }

    Path routes() {
        return folder.resolve("routes");
    }

    /** Writes application.properties. */
    Journey write() throws IOException {
        try (var file = Files.newBufferedWriter(folder.resolve("application.properties"))) {
            for (Map.Entry<String, String> entry : properties.entrySet()) {
                file.write(entry.getKey() + "=" + entry.getValue() + "\n");
            }
        }
        return this;
    }

    int run(String... args) throws IOException {
        write();
        return new CommandLineInterface(new Surroundings(
                        Map.of(), Map.of(), folder, new PrintWriter(out, true), new PrintWriter(err, true), false))
                .run(args);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    private void copyRoutes() {
        try {
            Files.createDirectories(routes());
            try (var files = Files.list(Path.of("routes"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, routes().resolve(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
