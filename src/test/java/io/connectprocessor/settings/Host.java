package io.connectprocessor.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine with a working directory on which the processor is about to start. */
final class Host {
    private final Path directory;
    private final Map<String, String> options = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    Host(Path directory) {
        this.directory = directory;
    }

    /** One on which nothing is missing: everything required comes from the environment. */
    static Host ready(Path directory) {
        return new Host(directory)
                .variable("CONNECT_API_KEY", "SU-1:s3cr3t")
                .variable("CONNECT_PRODUCTS", "PRD-1")
                .variable("VENDOR_API_URL", "https://vendor.example/api");
    }

    Host file(String... lines) {
        return write("application.properties", String.join("\n", lines));
    }

    Host write(String name, String content) {
        try {
            Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Host option(String key, String value) {
        options.put(key, value);
        return this;
    }

    Host property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    Host variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Host without(String variable) {
        environment.remove(variable);
        return this;
    }

    Sources sources() {
        return new Sources(options, properties, environment, directory);
    }

    Settings resolve() {
        return Settings.resolve(sources());
    }

    SettingsException refusal() {
        SettingsException refusal = catchThrowableOfType(SettingsException.class, this::resolve);
        if (refusal == null) {
            throw new AssertionError("the configuration was accepted");
        }
        return refusal;
    }

    List<Finding> findings() {
        return refusal().findings();
    }

    /** The finding, when there must be one only. */
    String finding() {
        List<Finding> findings = findings();
        if (findings.size() != 1) {
            throw new AssertionError(findings.toString());
        }
        return findings.get(0).toString();
    }
}
