package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The processor in a context that somebody else made. */
@ExtendWith(Postgres.class)
class ConnectProcessorTest {

    /** Of the sandbox's server, of H2, of the test. */
    private static final Pattern OF_OTHERS = Pattern.compile("^(HTTP-listener|HTTP-worker|MVStore|H2 |awaitility)");

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
    void events_go_to_a_route_of_its_own_files_and_to_an_endpoint_that_is_a_key_of_its_own(@TempDir Path files)
            throws Exception {
        Files.writeString(files.resolve("vendor-told.camel.yaml"), """
                - route:
                    id: vendor-told
                    from:
                      uri: direct:vendor-told
                      steps:
                        - to: { uri: "mock:told" }
                """);
        sandbox.request("purchase").create();
        context.start();
        ConnectProcessor.builder(settings(
                        sandbox,
                        "events.endpoint",
                        "direct:vendor-told",
                        "park.endpoint",
                        "mock:{{acme.mail}}",
                        "acme.mail",
                        "mail"))
                .routes(files)
                .routePrefix("acme-")
                .build()
                .addTo(context);

        MockEndpoint told = context.getEndpoint("mock:told", MockEndpoint.class);
        await().atMost(PATIENCE).until(() -> told.getReceivedCounter() == 1);
        assertThat(context.hasEndpoint("mock:mail")).isNotNull();
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
    void two_processors_with_prefixes_live_beside_a_host_with_the_same_names() throws Exception {
        hostRoutes(context);
        context.getPropertiesComponent().addInitialProperty("poll.cron", "the host's");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
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
            assertThat(context.resolvePropertyPlaceholders("{{poll.cron}}")).isEqualTo("the host's");
            assertThat(context.getPropertiesComponent().resolveProperty("vendor.api-url"))
                    .isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .isNotEmpty()
                    .allMatch(name -> name.contains("connect-")
                            || name.startsWith("ledger")
                            || OF_OTHERS.matcher(name).find());
        }
    }

    @Test
    void a_host_s_file_replaces_ours_calls_the_host_s_routes_and_keeps_its_error_handling_apart(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("on-purchase.camel.yaml"), """
                - route:
                    id: on-purchase
                    description: "Service Activator: asks the host."
                    from:
                      uri: direct:on-purchase
                      steps:
                        - to: { id: ask-vendor-file, uri: "direct:vendor-books" }
                        - to: { id: approve-booked, uri: "connect:approve" }
                """);
        Files.writeString(folder.resolve("vendor-books.camel.yaml"), """
                - route:
                    id: vendor-books
                    description: "Service Activator: books in the host."
                    from:
                      uri: direct:vendor-books
                      steps:
                        - to: { id: book, uri: "connect:once", parameters: { step: book, call: "{{host.books}}" } }
                """);
        context.getPropertiesComponent().addInitialProperty("host.books", "direct:host-books");
        List<String> handledByTheHost = new CopyOnWriteArrayList<>();
        context.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration()
                        .onException(Exception.class)
                        .handled(true)
                        .process(failed -> handledByTheHost.add(failed.getFromRouteId()));
            }
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:host-books").routeId("host-books").setBody(constant("{\"booked\": true}"));
                from("direct:host-fails").routeId("host-fails").throwException(new IllegalStateException("host"));
            }
        });
        SandboxRequest purchase = sandbox.request("purchase")
                .parameter("subscription_id", "SUB-own")
                .create();
        SandboxRequest refused = sandbox.request("cancel")
                .parameter("subscription_id", "SUB-none")
                .create();
        ConnectProcessor processor = ConnectProcessor.builder(settings(sandbox))
                .routes(folder)
                .build()
                .addTo(context);
        context.start();
        awaitStatus(purchase, "approved");

        assertThat(purchase.vendorBodies()).isEmpty();
        await().atMost(PATIENCE)
                .until(
                        () -> processor.ledger().find(refused.id()).map(DeadLetter::state),
                        Optional.of(State.PARKED)::equals);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.sendBody("direct:host-fails", "x");
        }
        assertThat(handledByTheHost).containsExactly("host-fails");
    }

    @Test
    void a_faulty_file_of_the_host_stops_the_start_with_file_and_line(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("on-purchase.camel.yaml");
        Files.writeString(file, """
                - route:
                    id: on-purchase
                    description: "Service Activator: misspelt."
                    from:
                      uri: direct:on-purchase
                      steps:
                        - to: { id: approve-it, uri: "connect:approve", parameters: { tempalte: x } }
                """);
        ConnectProcessor.builder(settings(sandbox)).routes(folder).build().addTo(context);

        assertThatThrownBy(context::start).hasMessageContaining(file + ":7").hasMessageContaining("tempalte");
    }

    @Test
    void while_connect_refuses_us_the_context_runs_and_is_not_ready() throws Exception {
        sandbox.refuseKey(true);
        SandboxRequest purchase = sandbox.request("purchase").create();
        ConnectProcessor processor =
                ConnectProcessor.builder(settings(sandbox)).build().addTo(context);
        assertThat(processor.health().reason()).isEqualTo("The context has not started.");
        context.start();

        await().atMost(PATIENCE)
                .until(() -> String.valueOf(processor.health().reason()), reason -> reason.contains("401"));
        assertThat(context.isStarted()).isTrue();
        sandbox.refuseKey(false);
        awaitStatus(purchase, "approved");
        await().atMost(PATIENCE).until(() -> processor.health().up());
    }

    @Test
    void a_stop_lets_what_is_on_its_way_end_and_closes_the_ledger(@TempDir Path folder) throws Exception {
        sandbox.addFault(Fault.slow(Duration.ofSeconds(1)).onVendor());
        SandboxRequest purchase = sandbox.request("purchase").create();
        Map<String, String> settings = settings(sandbox, "ledger.url", "jdbc:h2:file:" + folder.resolve("ledger"));
        ConnectProcessor processor = ConnectProcessor.builder(settings).build().addTo(context);
        context.start();
        await().atMost(PATIENCE).until(() -> processor.intake().working() == 1);
        context.stop();

        assertThat(purchase.status()).isEqualTo("approved");
        assertThat(processor.health().reason()).isEqualTo("The context has ended.");
        try (Ledger ledger = Ledgers.open(LedgerOptions.of(settings.get("ledger.url")))) {
            assertThat(ledger.find(purchase.id()).map(DeadLetter::state)).contains(State.DECIDED);
            DefaultCamelContext next = new DefaultCamelContext();
            ConnectProcessor.builder(settings).ledger(ledger).build().addTo(next);
            next.start();
            next.stop();
            assertThat(ledger.counts()).isNotNull();
        }
    }

    @Test
    void a_context_with_our_names_is_told_to_give_a_prefix() throws Exception {
        hostRoutes(context);
        ConnectProcessor.builder(settings(sandbox)).build().addTo(context);

        assertThatThrownBy(context::start)
                .hasMessageContaining("a route on-purchase, a route poll already")
                .hasMessageContaining("routePrefix");
    }

    @Test
    void a_processor_that_is_stopped_leaves_the_context_as_it_was() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:host").routeId("host").to("log:host");
            }
        });
        context.getRegistry().bind("meters", new SimpleMeterRegistry());
        context.start();
        Map<String, Object> before = Traces.of(context);
        SandboxRequest purchase = sandbox.request("purchase").create();
        Map<String, String> settings =
                settings(sandbox, "events.endpoint", "jms:queue:events", "queue.broker-url", "tcp://localhost:1");
        ConnectProcessor processor = ConnectProcessor.builder(settings).build().addTo(context);
        awaitStatus(purchase, "approved");
        Map<String, Object> meanwhile = Traces.of(context);
        assertThat(meanwhile.keySet())
                .allSatisfy(trace -> assertThat(meanwhile.get(trace)).as(trace).isNotEqualTo(before.get(trace)));
        processor.stop();

        assertThat(Traces.of(context)).isEqualTo(before);
        assertThat(Traces.threads(context)).isEmpty();
        assertThatThrownBy(() -> processor.addTo(context)).hasMessageContaining("Build one");
        Ledgers.open(LedgerOptions.of(settings.get("ledger.url"))).close();
    }

    @Test
    void two_contexts_share_a_ledger_in_the_host_s_database(Postgres.Database database) throws Exception {
        List<SandboxRequest> purchases = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            purchases.add(sandbox.request("purchase").create());
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setPoolName("connect-test");
        try (HikariDataSource source = new HikariDataSource(config);
                DefaultCamelContext second = new DefaultCamelContext()) {
            for (CamelContext node : List.of(context, second)) {
                ConnectProcessor.builder(settings(sandbox, "process.concurrency", "2"))
                        .dataSource(source)
                        .build()
                        .addTo(node);
                node.start();
            }
            await().atMost(PATIENCE).until(() -> sandbox.books().count("approved") == 20);
            assertThat(sandbox.books().doubleActions()).isEmpty();
            assertThat(database.rows("select count(*) from ledger_request")).containsExactly("20");
            context.stop();
            second.stop();
            assertThat(source.isClosed()).isFalse();
        }
    }
}
