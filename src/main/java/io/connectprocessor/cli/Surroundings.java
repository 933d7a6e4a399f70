package io.connectprocessor.cli;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a command finds around it, so that a journey can run in any folder with any environment.
 *
 * @param systemProperties given on Java's own command line with -D
 * @param environment environment variables
 * @param directory working directory: application.properties and routes are looked for here
 * @param out results
 * @param err progress, warnings and errors
 * @param terminal true when err is a terminal: a progress bar may be drawn
 * @param ledgers opens the ledger, as {@link Ledgers#open} does
 */
public record Surroundings(
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Path directory,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        Function<LedgerOptions, Ledger> ledgers) {

    /** With the ledgers of {@link Ledgers#open}. */
    public Surroundings(
            Map<String, String> systemProperties,
            Map<String, String> environment,
            Path directory,
            PrintWriter out,
            PrintWriter err,
            boolean terminal) {
        this(systemProperties, environment, directory, out, err, terminal, Ledgers::open);
    }

    public static Surroundings ofThisProcess() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        return new Surroundings(
                properties,
                System.getenv(),
                Path.of(""),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.console() != null && System.getenv("TERM") != null && !"dumb".equals(System.getenv("TERM")));
    }
}
