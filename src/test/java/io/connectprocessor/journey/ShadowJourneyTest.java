package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --shadow} beside an older processor, which decides the requests meanwhile. */
class ShadowJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "vendor-secret-4711";

    @TempDir
    Path folder;

    @TempDir
    Path olderFolder;

    private Sandbox sandbox;
    private Journey journey;

    @BeforeEach
    void start() {
        sandbox = Sandbox.builder().start();
        journey = new Journey(folder, sandbox).set("vendor.api-key", SECRET);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        nothingWasSent();
    }

    /** By the sandbox's own books: what Connect was asked for is reading, and the vendor was not asked at all. */
    private void nothingWasSent() {
        assertThat(sandbox.books().connectCalls().keySet()).allMatch(action -> action.matches("(list|get|read)-.*"));
        assertThat(sandbox.books().vendorCallsInAll()).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private List<JsonNode> report() throws IOException {
        return Files.readAllLines(folder.resolve("shadow-report.jsonl")).stream()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private JsonNode report(SandboxRequest request) throws IOException {
        return report().stream()
                .filter(line -> line.path("request").asText().equals(request.id()))
                .findFirst()
                .orElseThrow();
    }

    private void answer(String step, String json) throws IOException {
        Files.createDirectories(folder.resolve("shadow-answers"));
        Files.writeString(folder.resolve("shadow-answers/" + step + ".json"), json);
    }

    @Test
    void says_what_would_come_of_each_request_and_sends_nothing() throws Exception {
        SandboxRequest purchase = sandbox.request("purchase").item("SEAT", 10).create();
        SandboxRequest tier = sandbox.tierRequest("setup").create();
        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            Said said = journey.say("run", "--once", "--shadow");

            assertThat(said.code()).as(said.out() + said.err() + log.text()).isZero();
            assertThat(said.out())
                    .contains(
                            "2 of them are guesses",
                            "Calls not made: 4 connect, 2 vendor.",
                            "This was a shadow: nothing was sent, nothing is parked. Nothing would need a person");
            assertThat(log.text())
                    .containsPattern("purchase " + purchase.id() + " of PRD-100-200-300 would be approved with template"
                            + " TL-[0-9-]+; not sent: vendor POST /subscriptions \\([0-9]+ bytes\\), connect PUT"
                            + " /requests/" + purchase.id() + " \\([0-9]+ bytes\\), connect POST /requests/"
                            + purchase.id()
                            + "/approve \\([0-9]+ bytes\\); a guess, after an answer that was not asked for:"
                            + " create-subscription")
                    .contains("tier setup " + tier.id());
        }
        assertThat(purchase.status()).isEqualTo("pending");
        assertThat(tier.status()).isEqualTo("pending");
    }

    @Test
    void the_file_has_the_payloads_for_its_owner_alone_and_no_secret() throws Exception {
        SandboxRequest purchase = sandbox.request("purchase").item("SEAT", 10).create();
        journey.edit(
                "on-purchase.camel.yaml",
                "- to: { id: create-subscription,",
                "- setBody: { simple: \"{\\\"key\\\": \\\"{{vendor.api-key}}\\\", \\\"who\\\": \\\"${body[asset][tiers][customer][name]}\\\"}\" }\n        - to: { id: create-subscription,");

        String customer = String.valueOf(((java.util.Map<?, ?>) ((java.util.Map<?, ?>) ((java.util.Map<?, ?>)
                                        sandbox.requestJson(purchase.id()).get("asset"))
                                .get("tiers"))
                        .get("customer"))
                .get("name"));
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            Said said = journey.say("run", "--once", "--shadow", "--shadow-report");
            assertThat(said.code()).as(said.out() + said.err() + log.text()).isZero();
            assertThat(log.text() + said.out()).doesNotContain(customer, SECRET, sandbox.apiKey());
        }

        Path file = folder.resolve("shadow-report.jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().doesNotContain(SECRET, sandbox.apiKey());
        JsonNode line = report(purchase);
        assertThat(line.path("would").asText()).isEqualTo("approved");
        assertThat(line.path("guess_after").get(0).asText()).isEqualTo("create-subscription");
        JsonNode calls = line.path("calls");
        assertThat(calls.get(0).path("body").path("who").asText()).isEqualTo(customer);
        assertThat(calls.get(0).path("body").path("key").asText()).isEqualTo("***");
        assertThat(calls.get(1).path("body").toString())
                .isEqualTo(
                        "{\"asset\":{\"params\":[{\"id\":\"subscription_id\",\"value\":\"shadow-create-subscription\","
                                + "\"value_error\":\"\"}]}}");
        assertThat(calls.get(2).path("path").asText()).isEqualTo("/requests/" + purchase.id() + "/approve");
        assertThat(calls.get(2).path("body").path("template_id").asText()).startsWith("TL-");
    }

    @Test
    void an_answer_of_the_user_leads_into_the_other_branch() throws Exception {
        sandbox.request("purchase").item("SEAT", 10).create();
        answer("create-subscription", "{\"declined\": \"no seats\"}");
        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            assertThat(journey.run("run", "--once", "--shadow")).isZero();
            assertThat(log.text())
                    .contains("would be failed with a reason of 8 characters")
                    .doesNotContain("no seats");
        }
    }

    @Test
    void a_purchase_that_would_be_parked_is_not_and_the_code_is_3() throws Exception {
        sandbox.request("purchase").item("SEAT", 10).create();
        answer("create-subscription", "{\"number\": 5}");

        Said said = journey.say("run", "--once", "--shadow");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.out()).contains("1 would be parked");
    }

    @Test
    void a_ledger_that_another_processor_holds_is_left_alone() throws Exception {
        sandbox.request("purchase").item("SEAT", 10).create();
        Journey held = new Journey(olderFolder, sandbox)
                .set("poll.cron", "0 0 0 1 1 ? 2099")
                .set("ledger.url", "jdbc:h2:file:" + olderFolder.resolve("data/ledger"));
        try (RunningProcessor older = held.start()) {
            journey.set("ledger.url", "jdbc:h2:file:" + olderFolder.resolve("data/ledger"));

            assertThat(journey.run("run", "--once", "--shadow"))
                    .as(journey.err())
                    .isZero();

            assertThat(held.operatorFile()).exists();
            assertThat(older.get("/observe/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void other_endpoints_of_routes_are_not_called_but_reported() throws Exception {
        SandboxRequest purchase = sandbox.request("purchase").item("SEAT", 10).create();
        Path out = folder.resolve("out");
        journey.set("old.billing", "http://localhost:1/bills?password=x1y2z3");
        journey.edit(
                "on-purchase.camel.yaml",
                "- to: { id: create-subscription,",
                "- to: { id: keep-a-copy, uri: \"file:" + out + "\" }\n"
                        + "        - to: { id: call-once, uri: \"connect:once\", parameters: { step: tell-billing, call: \"{{old.billing}}\" } }\n"
                        + "        - to: { id: create-subscription,");

        Said said = journey.say("run", "--once", "--shadow", "--shadow-report=report.jsonl");

        assertThat(said.code()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains("Calls not made: 2 connect, 1 file, 1 http, 1 vendor.");
        assertThat(out).doesNotExist();
        String line = Files.readString(folder.resolve("report.jsonl"));
        assertThat(line).contains(purchase.id(), "keep-a-copy", "tell-billing").doesNotContain("x1y2z3");
    }

    @Test
    void while_it_runs_it_tells_whether_the_older_processor_does_the_same() throws Exception {
        SandboxRequest alike = sandbox.request("purchase").item("SEAT", 10).create();
        SandboxRequest other = sandbox.request("purchase").item("SEAT", 10).create();
        int port = freePort();
        journey.set("poll.cron", "* * * * * ?")
                .set("management.port", String.valueOf(port))
                .write();
        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            CompletableFuture<Integer> code = new CompletableFuture<>();
            Thread run = new Thread(() -> {
                try {
                    code.complete(journey.run("run", "--shadow"));
                } catch (IOException e) {
                    code.completeExceptionally(e);
                }
            });
            run.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log.text().contains(alike.id() + " of")
                            && log.text().contains(other.id() + " of"));
            String template = log.text().replaceAll("(?s).*approved with template (TL-[0-9-]+).*", "$1");
            nothingWasSent();
            decide(alike, "approve", "{\"template_id\": \"" + template + "\"}");
            decide(other, "fail", "{\"reason\": \"no\"}");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log.text().contains(alike.id() + " agrees: it is approved")
                            && log.text()
                                    .contains(
                                            other.id() + " differs: it is failed, here it would be approved (a guess"));
            assertThat(log.lines().stream().filter(line -> line.contains(alike.id() + " of")))
                    .as("looked at once")
                    .hasSize(1);
            HttpClient http = HttpClient.newHttpClient();
            String metrics = get(http, port, "/observe/metrics").body();
            assertThat(metrics)
                    .contains("connect_shadow_compared_total{result=\"agree\"} 1.0")
                    .doesNotContain("connect_request_duration", "connect_requests_");
            HttpResponse<String> operations = get(http, port, "/operations/dead-letters");
            assertThat(operations.statusCode()).isEqualTo(409);
            assertThat(operations.body()).contains("This is a shadow");
            run.interrupt();
            assertThat(code.get(30, java.util.concurrent.TimeUnit.SECONDS)).isZero();
            assertThat(journey.out()).contains("1 agree, 1 differ, 0 would still wait here.");
        }
        sandbox.close();
        sandbox = Sandbox.builder().start();
    }

    /** As the older processor does: straight at the platform. */
    private void decide(SandboxRequest request, String action, String body) throws Exception {
        send(
                "PUT",
                "/requests/" + request.id(),
                "{\"asset\": {\"params\": [{\"id\": \"subscription_id\", \"value\": \"OLD-1\"}]}}");
        send("POST", "/requests/" + request.id() + "/" + action, body);
    }

    private void send(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.connectUrl() + path))
                                .header("Authorization", sandbox.apiKey())
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_report_without_a_shadow_is_refused() throws Exception {
        Said said = journey.say("run", "--once", "--shadow-report");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("--shadow-report goes with --shadow only.");
    }

    @Test
    void the_sandbox_shows_it_without_an_account() throws Exception {
        Said said = journey.unset("connect.api-url")
                .unset("connect.api-key")
                .unset("connect.products")
                .unset("vendor.api-url")
                .unset("ledger.url")
                .say("run", "--once", "--shadow", "--sandbox", "--pending", "20");

        assertThat(said.code()).as(said.out() + said.err()).isIn(0, 3);
        assertThat(said.out()).contains("would be", "This was a shadow");
        Files.deleteIfExists(folder.resolve("data/sandbox.lock"));
        Files.deleteIfExists(folder.resolve("data/sandbox"));
        Files.deleteIfExists(folder.resolve("data"));
    }
}
