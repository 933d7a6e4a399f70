package io.connectprocessor.cli;

import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded sandbox of {@code run --sandbox}, and the settings that point at it. */
final class Demonstration implements AutoCloseable {

    /** Where the demonstration keeps its ledger; {@code dead-letters --sandbox} looks at the same. */
    static final String LEDGER = "data/sandbox";

    private static final Logger LOG = LoggerFactory.getLogger(Demonstration.class);
    private static final long SEED = 42;
    private static final Duration LATENCY = Duration.ofMillis(20);

    private final FileChannel lock;
    private final Sandbox sandbox;

    private Demonstration(FileChannel lock, Sandbox sandbox) {
        this.lock = lock;
        this.sandbox = sandbox;
    }

    /**
     * @param pending null for the few hundred requests of the first look; otherwise so many, and no faults
     * @throws ConfigurationException when another demonstration runs in the same folder
     */
    static Demonstration start(Surroundings surroundings, Overrides overrides, Integer pending, int tierRequests)
            throws IOException {
        Path folder = surroundings.directory().resolve(LEDGER);
        FileChannel lock = locked(folder);
        try {
            forgetEarlierRun(folder);
            Sandbox.Builder sandbox = pending == null ? firstLook() : measured(pending, tierRequests);
            return new Demonstration(lock, sandbox.start()).announced(surroundings, overrides);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Beside the folder, which is emptied; the lock ends with the process, however it ends. */
    private static FileChannel locked(Path folder) throws IOException {
        Path file = folder.resolveSibling(folder.getFileName() + ".lock");
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            LOG.debug("The other one is of this process");
        }
        channel.close();
        throw new ConfigurationException(
                "Another run --sandbox is using " + folder.toAbsolutePath().normalize()
                        + ", which a new one would empty. Wait for its end, or start this one in another folder.",
                null);
    }

    private Demonstration announced(Surroundings surroundings, Overrides overrides) {
        overrides.put("connect.api-url", sandbox.connectUrl());
        overrides.put("connect.api-key", sandbox.apiKey());
        overrides.put("connect.products", String.join(",", sandbox.products()));
        overrides.put("vendor.api-url", sandbox.vendorUrl());
        // What happens to the sandbox is nobody else's business, unless it is asked for by -D.
        overrides.put("events.endpoint", "");
        overrides.put("park.endpoint", "");
        useLedger(surroundings, overrides);
        surroundings
                .err()
                .println("Sandbox with " + sandbox.books().count("pending") + " pending requests at "
                        + sandbox.connectUrl());
        return this;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            sandbox.close();
        }
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
