package io.connectprocessor.cli;

import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code -Dkey=value}, before and after every command: one instance for all commands of a command line. */
final class Overrides {

    /** Filled by a method: a field would be set anew by each command that the option stands behind. */
    private final Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "-D",
            scope = ScopeType.INHERIT,
            paramLabel = "<key>=<value>",
            mapFallbackValue = "",
            description = "Set a configuration key, stronger than environment and application.properties.")
    void add(Map<String, String> given) {
        if (given != null) {
            options.putAll(given);
        }
    }

    void put(String key, String value) {
        options.putIfAbsent(key, value);
    }

    Settings complete(Surroundings surroundings) {
        return warned(Settings.resolve(sources(surroundings)), surroundings);
    }

    /** For commands that need only a part of the configuration. */
    Settings incomplete(Surroundings surroundings) {
        return warned(Settings.resolveIncomplete(sources(surroundings)), surroundings);
    }

    private static Settings warned(Settings settings, Surroundings surroundings) {
        settings.warnings().forEach(warning -> surroundings.err().println("warning: " + warning));
        return settings;
    }

    private Sources sources(Surroundings surroundings) {
        return new Sources(
                new HashMap<>(options),
                surroundings.systemProperties(),
                surroundings.environment(),
                surroundings.directory());
    }
}
