package io.connectprocessor.journey;

import io.connectprocessor.cli.CommandLineInterface;
import io.connectprocessor.cli.Surroundings;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A user's folder: the shipped routes, an application.properties that points at a sandbox, and the real command line. */
final class Journey {

    private final Path folder;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Function<LedgerOptions, Ledger> ledgers = Ledgers::open;

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

    /** What opens the ledger, in place of {@link Ledgers#open}. */
    Journey ledgers(Function<LedgerOptions, Ledger> others) {
        ledgers = others;
        return this;
    }

    Path routes() {
        return folder.resolve("routes");
    }

    Journey unset(String key) {
        properties.remove(key);
        return this;
    }

    Path ledger() {
        return folder.resolve("data/ledger");
    }

    /** The file by which commands find the processor that runs. */
    Path operatorFile() {
        return folder.resolve("data/ledger.operator");
    }

    /** Replaces in a route file, which must hold what is replaced. */
    void edit(String file, String old, String with) throws IOException {
        String text = Files.readString(routes().resolve(file));
        if (!text.contains(old)) {
            throw new IllegalArgumentException(file + " does not hold " + old);
        }
        Files.writeString(routes().resolve(file), text.replace(old, with));
    }

    /** What one command said. */
    record Said(int code, String out, String err) {}

    /** Runs a command and keeps its words apart from those of others. */
    Said say(String... args) throws IOException {
        StringWriter saidOut = new StringWriter();
        StringWriter saidErr = new StringWriter();
        int code = run(saidOut, saidErr, args);
        return new Said(code, saidOut.toString(), saidErr.toString());
    }

    /** Starts {@code run} in a thread of its own; it is ready when {@link #operatorFile()} is there. */
    RunningProcessor start() throws IOException {
        writeProperties();
        return new RunningProcessor(operatorFile(), () -> interpret(out, err, "run"));
    }

    /** Writes application.properties, for a process of its own. */
    Journey write() throws IOException {
        writeProperties();
        return this;
    }

    int run(String... args) throws IOException {
        return run(out, err, args);
    }

    private int run(StringWriter toOut, StringWriter toErr, String... args) throws IOException {
        writeProperties();
        return interpret(toOut, toErr, args);
    }

    private void writeProperties() throws IOException {
        try (var file = Files.newBufferedWriter(folder.resolve("application.properties"))) {
            for (Map.Entry<String, String> entry : properties.entrySet()) {
                file.write(entry.getKey() + "=" + entry.getValue() + "\n");
            }
        }
    }

    private int interpret(StringWriter toOut, StringWriter toErr, String... args) {
        return new CommandLineInterface(new Surroundings(
                        Map.of(),
                        Map.of(),
                        folder,
                        new PrintWriter(toOut, true),
                        new PrintWriter(toErr, true),
                        false,
                        ledgers))
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
