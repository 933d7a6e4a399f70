package io.connectprocessor.benchmark;

import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.embedded.StartUpCheck;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import io.connectprocessor.standalone.Drain;
import io.connectprocessor.standalone.Processor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;

/** The processor as {@code run --once} runs it: shipped routes, embedded ledger, management server, log. */
final class WholeProcessor implements Contender {

    private final Path folder;
    private Stay stay;

    /** @param folder for ledgers */
    WholeProcessor(Path folder) {
        this.folder = folder;
    }

    /** A processor that goes on from one drain to the next, as it does in earnest. */
    private record Stay(Processor processor, SandboxProcess.Address sandbox, int connections, Approvals approvals) {}

    /** When this drain's first and last approval were. */
    private static final class Approvals implements Intake.Listener {

        private long first;
        private long last;
        private long count;

        @Override
        public synchronized void ended(RequestKind kind, String type, Outcome outcome, Duration took) {
            if (outcome == Outcome.APPROVED) {
                last = System.nanoTime();
                if (count++ == 0) {
                    first = last;
                }
            }
        }

        synchronized void forget() {
            count = 0;
        }

        synchronized long count() {
            return count;
        }

        synchronized double perSecond() {
            return (count - 1) * 1e9 / Math.max(1, last - first);
        }
    }

    @Override
    public Result drain(SandboxProcess.Address sandbox, int requests, int connections, Watch watch) throws Exception {
        if (stay == null || !stay.sandbox().isAt(sandbox) || stay.connections() != connections) {
            leave();
            Approvals approvals = new Approvals();
            Processor processor = started(sandbox, connections);
            processor.intake().listen(approvals);
            stay = new Stay(processor, sandbox, connections, approvals);
        }
        Approvals approvals = stay.approvals();
        approvals.forget();
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
        try {
            Consumption used = new Consumption();
            // Not by the drain's own tick, which comes only when a whole list has been handed over.
            looks.scheduleWithFixedDelay(
                    () -> watch.left(requests - approvals.count()),
                    SAMPLE.toMillis(),
                    SAMPLE.toMillis(),
                    TimeUnit.MILLISECONDS);
            Drain.End end = new Drain(stay.processor(), Duration.ofMinutes(5), () -> {}).run();
            looks.shutdown();
            looks.awaitTermination(1, TimeUnit.MINUTES);
            double cpuMillis = used.cpuMillis() / requests;
            double allocatedKilobytes = used.allocatedKilobytes() / requests;
            Map<String, Double> threads = used.threads();
            threads.replaceAll((kind, millis) -> millis / requests);
            watch.left(requests - approvals.count());
            if (end != Drain.End.EMPTY || approvals.count() != requests) {
                throw new IllegalStateException(
                        "The drain ended " + end + " after " + approvals.count() + " of " + requests);
            }
            return new Result(approvals.perSecond(), cpuMillis, allocatedKilobytes, threads);
        } finally {
            looks.shutdownNow();
        }
    }

    private void leave() {
        if (stay != null) {
            stay.processor().close();
            stay = null;
        }
    }

    @Override
    public double idle(SandboxProcess.Address sandbox, int times) throws Exception {
        leave();
        try (Processor processor = started(sandbox, 16);
                ProducerTemplate template = processor.context().createProducerTemplate()) {
            template.sendBody("direct:poll", null);
            Consumption used = new Consumption();
            for (int i = 0; i < times; i++) {
                template.sendBody("direct:poll", null);
            }
            return used.cpuMillis() / times;
        }
    }

    private Processor started(SandboxProcess.Address sandbox, int connections) throws Exception {
        Path home = Files.createTempDirectory(folder, "processor");
        Settings settings = settings(home, sandbox, connections);
        Processor processor = new Processor(settings, home, true);
        processor.checkRoutes();
        processor.start();
        new StartUpCheck(processor.component(), settings).run();
        processor.intake().letGo();
        return processor;
    }

    private static Settings settings(Path home, SandboxProcess.Address sandbox, int connections) throws IOException {
        Map<String, String> keys = new HashMap<>(Map.of(
                "connect.api-url", sandbox.connectUrl(),
                "connect.api-key", sandbox.apiKey(),
                "connect.products", sandbox.product(),
                "vendor.api-url", sandbox.vendorUrl(),
                "routes.directory", Path.of("routes").toAbsolutePath().toString(),
                "process.concurrency", String.valueOf(2 * connections)));
        // As many as the raw client has, in two pools: two calls of three are the platform's. A worker that waits for
        // the ledger has none.
        int vendor = Math.max(1, connections / 3);
        keys.put("vendor.connections", String.valueOf(vendor));
        keys.put("connect.connections", String.valueOf(Math.max(1, connections - vendor)));
        keys.put("management.port", String.valueOf(freePort()));
        keys.put("ledger.url", "jdbc:h2:file:" + home.resolve("ledger"));
        return Settings.resolve(new Sources(keys, Map.of(), Map.of(), home));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
