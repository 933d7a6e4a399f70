package io.connectprocessor.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.benchmark.ContenderProcess.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor against the least that can do its work, in turns: {@code mvn -q test -Dtest=ProcessorBenchmark}. Prints, and leaves CSV, Markdown
 * and plots. Not among the tests that run by themselves, for it measures. The start takes the jar of an earlier {@code mvn package}. Defaults:
 *
 * <ul>
 *   <li>{@code -Dbenchmark.parts=throughput,idle,start,backlog}
 *   <li>{@code -Dbenchmark.settings=0x64,20x4,20x16,20x32,20x64,50x64}: milliseconds of latency x connections
 *   <li>{@code -Dbenchmark.rounds=5}, {@code -Dbenchmark.warm-ups=14} (of 6000 requests each), {@code -Dbenchmark.backlog=100000}
 *   <li>{@code -Dbenchmark.java=<home>}: the JDK of processor and raw client, if not that of Maven; the sandbox always has Maven's
 *   <li>{@code -Dbenchmark.results=target/benchmark}
 *   <li>{@code -Dbenchmark.options=}: more options for the processor's JVM, with blanks between, {@code -XX:StartFlightRecording=…} for example
 * </ul>
 */
class ProcessorBenchmark {

    private static final int HEAP_MEGABYTES = 256;
    private static final int CALLS = 3;
    /** A new processor awaits its claims for a minute; what runs for longer is measured. */
    private static final Duration BEFORE_EACH_SETTING = Duration.ofSeconds(65);

    private static final String RAW = "raw client";
    private static final String PROCESSOR = "processor";
    private static final String VIRTUAL = "processor on virtual threads";
    private static final int WITH_VIRTUAL_THREADS = 21;
    private static final int WITH_AOT_CACHE = 25;
    private static final int WITH_SELF_MADE_ARCHIVE = 19;

    private record Setting(int latency, int connections) {

        static Setting parse(String text) {
            String[] parts = text.trim().split("x");
            return new Setting(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        /** About four seconds' worth, were there only the latency; enough to be more than its beginning when there is none. */
        int requests() {
            return latency == 0 ? 6000 : Math.max(100, 4000 * connections / (CALLS * latency));
        }

        Map<String, String> of(String contender) {
            return Map.of(
                    "contender", contender,
                    "latency_ms", String.valueOf(latency),
                    "connections", String.valueOf(connections));
        }
    }

    private final List<Setting> settings = Stream.of(
                    System.getProperty("benchmark.settings", "0x64,20x4,20x16,20x32,20x64,50x64")
                            .split(","))
            .map(Setting::parse)
            .toList();
    private final int rounds = Integer.getInteger("benchmark.rounds", 5);
    private final int warmUps = Integer.getInteger("benchmark.warm-ups", 14);
    private final int backlog = Integer.getInteger("benchmark.backlog", 100_000);
    private final Set<String> parts = Set.of(System.getProperty("benchmark.parts", "throughput,idle,start,backlog")
            .split(","));
    private final Path java =
            Path.of(System.getProperty("benchmark.java", JavaProcess.home().toString()));
    private final List<String> options = Stream.of(
                    System.getProperty("benchmark.options", "").split(" "))
            .filter(option -> !option.isBlank())
            .toList();

    @TempDir
    Path folder;

    private String jdk;
    private Results results;

    @Test
    void print_what_the_processor_costs() throws Exception {
        PrintStream out = System.out;
        results = new Results(Path.of(System.getProperty("benchmark.results", "target/benchmark")), out);
        try (ContenderProcess any = new ContenderProcess(java, RAW, RawClient.class, HEAP_MEGABYTES, List.of())) {
            jdk = any.jdk();
        }
        out.printf(
                "JDK %s, %d processors; medians of %d rounds in turns%n",
                jdk, Runtime.getRuntime().availableProcessors(), rounds);
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
            contenders.add(new ContenderProcess(java, RAW, RawClient.class, HEAP_MEGABYTES, List.of()));
            contenders.add(new ContenderProcess(java, PROCESSOR, WholeProcessor.class, HEAP_MEGABYTES, options));
            if (Integer.parseInt(jdk) >= WITH_VIRTUAL_THREADS) {
                List<String> virtual = new ArrayList<>(options);
                virtual.add("-Dcamel.threads.virtual.enabled=true");
                contenders.add(new ContenderProcess(java, VIRTUAL, WholeProcessor.class, HEAP_MEGABYTES, virtual));
            }
            for (int i = 0; i < warmUps; i++) {
                // Until the compiler of each JVM is through: the processor's CPU a request halves meanwhile.
                for (ContenderProcess contender : contenders) {
                    contender.drain(sandbox, sandbox.more(contender.name(), Duration.ZERO, 6000), 6000, 64);
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
        Table table = Table.of(
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
                "peak_mb");
        Table threads = Table.of("contender", "jdk", "latency_ms", "connections", "round", "thread", "cpu_ms");
        for (Setting setting : settings) {
            long begun = System.nanoTime();
            do {
                for (ContenderProcess contender : contenders) {
                    drain(sandbox, contender, setting);
                }
            } while (System.nanoTime() - begun < BEFORE_EACH_SETTING.toNanos());
            for (int round = 1; round <= rounds; round++) {
                for (ContenderProcess contender : contenders) {
                    Measurement measured = drain(sandbox, contender, setting);
                    table.rows().add(row(contender.name(), setting, round, measured));
                    for (Map.Entry<String, Double> kind :
                            measured.result().threads().entrySet()) {
                        threads.rows()
                                .add(List.of(
                                        contender.name(),
                                        jdk,
                                        String.valueOf(setting.latency()),
                                        String.valueOf(setting.connections()),
                                        String.valueOf(round),
                                        kind.getKey(),
                                        Results.text("%.4f", kind.getValue())));
                    }
                }
            }
        }
        List<String> names = contenders.stream().map(ContenderProcess::name).toList();
        results.write("throughput-" + jdk, table, Plot.throughput(table));
        results.write("threads-" + jdk, threads, null);
        tellThroughput(table, names);
        tellThreads(threads, names);
    }

    private static Measurement drain(SandboxProcess sandbox, ContenderProcess contender, Setting setting)
            throws IOException {
        return contender.drain(
                sandbox,
                sandbox.more(contender.name(), Duration.ofMillis(setting.latency()), setting.requests()),
                setting.requests(),
                setting.connections());
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
                Results.text("%.4f", measured.result().cpuMillis()),
                Table.number(measured.result().allocatedKilobytes()),
                Table.number(measured.callsPerRequest()),
                String.valueOf(measured.connections()),
                Table.number(measured.peakMegabytes()));
    }

    private void tellThroughput(Table table, List<String> names) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Setting setting : settings) {
            for (String name : names) {
                Map<String, String> here = setting.of(name);
                Map<String, String> raw = setting.of(RAW);
                rows.add(List.of(
                        setting.latency() + " ms",
                        String.valueOf(setting.connections()),
                        name,
                        Results.text(
                                "%.0f (%.0f%%)",
                                table.median("per_second", here),
                                100 * table.median("per_second", here) / table.median("per_second", raw)),
                        Results.text(
                                "%.2f (%.1fx)",
                                table.median("cpu_ms", here),
                                table.median("cpu_ms", here) / table.median("cpu_ms", raw)),
                        Results.text(
                                "%.0f (%.1fx)",
                                table.median("allocated_kb", here),
                                table.median("allocated_kb", here) / table.median("allocated_kb", raw)),
                        Results.text("%.2f", table.median("calls_per_request", here)),
                        Results.text("%.0f", table.median("connections_opened", here)),
                        Results.text("%.0f", table.median("peak_mb", here))));
            }
        }
        results.tell(
                "throughput-" + jdk,
                Results.text(
                        "JDK %s, %d processors, medians of %d rounds after %d drains of 6000 requests at 0 ms and a minute of each setting. In brackets: against the raw client.",
                        jdk, Runtime.getRuntime().availableProcessors(), rounds, warmUps),
                List.of(
                        "latency",
                        "connections",
                        "contender",
                        "requests/s",
                        "ms CPU a request",
                        "kB allocated a request",
                        "calls a request",
                        "connections opened",
                        "MB at most"),
                rows);
    }

    private void tellThreads(Table threads, List<String> names) throws IOException {
        List<String> heads = new ArrayList<>(List.of("latency", "connections", "thread"));
        heads.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        Set<String> kinds = new TreeSet<>();
        threads.rows().forEach(row -> kinds.add(threads.text(row, "thread")));
        for (Setting setting : settings) {
            for (String kind : kinds) {
                List<String> row = new ArrayList<>(
                        List.of(setting.latency() + " ms", String.valueOf(setting.connections()), kind));
                for (String name : names) {
                    Map<String, String> where = new LinkedHashMap<>(setting.of(name));
                    where.put("thread", kind);
                    double cpu = threads.median("cpu_ms", where);
                    row.add(Double.isNaN(cpu) ? "-" : Results.text("%.3f", cpu));
                }
                rows.add(row);
            }
        }
        results.tell(
                "threads-" + jdk, "Milliseconds of CPU a request by kind of thread, of the same drains.", heads, rows);
    }

    private void idle(SandboxProcess sandbox, List<ContenderProcess> contenders) throws IOException {
        int times = 200;
        Table table = Table.of("contender", "jdk", "cpu_ms", "calls");
        List<List<String>> rows = new ArrayList<>();
        for (ContenderProcess contender : contenders) {
            contender.idle(sandbox.start(Duration.ZERO, 0), times);
            SandboxProcess.Address address = sandbox.start(Duration.ZERO, 0);
            double cpuMillis = contender.idle(address, times);
            // Those before the first poll are spread over all.
            double calls = (double) sandbox.account().calls() / (times + 1);
            table.rows().add(List.of(contender.name(), jdk, Table.number(cpuMillis), Table.number(calls)));
            rows.add(List.of(contender.name(), Results.text("%.1f", calls), Results.text("%.2f", cpuMillis)));
        }
        results.write("idle-" + jdk, table, null);
        results.tell(
                "idle-" + jdk,
                Results.text("JDK %s: a poll that finds nothing, mean of %d.", jdk, times),
                List.of("contender", "calls", "ms CPU"),
                rows);
    }

    private void start(SandboxProcess sandbox) throws Exception {
        assertThat(FirstApproval.jarIsThere())
                .as("target/connect-processor.jar, which mvn -q -DskipTests package makes")
                .isTrue();
        FirstApproval runs = new FirstApproval(java, sandbox, folder);
        Table table = Table.of("variant", "jdk", "round", "seconds", "cpu_seconds");
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("later", List.of());
        variants.put("later with C1 and the serial collector", List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        Path archive = folder.resolve("processor.jsa");
        runs.processor(true, List.of("-XX:ArchiveClassesAtExit=" + archive));
        variants.put("later with a class archive", List.of("-XX:SharedArchiveFile=" + archive));
        variants.put(
                "later with a class archive, C1 and the serial collector",
                List.of("-XX:SharedArchiveFile=" + archive, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Integer.parseInt(jdk) >= WITH_SELF_MADE_ARCHIVE) {
            List<String> selfMade =
                    List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + folder.resolve("self-made.jsa"));
            runs.processor(false, selfMade);
            variants.put("later with an archive that the JVM made by itself", selfMade);
        }
        if (Integer.parseInt(jdk) >= WITH_AOT_CACHE) {
            Path cache = folder.resolve("processor.aot");
            runs.processor(false, List.of("-XX:AOTCacheOutput=" + cache));
            variants.put("later with an AOT cache", List.of("-XX:AOTCache=" + cache));
        }
        for (int round = 1; round <= rounds; round++) {
            add(table, "first in a folder", round, runs.processor(true, options));
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                List<String> all = new ArrayList<>(options);
                all.addAll(variant.getValue());
                add(table, variant.getKey(), round, runs.processor(false, all));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(List.of("first in a folder"));
        names.addAll(variants.keySet());
        for (String name : names) {
            rows.add(List.of(
                    name,
                    Results.text("%.2f", table.median("seconds", Map.of("variant", name))),
                    Results.text("%.2f", table.median("cpu_seconds", Map.of("variant", name)))));
        }
        results.write("start-" + jdk, table, null);
        results.tell(
                "start-" + jdk,
                Results.text(
                        "JDK %s, %d processors: from the start of the process to the first approval, medians of %d.",
                        jdk, Runtime.getRuntime().availableProcessors(), rounds),
                List.of("start", "s", "s CPU"),
                rows);
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
                new ContenderProcess(java, "backlog", WholeProcessor.class, HEAP_MEGABYTES, options)) {
            Measurement measured = processor.drainSampled(sandbox, sandbox.start(Duration.ZERO, backlog), backlog, 64);
            Table table = Table.read(ContenderProcess.SAMPLES);
            results.write("backlog-" + jdk, table, Plot.memory(table));
            double[] live = table.rows().stream()
                    .mapToDouble(row -> table.number(row, "live_mb"))
                    .toArray();
            double early = quarter(live, 1);
            double late = quarter(live, 3);
            results.tell(
                    "backlog-" + jdk,
                    Results.text(
                            "JDK %s: %,d pending requests in one drain, heap of %d MB.", jdk, backlog, HEAP_MEGABYTES),
                    List.of("what", "result"),
                    List.of(
                            List.of("approved", Results.text("%,d", backlog)),
                            List.of("skipped", "0"),
                            List.of("ordered twice", String.valueOf(measured.repeated())),
                            List.of("live heap, MB: second quarter of the run", Results.text("%.0f", early)),
                            List.of("live heap, MB: last quarter", Results.text("%.0f", late)),
                            List.of("process, MB at most", Results.text("%.0f", measured.peakMegabytes())),
                            List.of(
                                    "requests/s",
                                    Results.text("%.0f", measured.result().perSecond())),
                            List.of(
                                    "ms CPU a request, with a full collection at each sample",
                                    Results.text("%.2f", measured.result().cpuMillis()))));
            // That all were approved the sandbox has told.
            assertThat(measured.repeated()).as("ordered twice").isZero();
            assertThat(late)
                    .as("live heap in the last quarter, which is flat when it is that of the second: %.0f MB", early)
                    .isLessThan(early * 1.25 + 8);
        }
    }

    /** The median of a quarter of the samples, the first being 0. */
    private static double quarter(double[] samples, int number) {
        int from = samples.length * number / 4;
        int to = Math.max(from + 1, samples.length * (number + 1) / 4);
        return Table.median(Arrays.copyOfRange(samples, from, to));
    }
}
