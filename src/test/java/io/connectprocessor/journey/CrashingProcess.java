package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that runs {@link CrashingMain} until it is killed. Thread-safe. */
final class CrashingProcess implements AutoCloseable {

    private static final int SECONDS = 120;
    private static final int KILLED = 128 + 9;

    private final Path log;
    private final Process process;
    private final PrintStream orders;
    private final Map<String, BlockingQueue<Said>> said = new ConcurrentHashMap<>();

    CrashingProcess(Path log) throws IOException {
        this.log = log;
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xms1g",
                        "-Xmx1g",
                        "-Xmn600m",
                        "-cp",
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                                .collect(Collectors.joining(File.pathSeparator)),
                        CrashingMain.class.getName())
                .redirectError(log.toFile())
                .start();
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::listen, "crash-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What the process said about a lane.
     *
     * @param code null: the armed write is reached; otherwise how the command ended
     * @param writes how often each write was begun
     */
    record Said(Integer code, Map<String, Integer> writes) {
        private static Said of(String... words) {
            if (words[0].equals("at")) {
                return new Said(null, Map.of());
            }
            return new Said(
                    Integer.valueOf(words[2]),
                    Stream.of(words[3].split(","))
                            .filter(pair -> !pair.isEmpty())
                            .map(pair -> pair.split("="))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1]))));
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split("\t");
                queue(words[1]).add(Said.of(words));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlockingQueue<Said> queue(String lane) {
        return said.computeIfAbsent(lane, key -> new LinkedBlockingQueue<>());
    }

    /** @param armed null, or a call: no write is armed */
    void order(String lane, Failpoint armed, Path folder, String url, List<String> arguments) {
        boolean write = armed != null && armed.isWrite();
        String name = write ? armed.name() : "-";
        String moment = armed == null ? "BEFORE" : armed.moment().name();
        orders.println(Stream.concat(Stream.of(lane, name, moment, folder.toString(), url), arguments.stream())
                .collect(Collectors.joining("\t")));
    }

    /** A call that is reached is said here too, by the sandbox. */
    void reached(String lane) {
        queue(lane).add(new Said(null, Map.of()));
    }

    Said next(String lane) throws InterruptedException {
        for (int second = 0; second < SECONDS && process.isAlive(); second++) {
            Said next = queue(lane).poll(1, TimeUnit.SECONDS);
            if (next != null) {
                return next;
            }
        }
        throw new AssertionError("lane " + lane + " says nothing any more:\n" + log());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("it was killed").isEqualTo(KILLED);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
