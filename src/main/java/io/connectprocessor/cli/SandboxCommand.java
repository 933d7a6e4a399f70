package io.connectprocessor.cli;

import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A Connect and a vendor to try everything against, until it is stopped. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description =
                "Starts a Connect and a sample vendor on this machine and prints the settings that point at them.")
final class SandboxCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--port", defaultValue = "8090", description = "Port on 127.0.0.1; default ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on; default ${DEFAULT-VALUE}. The sandbox has no secrets, and no protection.")
    private String host;

    @Option(
            names = "--pending",
            description = "So many pending requests of all types, instead of the few hundred of the demonstration.")
    private Integer pending;

    @Option(names = "--tier-requests", defaultValue = "0", description = "With --pending: tier requests among them.")
    private int tierRequests;

    @Option(
            names = "--latency",
            defaultValue = "20",
            description = "Milliseconds each answer takes; default ${DEFAULT-VALUE}.")
    private long latency;

    @Option(
            names = "--faults",
            defaultValue = "0",
            description =
                    "Percent of calls that meet a 500, a 503, a 429 or lose their answer, each; default ${DEFAULT-VALUE}.")
    private double faults;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "The same seed brings the same run; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--usage-assets",
            defaultValue = "0",
            description =
                    "So many assets for each of two products and four contracts, whose usage the vendor meters; default ${DEFAULT-VALUE}.")
    private int usageAssets;

    @Option(
            names = "--usage-records",
            defaultValue = "4",
            description = "With --usage-assets: records of each asset and month; default ${DEFAULT-VALUE}.")
    private int usageRecords;

    @Option(
            names = "--accept-usage-after",
            description =
                    "Seconds after which the distributor accepts what usage was submitted; by default it waits to be told.")
    private Long acceptUsageAfter;

    SandboxCommand(Surroundings surroundings, Overrides unused) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Sandbox.Builder builder = Sandbox.builder()
                .host(host)
                .port(port)
                .seed(requests().and(Seed.usage(usageAssets)))
                .meteredPerMonth(usageRecords)
                .latency(Duration.ofMillis(latency));
        if (acceptUsageAfter != null) {
            builder.distributorAcceptsUsageAfter(Duration.ofSeconds(acceptUsageAfter));
        }
        if (faults > 0) {
            everyKind(builder, faults / 100, seed);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
        try (Sandbox sandbox = builder.start()) {
            surroundings
                    .out()
                    .println("# " + sandbox.books().count("pending") + " requests are pending. Books: "
                            + sandbox.controlUrl() + "/books");
            surroundings.out().println("connect.api-url=" + sandbox.connectUrl());
            surroundings.out().println("connect.api-key=" + sandbox.apiKey());
            surroundings.out().println("connect.products=" + String.join(",", sandbox.products()));
            surroundings.out().println("vendor.api-url=" + sandbox.vendorUrl());
            surroundings.out().flush();
            stopped.await();
        }
        return ExitCode.DONE;
    }

    private Seed requests() {
        return pending == null ? Seed.demo(seed) : Seed.scale(pending, tierRequests, seed);
    }

    private static void everyKind(Sandbox.Builder builder, double probability, long seed) {
        builder.fault(Fault.status(500).withProbability(probability).withSeed(seed))
                .fault(Fault.status(503).withProbability(probability).withSeed(seed + 1))
                .fault(Fault.status(429)
                        .withRetryAfter(Duration.ofSeconds(1))
                        .withProbability(probability)
                        .withSeed(seed + 2))
                .fault(Fault.of(Fault.Kind.REPLY_LOST)
                        .withProbability(probability)
                        .withSeed(seed + 3));
    }
}
