package io.connectprocessor.benchmark;

import io.connectprocessor.benchmark.ContenderProcess.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor against the least that can do its work, in turns, on the JDK that runs Maven: {@code mvn -q test -Dtest=ProcessorBenchmark}.
 * Prints, and leaves CSV and plots in {@code target/benchmark}. {@code -Dbenchmark.parts=throughput,idle,start,backlog}, {@code
 * -Dbenchmark.rounds=5}, {@code -Dbenchmark.warm-ups=8} (of 6000 requests each), {@code -Dbenchmark.backlog=100000} are the defaults. The start takes the jar of an earlier {@code mvn package}. Not
 * among the tests that run by themselves, for it measures.
 */
class ProcessorBenchmark {

    private static final Path RESULTS = Path.of("target", "benchmark");
    private static final int HEAP_MEGABYTES = 256;
    private static final int CALLS = 3;
    private static final String RAW = "raw client";
    private static final String PROCESSOR = "processor";
    private static final String VIRTUAL = "processor on virtual threads";

    private record Setting(int latency, int connections) {

        /** About four seconds' worth, were there only the latency; enough to be more than its beginning when there is none. */
        int requests() {
            return latency == 0 ? 6000 : Math.max(100, 4000 * connections / (CALLS * latency));
        }
    }

    private static final List<Setting> SETTINGS = List.of(
            new Setting(0, 64),
            new Setting(20, 4),
            new Setting(20, 16),
            new Setting(20, 32),
            new Setting(20, 64),
            new Setting(50, 64));

    private final int rounds = Integer.getInteger("benchmark.rounds", 5);
    private final int warmUps = Integer.getInteger("benchmark.warm-ups", 8);
    private final int backlog = Integer.getInteger("benchmark.backlog", 100_000);
    private final Set<String> parts = Set.of(System.getProperty("benchmark.parts", "throughput,idle,start,backlog")
            .split(","));
    private final String jdk = String.valueOf(Runtime.version().feature());
    private final PrintStream out = System.out;

    @TempDir
    Path folder;

    @Test
    void print_what_the_processor_costs() throws Exception {
        Files.createDirectories(RESULTS);
        out.printf(
                "JDK %s, %d processors; medians of %d rounds in turns%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds);
        try (SandboxProcess sandbox = new SandboxProcess()) {
            if (parts.contains("throughput") || parts.contains("idle")) {
                inTurns(sandbox);
            }
            if (parts.contains("start")) {
                start(sandbox);
            }
            if (parts.contains("backlog")) {
                backlog(sandbox);
            }
        }
    }

    private void inTurns(SandboxProcess sandbox) throws IOException {
        List<ContenderProcess> contenders = new ArrayList<>();
        try {
            contenders.add(new ContenderProcess(RAW, RawClient.class, HEAP_MEGABYTES, List.of()));
            contenders.add(new ContenderProcess(PROCESSOR, WholeProcessor.class, HEAP_MEGABYTES, List.of()));
            if (Runtime.version().feature() >= 21) {
                contenders.add(new ContenderProcess(
                        VIRTUAL,
                        WholeProcessor.class,
                        HEAP_MEGABYTES,
                        List.of("-Dcamel.threads.virtual.enabled=true")));
            }
            for (int i = 0; i < warmUps; i++) {
                // Until the compiler of each JVM is through: the processor's CPU a request halves meanwhile.
                for (ContenderProcess contender : contenders) {
                    contender.drain(sandbox, sandbox.start(Duration.ZERO, 6000), 6000, 64);
                }
            }
            if (parts.contains("throughput")) {
                throughput(sandbox, contenders);
            }
            if (parts.contains("idle")) {
                idle(sandbox, contenders);
            }
        } finally {
            contenders.forEach(ContenderProcess::close);
        }
    }

    private void throughput(SandboxProcess sandbox, List<ContenderProcess> contenders) throws IOException {
        Table table = new Table(
                List.of(
                        "contender",
                        "jdk",
                        "latency_ms",
                        "connections",
                        "round",
                        "requests",
                        "per_second",
                        "cpu_ms",
                        "allocated_kb",
                        "calls_per_request",
                        "connections_opened",
                        "peak_mb"),
                new ArrayList<>());
        for (Setting setting : SETTINGS) {
            for (int round = 1; round <= rounds; round++) {
                for (ContenderProcess contender : contenders) {
                    Measurement measured = contender.drain(
                            sandbox,
                            sandbox.start(Duration.ofMillis(setting.latency()), setting.requests()),
                            setting.requests(),
                            setting.connections());
                    table.rows().add(row(contender.name(), setting, round, measured));
                }
            }
            out.printf("%n%d ms latency, %d connections:%n", setting.latency(), setting.connections());
            for (ContenderProcess contender : contenders) {
                compare(table, setting, contender.name());
            }
        }
        table.write(RESULTS.resolve("throughput-" + jdk + ".csv"));
        Plot.throughput(table).write(RESULTS.resolve("throughput-" + jdk + ".svg"));
    }

    private List<String> row(String name, Setting setting, int round, Measurement measured) {
        return List.of(
                name,
                jdk,
                String.valueOf(setting.latency()),
                String.valueOf(setting.connections()),
                String.valueOf(round),
                String.valueOf(setting.requests()),
                Table.number(measured.result().perSecond()),
                Table.number(measured.result().cpuMillis()),
                Table.number(measured.result().allocatedKilobytes()),
                Table.number(measured.callsPerRequest()),
                String.valueOf(measured.connections()),
                Table.number(measured.peakMegabytes()));
    }

    private void compare(Table table, Setting setting, String name) {
        out.printf(
                Locale.ROOT,
                "  %-30s %7.0f requests/s (%3.0f%%)  %5.2f ms CPU a request (%.2fx)  %6.0f kB allocated (%.1fx)  %.2f calls  %.0f connections  %.0f MB at most%n",
                name,
                median(table, setting, name, "per_second"),
                100 * ratio(table, setting, name, "per_second"),
                median(table, setting, name, "cpu_ms"),
                ratio(table, setting, name, "cpu_ms"),
                median(table, setting, name, "allocated_kb"),
                ratio(table, setting, name, "allocated_kb"),
                median(table, setting, name, "calls_per_request"),
                median(table, setting, name, "connections_opened"),
                median(table, setting, name, "peak_mb"));
    }

    private static double ratio(Table table, Setting setting, String name, String column) {
        return median(table, setting, name, column) / median(table, setting, RAW, column);
    }

    private static double median(Table table, Setting setting, String name, String column) {
        return table.median(
                column,
                Map.of(
                        "contender", name,
                        "latency_ms", String.valueOf(setting.latency()),
                        "connections", String.valueOf(setting.connections())));
    }

    private void idle(SandboxProcess sandbox, List<ContenderProcess> contenders) throws IOException {
        int times = 200;
        out.printf("%nAn idle poll:%n");
        for (ContenderProcess contender : contenders) {
            contender.idle(sandbox.start(Duration.ZERO, 0), times);
            SandboxProcess.Address address = sandbox.start(Duration.ZERO, 0);
            double cpuMillis = contender.idle(address, times);
            // Those before the first poll are spread over all.
            out.printf(
                    Locale.ROOT,
                    "  %-30s %.2f ms CPU, %.1f calls%n",
                    contender.name(),
                    cpuMillis,
                    (double) sandbox.account().calls() / (times + 1));
        }
    }

    private void start(SandboxProcess sandbox) throws Exception {
        if (!FirstApproval.jarIsThere()) {
            out.printf("%nNo start: there is no jar; mvn -q -DskipTests package makes it%n");
            return;
        }
        FirstApproval runs = new FirstApproval(sandbox, folder);
        Path archive = folder.resolve("processor.jsa");
        runs.processor(true, List.of("-XX:ArchiveClassesAtExit=" + archive));
        Table table = new Table(List.of("variant", "jdk", "round", "seconds", "cpu_seconds"), new ArrayList<>());
        for (int round = 1; round <= rounds; round++) {
            add(table, "first start in a folder", round, runs.processor(true, List.of()));
            add(table, "later start", round, runs.processor(false, List.of()));
            add(
                    table,
                    "later start with a class archive",
                    round,
                    runs.processor(false, List.of("-XX:SharedArchiveFile=" + archive)));
        }
        table.write(RESULTS.resolve("start-" + jdk + ".csv"));
        out.printf("%nFrom the start of the process to the first approval:%n");
        for (String variant : List.of("first start in a folder", "later start", "later start with a class archive")) {
            out.printf(
                    Locale.ROOT,
                    "  %-34s %.2f s, %.2f s CPU%n",
                    variant,
                    table.median("seconds", Map.of("variant", variant)),
                    table.median("cpu_seconds", Map.of("variant", variant)));
        }
    }

    private void add(Table table, String variant, int round, FirstApproval.Start start) {
        table.rows()
                .add(List.of(
                        variant,
                        jdk,
                        String.valueOf(round),
                        Table.number(start.seconds()),
                        Table.number(start.cpuSeconds())));
    }

    private void backlog(SandboxProcess sandbox) throws IOException {
        try (ContenderProcess processor =
                new ContenderProcess("backlog", WholeProcessor.class, HEAP_MEGABYTES, List.of())) {
            Measurement measured = processor.drain(sandbox, sandbox.start(Duration.ZERO, backlog), backlog, 64);
            Table table = Table.read(RESULTS.resolve("memory.csv"));
            Plot.memory(table).write(RESULTS.resolve("memory.svg"));
            out.printf(
                    Locale.ROOT,
                    "%n%d pending, heap of %d MB: all approved, %d twice; %.0f requests/s, %.0f MB at most%n",
                    backlog,
                    HEAP_MEGABYTES,
                    measured.repeated(),
                    measured.result().perSecond(),
                    measured.peakMegabytes());
        }
    }
}
