package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.Api;
import io.connectprocessor.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node does with a message that came by a queue at a broker. */
@Timeout(60)
class SharedHandoverTest {

    @Test
    void after_an_outage_work_resumes_slowly_also_when_another_node_has_polled() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (Sandbox sandbox = Sandbox.builder().start();
                Host host = new Host(sandbox, component -> component.useSharedQueue(Host.TEN_DEEP))) {
            Intake intake = host.component.intake();
            intake.pause(Api.VENDOR, false, "the vendor is away");
            intake.answered(Api.VENDOR, false);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicReference<Thread> second = new AtomicReference<>();

            Future<Exchange> first = workers.submit(() -> host.work(
                    sandbox.seed().purchase().pending(),
                    route -> route.process(exchange -> {
                        begun.countDown();
                        goOn.await();
                    })));
            begun.await();
            Future<Exchange> beside = workers.submit(() -> {
                second.set(Thread.currentThread());
                return host.work(
                        sandbox.seed().purchase().pending(),
                        route -> route.setProperty("began").constant(true));
            });
            Awaitility.await().until(() -> second.get() != null && waitsForRoom(second.get()) || beside.isDone());
            assertThat(beside).isNotDone();
            goOn.countDown();

            assertThat(first.get().getException()).isNull();
            assertThat(beside.get().getProperty("began")).isEqualTo(true);
        } finally {
            workers.shutdownNow();
        }
    }

    /** What somebody else may write into the queue about a request that is there: nothing of it is believed. */
    @ParameterizedTest
    @ValueSource(strings = {"body", "asked-at", "kind", "seal", "no-seal", "other-key"})
    void of_a_message_that_no_poll_has_sealed_only_the_id_is_taken(String forged) throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                Host host = new Host(sandbox, component -> component.useSharedQueue(Host.TEN_DEEP))) {
            String id = sandbox.seed().purchase().item("SEAT", "10").pending();
            Message message = polled(host);
            switch (forged) {
                case "body" -> message.setBody(text(message).replace("\"10\"", "\"999\""));
                case "asked-at" -> message.setHeader("ConnectAskedAt", Long.MAX_VALUE);
                case "kind" -> message.setHeader("ConnectRequestKind", "tier-request");
                case "seal" -> message.setHeader("ConnectSeal", "forged");
                case "no-seal" -> message.removeHeader("ConnectSeal");
                default ->
                    message.setHeader(
                            "ConnectSeal",
                            new Seal("ApiKey SU-000-000-000:another", new Json())
                                    .of(
                                            "request",
                                            message.getHeader("ConnectAskedAt", Long.class),
                                            new Json().object(text(message).getBytes(StandardCharsets.UTF_8))));
            }
            long before = reads(sandbox);

            Host.good(host.send(new DefaultExchange(host.context), route -> take(route, message)));

            assertThat(reads(sandbox)).isEqualTo(before + 1);
            assertThat(sandbox.vendorBodies(id))
                    .singleElement()
                    .satisfies(
                            call -> assertThat(call.body()).contains("\"10\"").doesNotContain("999"));
            assertThat(host.status(id)).isEqualTo("failed");
        }
    }

    @Test
    void what_a_poll_has_sealed_is_believed_on_any_node_and_not_read_again() {
        try (Sandbox sandbox = Sandbox.builder().start();
                Host host = new Host(sandbox, component -> component.useSharedQueue(Host.TEN_DEEP))) {
            String id = sandbox.seed()
                    .purchase()
                    .customer("Café \uD83D\uDE80 \"quoted\" 1.50")
                    .pending();
            Message message = polled(host);
            message.setBody(text(message));
            long before = reads(sandbox);

            Host.good(host.send(new DefaultExchange(host.context), route -> take(route, message)));

            assertThat(reads(sandbox)).isEqualTo(before);
            assertThat(host.status(id)).isEqualTo("failed");
        }
    }

    /** The message that a poll puts into the queue, its body as JSON, as it crosses a broker. */
    private static Message polled(Host host) {
        Iterator<?> pass =
                (Iterator<?>) host.context.createProducerTemplate().requestBody("connect:list", (Object) null);
        return (Message) pass.next();
    }

    private static String text(Message message) {
        return new Json().text(message.getBody());
    }

    private static ProcessorDefinition<?> take(ProcessorDefinition<?> route, Message message) {
        return route.process(exchange -> exchange.setMessage(message))
                .to("connect:claim")
                .to(Host.connect("vendor", "step", "create", "path", "/subscriptions"))
                .to(Host.connect("fail", "reason", "no"));
    }

    private static long reads(Sandbox sandbox) {
        return sandbox.books().connectCalls().getOrDefault("get-request", 0L);
    }

    private static boolean waitsForRoom(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitRoom"));
    }
}
