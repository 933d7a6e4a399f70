package io.connectprocessor.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How long it takes from the start of a process to its first approval, and its CPU until then. */
final class FirstApproval {

    private static final Path JAR = Path.of("target", "connect-processor.jar");

    private static final Path LOG = Path.of("target", "benchmark", "start.log");

    /** @param cpuSeconds of the process, until it had been stopped after its first approval */
    record Start(double seconds, double cpuSeconds) {}

    private final Path java;
    private final SandboxProcess sandbox;
    private final Path folder;

    /** @param java home of the JDK that runs it */
    FirstApproval(Path java, SandboxProcess sandbox, Path folder) {
        this.java = java;
        this.sandbox = sandbox;
        this.folder = folder;
    }

    static boolean jarIsThere() {
        return Files.exists(JAR);
    }

    /** The jar with {@code run}, in a folder of its own with the shipped routes. */
    Start processor(boolean newFolder, List<String> options) throws IOException, InterruptedException {
        Path home = folder.resolve("start");
        if (newFolder) {
            delete(home);
        }
        copyRoutes(home.resolve("routes"));
        SandboxProcess.Address address = sandbox.start(Duration.ZERO, 200);
        List<String> command = new ArrayList<>(List.of(JavaProcess.java(java)));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                JAR.toAbsolutePath().toString(),
                "run",
                "-Dconnect.api-url=" + address.connectUrl(),
                "-Dconnect.api-key=" + address.apiKey(),
                "-Dconnect.products=" + address.product(),
                "-Dvendor.api-url=" + address.vendorUrl(),
                "-Dmanagement.port=19464"));
        return start(new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile()));
    }

    private Start start(ProcessBuilder command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = command.start();
        try {
            if (!sandbox.awaitApproval()) {
                throw new IOException("Nothing was approved within a minute; see " + LOG
                        + ". Is the jar older than the routes? mvn -q -DskipTests package");
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            return new Start(seconds, cpu);
        } finally {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private static void copyRoutes(Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(file.getFileName());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void delete(Path home) throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
