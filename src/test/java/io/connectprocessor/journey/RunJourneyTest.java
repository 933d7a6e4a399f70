package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} in a process of its own: what an operator sees and does while it runs. */
class RunJourneyTest {

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Sandbox sandbox;
    private Journey journey;
    private Process process;
    private int port;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.builder().start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        journey = new Journey(folder, sandbox)
                .set("poll.cron", "0/1 * * * * ?")
                .set("retry.first-delay", "200ms")
                .set("retry.max-delay", "1s")
                .set("management.port", String.valueOf(port))
                .write();
        process = Child.start(folder, "log.txt", "run");
        eventually().untilAsserted(() -> assertThat(log()).contains("Running: products"));
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
        sandbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log.txt"));
    }

    private String status(String id) {
        return String.valueOf(sandbox.requestJson(id).get("status"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String approved() {
        String id = sandbox.seed().purchase().pending();
        eventually().until(() -> status(id).equals("approved"));
        return id;
    }

    private void edit(String file, String from, String to) throws IOException {
        Path route = journey.routes().resolve(file);
        String text = Files.readString(route);
        assertThat(text).contains(from);
        Files.writeString(route, text.replace(from, to));
    }

    @Test
    void a_saved_route_takes_effect_a_broken_one_does_not_and_the_corrected_one_does() throws Exception {
        approved();

        edit(
                "on-purchase.camel.yaml",
                "subscription_id=${body[id]}",
                "subscription_id=${body[id]},activation_note=hello");
        eventually().untilAsserted(() -> assertThat(log()).contains("Took effect: "));
        assertThat(parameter(approved(), "activation_note")).isEqualTo("hello");

        edit("on-purchase.camel.yaml", "connect:approve", "connect:aprove");
        eventually()
                .untilAsserted(() -> assertThat(log())
                        .containsPattern("on-purchase\\.camel\\.yaml:\\d+ +there is no connect:aprove +-> did you mean"
                                + " connect:approve"));
        assertThat(parameter(approved(), "activation_note")).isEqualTo("hello");

        edit("on-purchase.camel.yaml", "connect:aprove", "connect:approve");
        edit("on-purchase.camel.yaml", "=hello", "=again");
        eventually().until(() -> "again".equals(parameter(approved(), "activation_note")));
    }

    private Object parameter(String id, String name) {
        return io.connectprocessor.connect.ConnectRequest.read(
                        io.connectprocessor.connect.RequestKind.REQUEST, sandbox.requestJson(id))
                .parameter(name);
    }

    @Test
    void dead_letters_are_worked_on_while_it_runs_and_after_it_stopped() throws Exception {
        String poisoned = sandbox.seed().purchase().poison(Poison.ASSET_NULL).pending();
        eventually().untilAsserted(() -> assertThat(log()).contains(poisoned + " parked"));
        Path operatorFile = folder.resolve("data/ledger.operator");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(operatorFile)))
                .isEqualTo("rw-------");
        assertThat(get("/operations/dead-letters").statusCode()).isEqualTo(401);

        assertThat(journey.run("dead-letters", "list")).isZero();
        assertThat(journey.out()).contains(poisoned, "asset is null");
        assertThat(journey.run("dead-letters", "replay", poisoned)).isZero();
        eventually()
                .untilAsserted(() -> assertThat(log().split(poisoned + " parked"))
                        .as("parked again")
                        .hasSizeGreaterThan(2));

        process.toHandle().destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(operatorFile).doesNotExist();
        assertThat(journey.run("dead-letters", "show", poisoned)).isZero();
        assertThat(journey.out()).contains("replay", "payload");
        assertThat(journey.run("dead-letters", "discard", poisoned, "--reason", "a test"))
                .isZero();
    }

    @Test
    void a_refused_key_pauses_it_and_costs_no_request_anything() throws Exception {
        approved();
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);

        sandbox.refuseKey(true);
        String id = sandbox.seed().purchase().pending();
        eventually().untilAsserted(() -> {
            HttpResponse<String> ready = get("/observe/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("Check connect.api-key");
        });
        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
        sandbox.refuseKey(false);

        eventually().until(() -> status(id).equals("approved"));
        eventually().until(() -> get("/observe/health/ready").statusCode() == 200);
        assertThat(get("/observe/metrics").body())
                .contains("connect_requests_parked 0.0")
                .doesNotContain(id);
        assertThat(log()).doesNotContain("parked").doesNotContain("SU-000");
    }
}
