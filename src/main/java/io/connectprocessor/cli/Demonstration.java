package io.connectprocessor.cli;

import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The embedded sandbox of {@code run --sandbox}, and the settings that point at it. */
final class Demonstration {

    /** Where the demonstration keeps its ledger; {@code dead-letters --sandbox} looks at the same. */
    static final String LEDGER = "data/sandbox";

    private static final long SEED = 42;
    private static final Duration LATENCY = Duration.ofMillis(20);

    private Demonstration() {}

    /** @param pending null for the few hundred requests of the first look; otherwise so many, and no faults */
    static Sandbox start(Surroundings surroundings, Overrides overrides, Integer pending, int tierRequests) {
        forgetEarlierRun(surroundings.directory().resolve(LEDGER));
        Sandbox sandbox = (pending == null ? firstLook() : measured(pending, tierRequests)).start();
        overrides.put("connect.api-url", sandbox.connectUrl());
        overrides.put("connect.api-key", sandbox.apiKey());
        overrides.put("connect.products", String.join(",", sandbox.products()));
        overrides.put("vendor.api-url", sandbox.vendorUrl());
        useLedger(surroundings, overrides);
        surroundings
                .err()
                .println("Sandbox with " + sandbox.books().count("pending") + " pending requests at "
                        + sandbox.connectUrl());
        return sandbox;
    }

    private static Sandbox.Builder firstLook() {
        return Sandbox.builder()
                .seed(Seed.demo(SEED))
                .latency(LATENCY)
                .fault(Fault.status(503).onVendor().withProbability(0.02).withSeed(SEED))
                .fault(Fault.slow(Duration.ofMillis(400))
                        .onVendor()
                        .withProbability(0.05)
                        .withSeed(SEED));
    }

    private static Sandbox.Builder measured(int pending, int tierRequests) {
        return Sandbox.builder()
                .seed(Seed.scale(pending, tierRequests, SEED))
                .wholeSeconds()
                .latency(LATENCY);
    }

    static void useLedger(Surroundings surroundings, Overrides overrides) {
        overrides.put(
                "ledger.url",
                "jdbc:h2:file:"
                        + surroundings
                                .directory()
                                .toAbsolutePath()
                                .normalize()
                                .resolve(LEDGER)
                                .resolve("ledger"));
    }

    /** The sandbox begins anew each time, so what was parked in the last run exists no more. */
    private static void forgetEarlierRun(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot empty " + folder + " for a new sandbox: " + e.getMessage(), e);
        }
    }
}
