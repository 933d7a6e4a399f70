package io.connectprocessor.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where values come from, strongest first; the file {@value #FILE} in the working directory comes after them, the
 * defaults last.
 *
 * @param options {@code -Dkey=value} among the arguments of the program
 * @param systemProperties those of the JVM, its own ones included
 * @param environment environment variables by their exact name
 * @param directory the working directory: holds the file, and relative paths start there
 * @param withFile whether the file is read
 * @param places what the place of an option is called in a message, by its key
 * @param ledgerGiven whether the ledger is given otherwise than by {@code ledger.url}
 */
public record Sources(
        Map<String, String> options,
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Path directory,
        boolean withFile,
        Map<String, String> places,
        boolean ledgerGiven) {
    static final String FILE = "application.properties";

    public Sources {
        options = Map.copyOf(options);
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
        places = Map.copyOf(places);
    }

    public Sources(
            Map<String, String> options,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            Path directory) {
        this(options, systemProperties, environment, directory, true, Map.of(), false);
    }

    /** These settings and nothing else: no file, no environment, no {@code -D}. A host resolves its own sources. */
    public static Sources given(Map<String, String> settings, Map<String, String> places, Path directory) {
        return given(settings, places, directory, false);
    }

    /**
     * As {@link #given(Map, Map, Path)}.
     *
     * @param ledgerGiven whether the host has a ledger, or a database for it, so that {@code ledger.url} does not count
     */
    public static Sources given(
            Map<String, String> settings, Map<String, String> places, Path directory, boolean ledgerGiven) {
        return new Sources(settings, Map.of(), Map.of(), directory, false, places, ledgerGiven);
    }

    /** The sources of this very process, with the options its command line was given. */
    public static Sources ofThisProcess(Map<String, String> options) {
        Properties properties = System.getProperties();
        Map<String, String> system = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> system.put(name, properties.getProperty(name)));
        return new Sources(options, system, System.getenv(), Path.of("").toAbsolutePath());
    }

    Path file() {
        return directory.resolve(FILE);
    }

    /** What the place of an option is called in a message. */
    String place(String key) {
        return withFile ? Given.OPTION : places.getOrDefault(key, "settings");
    }

    /** No values: any of them may be secret. */
    @Override
    public String toString() {
        return "Sources[" + file() + ", " + options.size() + " options, " + environment.size() + " variables]";
    }
}
