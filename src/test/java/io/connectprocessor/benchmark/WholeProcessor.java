package io.connectprocessor.benchmark;

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

    /** @param folder for a ledger each time */
    WholeProcessor(Path folder) {
        this.folder = folder;
    }

    @Override
    public Result drain(SandboxProcess.Address sandbox, int requests, int connections, Watch watch) throws Exception {
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
        try (Processor processor = started(sandbox, connections)) {
            Consumption used = new Consumption();
            // Not by the drain's own tick, which comes only when a whole list has been handed over.
            looks.scheduleWithFixedDelay(
                    () -> watch.left(requests - processor.tally().done()),
                    SAMPLE.toMillis(),
                    SAMPLE.toMillis(),
                    TimeUnit.MILLISECONDS);
            Drain.End end = new Drain(processor, Duration.ofMinutes(5), () -> {}).run();
            looks.shutdown();
            looks.awaitTermination(1, TimeUnit.MINUTES);
            double cpuMillis = used.cpuMillis() / requests;
            double allocatedKilobytes = used.allocatedKilobytes() / requests;
            Map<String, Double> threads = used.threads();
            threads.replaceAll((kind, millis) -> millis / requests);
            watch.left(requests - processor.tally().done());
            if (end != Drain.End.EMPTY || processor.tally().done() != requests) {
                throw new IllegalStateException(
                        "The drain ended " + end + " after " + processor.tally().done() + " of " + requests);
            }
            return new Result(processor.tally().approvalsPerSecond(), cpuMillis, allocatedKilobytes, threads);
        } finally {
            looks.shutdownNow();
        }
    }

    @Override
    public double idle(SandboxProcess.Address sandbox, int times) throws Exception {
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
                "process.concurrency", String.valueOf(connections)));
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
