package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.Json;
import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.queue.RestartableArtemis;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of requests is told to other systems, by the real command line. */
class EventsJourneyTest {

    @TempDir
    Path folder;

    private static List<Map<String, Object>> events(Path files) throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        try (var list = Files.list(files)) {
            for (Path file : list.toList()) {
                events.add(new Json().object(Files.readAllBytes(file)));
            }
        }
        return events;
    }

    private static List<String> outcomes(Path files) throws IOException {
        return events(files).stream()
                .map(event -> event.get("ConnectRequestId") + " " + event.get("ConnectOutcome"))
                .toList();
    }

    /** The example of docs/events.md. */
    private static String routeOfThePage() throws IOException {
        String page = Files.readString(Path.of("docs/events.md"));
        return page.substring(page.indexOf("```yaml\n") + 8, page.lastIndexOf("```"));
    }

    @Test
    void every_outcome_becomes_a_file_and_what_is_parked_goes_through_a_route_of_the_vendor() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Path events = folder.resolve("events");
            Path parked = folder.resolve("parked");
            Journey journey = new Journey(folder, sandbox)
                    .set("events.endpoint", "file:{{acme.folder}}")
                    .set("acme.folder", events.toString())
                    .set("park.endpoint", "direct:on-parked")
                    .set("acme.mail", "file:" + parked + "?fileName=${header.Subject}.txt");
            Files.writeString(journey.routes().resolve("on-parked.camel.yaml"), routeOfThePage());
            String good = sandbox.seed()
                    .purchase()
                    .param("company_domain", "ann.example.com")
                    .pending();
            String declined = sandbox.seed().purchase().item("DECLINE-ME", "1").pending();
            String bad = sandbox.seed().purchase().poison(Poison.ASSET_NULL).pending();

            assertThat(journey.run("run", "--once")).isEqualTo(3);

            assertThat(outcomes(events))
                    .containsExactlyInAnyOrder(good + " approved", declined + " failed", bad + " parked");
            try (var files = Files.list(events)) {
                assertThat(files).allSatisfy(file -> assertThat(file).content().doesNotContain("ann.example.com"));
            }
            assertThat(parked.resolve(bad + " is parked.txt"))
                    .hasContent("the request is malformed: asset is null instead of an object Step claim, 0 attempts.");

            assertThat(journey.run("dead-letters", "discard", bad, "--reason", "by phone"))
                    .isZero();
            assertThat(outcomes(events)).hasSize(3);
            journey.run("run", "--once");

            assertThat(outcomes(events)).hasSize(4).contains(bad + " discarded");
        }
    }

    @Test
    void a_broker_that_is_away_gets_the_event_from_the_next_run_and_keeps_it() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                RestartableArtemis broker = new RestartableArtemis(folder.resolve("broker"))) {
            String id = sandbox.seed().purchase().pending();
            Journey journey = new Journey(folder.resolve("node"), sandbox)
                    .set("events.endpoint", "jms:queue:estate")
                    .set("events.payload", "true")
                    .set("queue.broker-url", broker.url())
                    .set("queue.user", RestartableArtemis.USER)
                    .set("queue.password", RestartableArtemis.PASSWORD)
                    .set("retry.first-delay", "100ms")
                    .set("once.wait", "1s");

            Said away = journey.say("run", "--once");
            assertThat(away.code()).as(away.err()).isEqualTo(5);
            assertThat(away.out())
                    .contains("1 events wait in the ledger for events.endpoint", "the next run sends them");
            assertThat(away.out() + away.err()).doesNotContain(RestartableArtemis.PASSWORD);
            assertThat(String.valueOf(sandbox.requestJson(id).get("status"))).isEqualTo("approved");

            broker.start();
            Said sent = journey.set("once.wait", "60s").say("run", "--once");
            assertThat(sent.code()).as(sent.out()).isZero();

            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                            broker.url(), RestartableArtemis.USER, RestartableArtemis.PASSWORD);
                    Connection connection = factory.createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                connection.start();
                Message event =
                        session.createConsumer(session.createQueue("estate")).receive(30_000);
                assertThat(event.getStringProperty("ConnectRequestId")).isEqualTo(id);
                assertThat(event.getStringProperty("ConnectOutcome")).isEqualTo("approved");
                assertThat(event.getStringProperty("ConnectEventId")).hasSize(36);
                assertThat(event.getBooleanProperty("ConnectOutcomeFound")).isFalse();
                assertThat(event.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
                assertThat(event.getJMSExpiration()).isZero();
                assertThat(event.getStringProperty("ConnectEventBody")).isEqualTo("request");
                assertThat(new Json().object(event.getBody(String.class).getBytes(StandardCharsets.UTF_8)))
                        .containsEntry("id", id)
                        .containsKey("asset");
            }
        }
    }
}
