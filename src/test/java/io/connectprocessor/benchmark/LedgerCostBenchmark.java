package io.connectprocessor.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import io.connectprocessor.standalone.Drain;
import io.connectprocessor.standalone.Processor;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the ledger costs: the same drain of purchases with the embedded ledger and with one that only forgets, in turns, against a sandbox in
 * a process of its own with 20 ms latency. {@code mvn -q test -Dtest=LedgerCostBenchmark}; {@code -Dcost.rounds=5 -Dcost.requests=2000
 * -Dcost.concurrency=16} are the defaults. Not among the tests that run by themselves, for it measures.
 */
class LedgerCostBenchmark {

    private final int rounds = Integer.getInteger("cost.rounds", 5);
    private final int requests = Integer.getInteger("cost.requests", 2000);
    private final int concurrency = Integer.getInteger("cost.concurrency", 16);
    private final PrintStream out = System.out;

    @TempDir
    Path folder;

    private record Cost(double perSecond, double cpuMillis) {}

    @Test
    void print_requests_per_second_and_cpu_with_and_without_the_ledger() throws Exception {
        List<Cost> with = new ArrayList<>();
        List<Cost> without = new ArrayList<>();
        try (SandboxProcess sandbox = new SandboxProcess()) {
            // Until the compiler of the JVM is through with both.
            drain(sandbox, "warm-up-with", Ledgers::open);
            drain(sandbox, "warm-up-without", options -> new ForgetfulLedger());
            for (int round = 1; round <= rounds; round++) {
                with.add(drain(sandbox, "with-" + round, Ledgers::open));
                without.add(drain(sandbox, "without-" + round, options -> new ForgetfulLedger()));
                out.printf(
                        "round %d: with the ledger %s, without %s%n",
                        round, text(with.get(round - 1)), text(without.get(round - 1)));
            }
        }
        Cost ledger = median(with);
        Cost none = median(without);
        out.printf("median of %d rounds of %d purchases, %d at once:%n", rounds, requests, concurrency);
        out.printf("  with the ledger     %s%n  without             %s%n", text(ledger), text(none));
        // Of each round on its own: what else the machine does in it weighs on both.
        out.printf(
                "  the ledger costs    %.1f%% of the requests/s, %.1f%% more CPU a request (median of the rounds' own ratios)%n",
                100 * (1 - ratio(with, without, Cost::perSecond)), 100 * (ratio(with, without, Cost::cpuMillis) - 1));
    }

    private Cost drain(SandboxProcess sandbox, String name, Function<LedgerOptions, Ledger> ledgers) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        Settings settings = settings(home, sandbox.start(Duration.ofMillis(20), requests));
        try (Processor processor = new Processor(settings, home, true, ledgers)) {
            processor.start();
            processor.intake().letGo();
            long cpu = cpuNanos();
            Drain.End end = new Drain(processor, Duration.ofMinutes(5), () -> {}).run();
            double cpuMillis = (cpuNanos() - cpu) / 1e6 / requests;
            assertThat(end).isEqualTo(Drain.End.EMPTY);
            assertThat(processor.tally().done()).isEqualTo(requests);
            return new Cost(processor.tally().approvalsPerSecond(), cpuMillis);
        }
    }

    private Settings settings(Path home, SandboxProcess.Address sandbox) throws Exception {
        Map<String, String> keys = new HashMap<>(Map.of(
                "connect.api-url", sandbox.connectUrl(),
                "connect.api-key", sandbox.apiKey(),
                "connect.products", sandbox.product(),
                "vendor.api-url", sandbox.vendorUrl(),
                "routes.directory", Path.of("routes").toAbsolutePath().toString(),
                "process.concurrency", String.valueOf(concurrency),
                "management.enabled", "false"));
        keys.put("ledger.url", "jdbc:h2:file:" + home.resolve("ledger"));
        return Settings.resolve(new Sources(keys, Map.of(), Map.of(), home));
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Cost median(List<Cost> costs) {
        return new Cost(
                median(costs.stream().mapToDouble(Cost::perSecond).toArray()),
                median(costs.stream().mapToDouble(Cost::cpuMillis).toArray()));
    }

    private static double ratio(List<Cost> with, List<Cost> without, ToDoubleFunction<Cost> part) {
        return median(IntStream.range(0, with.size())
                .mapToDouble(round -> part.applyAsDouble(with.get(round)) / part.applyAsDouble(without.get(round)))
                .toArray());
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static String text(Cost cost) {
        return String.format(
                java.util.Locale.ROOT, "%.0f requests/s, %.2f ms CPU a request", cost.perSecond(), cost.cpuMillis());
    }
}
