package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A processor that could not join, one that leaves, and one whose context comes back. */
@Timeout(120)
class JoinTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    private Sandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        sandbox = Sandbox.builder().start();
        context.getRegistry().bind("meters", new SimpleMeterRegistry());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:host").routeId("host").to("log:host");
            }
        });
    }

    @AfterEach
    void close() {
        context.stop();
        sandbox.close();
    }

    private Map<String, String> settings(String... keysAndValues) {
        return ConnectProcessorTest.settings(sandbox, keysAndValues);
    }

    private SandboxRequest purchase() {
        return sandbox.request("purchase").parameter("subscription_id", "SUB-1").create();
    }

    private static void onPurchase(Path folder, String uri) throws Exception {
        Files.writeString(folder.resolve("on-purchase.camel.yaml"), """
                - route:
                    id: on-purchase
                    description: "Service Activator: approves."
                    from:
                      uri: direct:on-purchase
                      steps:
                        - to: { id: approve-it, uri: "%s" }
                """.formatted(uri));
    }

    @Test
    void routes_that_cannot_be_loaded_leave_a_running_context_as_it_was(@TempDir Path folder) throws Exception {
        context.start();
        Map<String, Object> before = Traces.of(context);
        Map<String, String> settings = settings();
        onPurchase(folder, "nosuch:thing");
        ConnectProcessor processor = ConnectProcessor.builder(settings)
                .routes(folder)
                .withoutStartUpCheck()
                .build();

        assertThatThrownBy(() -> processor.addTo(context)).hasMessageContaining("nosuch");
        assertThat(Traces.of(context)).isEqualTo(before);

        onPurchase(folder, "connect:approve");
        SandboxRequest purchase = purchase();
        processor.addTo(context);
        ConnectProcessorTest.awaitStatus(purchase, "approved");
    }

    @Test
    void events_that_can_go_nowhere_leave_a_running_context_as_it_was() throws Exception {
        context.start();
        Map<String, Object> before = Traces.of(context);
        Map<String, String> settings = settings("events.endpoint", "nosuch:thing");
        ConnectProcessor wrong = ConnectProcessor.builder(settings).build();

        assertThatThrownBy(() -> wrong.addTo(context)).hasMessageContaining("events.endpoint");
        assertThat(Traces.of(context)).isEqualTo(before);
        assertThat(wrong.health().up()).isFalse();

        settings.put("events.endpoint", "mock:estate");
        SandboxRequest purchase = purchase();
        ConnectProcessor.builder(settings).build().addTo(context);
        ConnectProcessorTest.awaitStatus(purchase, "approved");
    }

    @Test
    void a_broker_whose_jars_are_not_there_is_refused_with_the_key_and_what_to_add() {
        context.setClassResolver(new DefaultClassResolver(context) {
            @Override
            public Class<?> resolveClass(String name) {
                return name.startsWith("org.apache.activemq.") ? null : super.resolveClass(name);
            }
        });
        context.start();

        assertThatThrownBy(() -> ConnectProcessor.builder(settings(
                                "events.endpoint", "jms:queue:estate", "queue.broker-url", "tcp://localhost:61616"))
                        .build()
                        .addTo(context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("events.endpoint")
                .hasMessageContaining("artemis-jakarta-client");
    }

    @Test
    void a_context_that_did_not_start_for_our_sake_starts_once_the_cause_is_gone(@TempDir Path folder)
            throws Exception {
        onPurchase(folder, "nosuch:thing");
        ConnectProcessor processor =
                ConnectProcessor.builder(settings()).routes(folder).build().addTo(context);
        assertThatThrownBy(context::start).hasMessageContaining("nosuch");

        onPurchase(folder, "connect:approve");
        SandboxRequest purchase = purchase();
        context.start();
        ConnectProcessorTest.awaitStatus(purchase, "approved");
        assertThat(processor.health().up()).isTrue();
    }

    @Test
    void a_context_that_is_stopped_and_started_goes_on_however_the_processor_joined() throws Exception {
        ConnectProcessor first = ConnectProcessor.builder(
                        settings("connect.products", sandbox.products().get(0)))
                .routePrefix("first-")
                .build()
                .addTo(context);
        context.start();
        context.stop();
        assertThat(first.health().reason()).isEqualTo("The context has ended.");
        SandboxRequest purchase = purchase();
        context.start();
        ConnectProcessorTest.awaitStatus(purchase, "approved");
        first.stop();
        assertThat(first.health().reason()).isEqualTo("The processor was stopped.");

        ConnectProcessor.builder(settings()).build().addTo(context);
        context.stop();
        SandboxRequest next = purchase();
        context.start();
        ConnectProcessorTest.awaitStatus(next, "approved");
        assertThat(context.getRoute("first-poll")).isNull();
    }

    @Test
    void a_host_that_polls_by_itself_is_not_late(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("poll-trigger.camel.yaml"), """
                - route:
                    id: poll-trigger
                    description: "Timer: polls when it likes."
                    from:
                      uri: timer:poll?delay=3600000
                      steps:
                        - to: { id: poll-now, uri: "direct:poll" }
                """);
        Clock clock = new Late();
        ConnectProcessor own = ConnectProcessor.builder(settings())
                .routePrefix("own-")
                .withoutSchedules()
                .clock(clock)
                .withoutStartUpCheck()
                .build()
                .addTo(context);
        ConnectProcessor timer = ConnectProcessor.builder(settings())
                .routePrefix("timer-")
                .routes(folder)
                .clock(clock)
                .withoutStartUpCheck()
                .build()
                .addTo(context);
        ConnectProcessor quartz = ConnectProcessor.builder(settings("poll.cron", "0 0 0 1 1 ?"))
                .routePrefix("quartz-")
                .clock(clock)
                .withoutStartUpCheck()
                .build()
                .addTo(context);
        context.start();

        assertThat(own.health().reason()).isNull();
        assertThat(timer.health().reason()).isNull();
        assertThat(quartz.health().reason()).startsWith("no poll has succeeded since");
    }

    /** Ten years pass between two looks at it. */
    private static final class Late extends Clock {

        private final AtomicLong looks = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(Duration.ofDays(3650 * looks.getAndIncrement()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
