package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor in a context that somebody else made. */
class ConnectProcessorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DefaultCamelContext context = new DefaultCamelContext();

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = Sandbox.builder().start();
    }

    @AfterEach
    void close() {
        context.stop();
        sandbox.close();
    }

    static Map<String, String> settings(Sandbox sandbox, String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "connect.api-url", sandbox.connectUrl(),
                "connect.api-key", sandbox.apiKey(),
                "connect.products", String.join(",", sandbox.products()),
                "vendor.api-url", sandbox.vendorUrl(),
                "ledger.url", "jdbc:h2:mem:" + UUID.randomUUID(),
                "poll.cron", "0/1 * * * * ?",
                "retry.first-delay", "50ms"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }

    static void awaitStatus(SandboxRequest request, String status) {
        await().atMost(PATIENCE).until(request::status, status::equals);
    }

    @Test
    void works_in_a_context_that_runs_already_and_in_one_that_starts_later() throws Exception {
        SandboxRequest first = sandbox.request("purchase").create();
        context.start();
        ConnectProcessor.builder(settings(sandbox, "events.endpoint", "mock:estate"))
                .build()
                .addTo(context);
        awaitStatus(first, "approved");
        MockEndpoint estate = context.getEndpoint("mock:estate", MockEndpoint.class);
        await().atMost(PATIENCE).until(() -> estate.getReceivedCounter() == 1);
        assertThat(estate.getExchanges().get(0).getMessage().getHeaders())
                .containsEntry("ConnectRequestId", first.id())
                .containsEntry("ConnectOutcome", "approved");

        SandboxRequest second = sandbox.request("purchase").create();
        context.stop();
        try (DefaultCamelContext later = new DefaultCamelContext()) {
            ConnectProcessor.builder(settings(sandbox)).build().addTo(later);
            later.start();
            awaitStatus(second, "approved");
        }
    }

    @Test
    void the_product_s_routes_are_packed_as_they_stand_in_the_folder() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            assertThat(io.connectprocessor.routing.RouteFiles.packed().names())
                    .containsExactlyElementsOf(
                            files.map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                                    .sorted()
                                    .collect(Collectors.toList()));
        }
    }

    private static void hostRoutes(CamelContext context) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:poll").routeId("poll").to("log:host").id("approve-purchase");
                from("direct:on-purchase").routeId("on-purchase").throwException(new IllegalStateException("host"));
            }
        });
    }

    @Test
    void two_processors_with_prefixes_live_beside_a_host_with_the_same_names(@TempDir Path folder) throws Exception {
        hostRoutes(context);
        try (Sandbox other = Sandbox.builder().start()) {
            SandboxRequest ours = sandbox.request("purchase").create();
            SandboxRequest theirs = other.request("purchase").create();
            ConnectProcessor.builder(settings(sandbox))
                    .routePrefix("north-")
                    .build()
                    .addTo(context);
            ConnectProcessor.builder(settings(other))
                    .routePrefix("south-")
                    .build()
                    .addTo(context);
            context.start();
            awaitStatus(ours, "approved");
            awaitStatus(theirs, "approved");
            assertThat(context.hasComponent("quartz")).isNull();
            assertThat(context.hasComponent("connect")).isNull();
        }
    }
}
