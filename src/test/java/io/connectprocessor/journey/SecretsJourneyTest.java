package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong, keys and customers' data are in no log, on no terminal, and not among the dead letters. */
class SecretsJourneyTest {

    private static final String KEY = "q7Zk1e4WvB9s";
    private static final String VENDOR_KEY = "h3Lm8t2RxC5d";
    private static final String NAME = "Wilhelmina Recognisable";
    private static final String MAIL = "wilhelmina@recognisable.example.org";
    private static final String VALUE = "recognisable-value-4711";

    @TempDir
    Path folder;

    /** Fills in a customer and parameters that are recognised wherever they come out. */
    private static ObjectNode recognisable(ObjectNode json) {
        if (json.path("asset").path("tiers").path("customer") instanceof ObjectNode customer) {
            customer.put("name", NAME);
            customer.withObject("/contact_info/contact").put("email", MAIL);
            customer.withObject("/contact_info/contact").put("first_name", NAME);
        }
        if (json.path("asset").path("params") instanceof ArrayNode params) {
            for (var param : params) {
                if (param instanceof ObjectNode object
                        && "ordering".equals(object.path("phase").asText())) {
                    object.put("value", VALUE);
                    object.put("value_error", VALUE);
                }
            }
        }
        return json;
    }

    private static UnaryOperator<ObjectNode> recognisable(Poison poison) {
        return json -> poison.apply(recognisable(json));
    }

    @Test
    void are_nowhere_whatever_goes_wrong() throws Exception {
        try (CapturedLog log = new CapturedLog(Level.TRACE);
                Sandbox sandbox = Sandbox.builder()
                        .apiKey("ApiKey SU-123-456-789:" + KEY)
                        .vendorKey(VENDOR_KEY)
                        .fault(Fault.status(422).onVendor().onAction("suspend"))
                        .fault(Fault.status(401).onVendor().onCall(20))
                        .fault(Fault.html(502).withProbability(0.03).withSeed(1))
                        .fault(Fault.truncated().withProbability(0.03).withSeed(2))
                        .fault(Fault.replyLost().withProbability(0.03).withSeed(3))
                        .fault(Fault.status(400)
                                .onConnect()
                                .onMethod("PUT")
                                .withProbability(0.1)
                                .withSeed(4))
                        .start()) {
            List<String> purchases = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                purchases.add(sandbox.seed()
                        .purchase()
                        .poison(SecretsJourneyTest::recognisable)
                        .pending());
            }
            for (Poison poison : Poison.values()) {
                if (poison != Poison.HOSTILE_TEXT) {
                    sandbox.seed().purchase().poison(recognisable(poison)).pending();
                }
            }
            String refused = sandbox.seed()
                    .suspend()
                    .poison(SecretsJourneyTest::recognisable)
                    .pending();
            Journey journey = new Journey(folder, sandbox)
                    .set("vendor.api-key", VENDOR_KEY)
                    .set("retry.first-delay", "50ms")
                    .set("retry.max-delay", "500ms")
                    .set("once.wait", "20s");

            Said run = journey.say("run", "--once");

            assertThat(run.code()).as(run.err()).isEqualTo(3);
            assertThat(sandbox.books().count("approved")).isPositive();
            assertThat(purchases)
                    .flatExtracting(sandbox::vendorBodies)
                    .as("the vendor got them, so the log could have")
                    .anySatisfy(sent -> assertThat(sent.toString()).contains(NAME));
            assertThat(log.lines()).as("something was logged").hasSizeGreaterThan(30);
            assertNoSecret("log", log.text());
            assertNoSecret("out", run.out());
            assertNoSecret("err", run.err());
            assertNoSecret("list", journey.say("dead-letters", "list").out());
            Said shown = journey.say("dead-letters", "show", refused);
            assertThat(shown.out()).contains("payload");
            assertNoSecret("show", shown.out());
            String timelines = "";
            for (String id : purchases) {
                timelines += journey.say("dead-letters", "show", id).out();
            }
            assertThat(timelines).contains("sent ", "answered ", "step-called");
            assertNoSecret("timelines", timelines);
            for (String key : new String[] {KEY, VENDOR_KEY}) {
                assertThat(Files.readString(Path.of(journey.ledger() + ".mv.db"), StandardCharsets.ISO_8859_1))
                        .doesNotContain(key);
            }
        }
    }

    private static void assertNoSecret(String where, String text) {
        assertThat(text)
                .as(where)
                .doesNotContain(KEY)
                .doesNotContain(VENDOR_KEY)
                .doesNotContain(NAME)
                .doesNotContain(MAIL)
                .doesNotContain(VALUE);
    }
}
