package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.sandbox.Sandbox;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot succeed: one clear message that names the key or the place, an exit code, and no effect. */
class WrongStartJourneyTest {

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Journey journey;
    private String pending;

    @BeforeEach
    void start() {
        sandbox = Sandbox.builder().start();
        pending = sandbox.seed().purchase().pending();
        journey = new Journey(folder, sandbox);
    }

    @AfterEach
    void nothing_was_touched() {
        assertThat(sandbox.requestJson(pending)).containsEntry("status", "pending");
        assertThat(sandbox.books().vendorCallsInAll()).isZero();
        sandbox.close();
    }

    private static void assertConfiguration(Said said, String... words) {
        assertThat(said.code()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains(words).doesNotContain("\tat ", "Exception");
        assertThat(said.err().lines()).hasSize(1);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void without_products_it_says_which_key_to_set_and_how() throws Exception {
        assertConfiguration(
                journey.unset("connect.products").say("run"), "connect.products is not set", "CONNECT_PRODUCTS");
    }

    @Test
    void an_unknown_key_is_named_with_its_line_and_the_nearest_right_one() throws Exception {
        assertConfiguration(
                journey.set("poll.corn", "0/1 * * * * ?").say("run"),
                "application.properties:7",
                "poll.corn",
                "poll.cron");
    }

    @Test
    void a_template_that_is_not_there_is_named_with_its_key() throws Exception {
        assertConfiguration(
                journey.set("connect.template.activation", "Defualt Activation Template")
                        .say("run"),
                "connect.template.activation",
                "Defualt Activation Template",
                "Default Activation Template");
    }

    @Test
    void a_product_that_does_not_exist_is_named() throws Exception {
        assertConfiguration(
                journey.set("connect.products", "PRD-999-999-999").say("run"),
                "connect.products names PRD-999-999-999",
                "404");
    }

    @Test
    void a_misspelt_direct_is_named_with_file_and_line() throws Exception {
        journey.edit("process-request.camel.yaml", "direct:on-purchase", "direct:on-purchas");
        List<String> shipped = Files.readAllLines(Path.of("routes/process-request.camel.yaml"));
        int line = 1 + shipped.indexOf("                  - to: { id: process-purchase, uri: \"direct:on-purchase\" }");

        assertConfiguration(
                journey.say("run"),
                "process-request.camel.yaml:" + line,
                "no route listens on direct:on-purchas",
                "did you mean direct:on-purchase?");
    }

    @Test
    void a_drain_waits_for_an_unreachable_connect_only_as_long_as_it_may() throws Exception {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        Said said = journey.set("connect.api-url", "http://127.0.0.1:" + closed + "/public/v1")
                .set("once.wait", "1s")
                .set("retry.first-delay", "200ms")
                .say("run", "--once");

        assertThat(said.code()).as(said.err()).isEqualTo(4);
        assertThat(said.out()).contains("exit code 4", "Connect", "connection refused");
    }

    @Test
    void a_drain_with_a_refused_key_is_4_and_names_the_key_but_not_its_value() throws Exception {
        Said said = journey.set("connect.api-key", "ApiKey SU-000-000-000:expired-and-secret")
                .set("once.wait", "1s")
                .set("retry.first-delay", "200ms")
                .say("run", "--once");

        assertThat(said.code()).as(said.err()).isEqualTo(4);
        assertThat(said.out() + said.err()).contains("401", "connect.api-key").doesNotContain("expired-and-secret");
    }

    @Test
    void a_ledger_in_use_by_another_process_is_said_so() throws Exception {
        Files.createDirectories(journey.ledger().getParent());
        Process other = LedgerHolder.start("jdbc:h2:file:" + journey.ledger());
        try (var lines = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo(LedgerHolder.OPEN);

            assertConfiguration(journey.say("run", "--once"), "ledger.url", "in use by another process");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
