package io.connectprocessor.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsagePeriod;
import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsServerTest {

    private static final DeadLetter LETTER = new DeadLetter(
            "PR-1",
            "request",
            "AS-1",
            "PRD-1",
            "purchase",
            State.PARKED,
            "refused",
            "the vendor answered 404: é \"x\"",
            null,
            "create-subscription",
            "on-purchase",
            3,
            Instant.parse("2026-03-01T12:00:00.123456Z"),
            null,
            null,
            "{\"id\":\"PR-1\"}");

    private final Vertx vertx = Vertx.vertx();
    private final String token = OperationsServer.newToken();
    private final Asked asked = new Asked();
    private HttpServer server;

    /** A ledger that says what it was asked. */
    private static final Replay REPLAY = new Replay(2, Instant.parse("2026-01-31T12:00:00.000001Z"));

    private static final Event EVENT = new Event(Instant.parse("2026-01-31T12:00:00Z"), "parked", "it said no");

    private static final UsageStatus USAGE = new UsageStatus(
            List.of(Period.parse("2026-02")),
            List.of(new UsagePeriod(
                    "PRD-1",
                    "2026-01",
                    UsagePeriod.State.PARKED,
                    7,
                    2,
                    "refused: é",
                    null,
                    Instant.parse("2026-02-02T00:00:00.000001Z"))),
            List.of(new UsageFile(
                    "PRD-1.CRD-1.2026-01.none.qt.v1",
                    "PRD-1",
                    "CRD-1",
                    "",
                    "2026-01",
                    "qt",
                    1,
                    UsageFile.State.PLANNED,
                    null,
                    7,
                    "abc",
                    null,
                    "wait",
                    Instant.parse("2026-02-02T00:00:00Z"))));

    private static final class Asked implements DeadLetters {
        private final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public List<DeadLetter> list(List<State> states, int limit) {
            calls.add("list " + states + " " + limit);
            return List.of(LETTER);
        }

        @Override
        public Optional<DeadLetter> find(String id) {
            calls.add("find " + id);
            return id.equals("PR-1") ? Optional.of(LETTER) : Optional.empty();
        }

        @Override
        public List<Event> timeline(String id) {
            calls.add("timeline " + id);
            return List.of(EVENT);
        }

        @Override
        public Replay replay(List<String> ids, String failure, String operator, double perSecond) {
            calls.add("replay " + ids + " " + failure + " " + operator + " " + perSecond);
            return REPLAY;
        }

        @Override
        public boolean discard(String id, String reason, String operator) {
            calls.add("discard " + id + " " + reason + " " + operator);
            if (id.equals("PR-500")) {
                throw new IllegalStateException("the database is away");
            }
            return id.equals("PR-1");
        }

        @Override
        public void close() {}
    }

    @BeforeAll
    void start() throws Exception {
        Router router = Router.router(vertx);
        new OperationsServer(asked, () -> USAGE, token).mount(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @BeforeEach
    void forget() {
        asked.calls.clear();
    }

    @Test
    void the_status_of_usage_comes_as_the_ledger_has_it_and_to_nobody_without_the_token() {
        OperatorFile ours = new OperatorFile("127.0.0.1", server.actualPort(), token);
        OperatorFile stranger = new OperatorFile("127.0.0.1", server.actualPort(), "guessed");

        assertThat(new RemoteUsage(ours).status()).isEqualTo(USAGE);
        assertThatThrownBy(() -> new RemoteUsage(stranger).status()).hasMessageContaining("401");
    }

    private RemoteDeadLetters remote(String withToken) {
        return new RemoteDeadLetters(new OperatorFile("127.0.0.1", server.actualPort(), withToken));
    }

    private HttpResponse<String> send(String method, String path, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + "/operations/dead-letters" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void an_operators_command_sees_what_the_ledger_holds() {
        try (RemoteDeadLetters remote = remote(token)) {
            assertThat(remote.list(List.of(State.PARKED, State.HELD_BACK), 7)).containsExactly(LETTER);
            assertThat(remote.list(List.of(), 100)).containsExactly(LETTER);
            assertThat(remote.find("PR-1")).contains(LETTER);
            assertThat(remote.find("PR-2/x y")).isEmpty();
            assertThat(remote.replay(List.of("PR-1", "PR-2"), null, "ann", 0)).isEqualTo(REPLAY);
            assertThat(remote.replay(List.of(), "refused", "ann", 0.2)).isEqualTo(REPLAY);
            assertThat(remote.discard("PR-1", "tested \"it\"", "ann")).isTrue();
            assertThat(remote.discard("PR-2", "x", "ann")).isFalse();
        }

        assertThat(asked.calls)
                .containsExactly(
                        "list [PARKED, HELD_BACK] 7",
                        "list [] 100",
                        "find PR-1",
                        "find PR-2/x+y",
                        "replay [PR-1, PR-2] null ann 0.0",
                        "replay [] refused ann 0.2",
                        "discard PR-1 tested \"it\" ann",
                        "discard PR-2 x ann");
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "GET, /PR-1", "POST, /replay", "POST, /PR-1/discard", "GET, /"})
    void without_the_token_nothing_is_told_or_done(String method, String path) throws Exception {
        for (String authorization : new String[] {null, "Bearer x", token, "Bearer " + token + "x", "bearer"}) {
            assertThat(send(method, path, "{}", authorization).statusCode()).isEqualTo(401);
        }

        assertThat(asked.calls).isEmpty();
    }

    @Test
    void a_command_with_another_token_says_so() {
        assertThatThrownBy(() -> remote("other").list(List.of(), 1))
                .hasMessageContaining("the processor answered 401")
                .hasMessageNotContaining(token);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | ?states=PARKT | ''",
                "GET | ?limit=many | ''",
                "POST | /replay | {\"ids\":\"PR-1\"}",
                "POST | /replay | {\"ids\":null}",
                "POST | /replay | {\"failure\":5}",
                "POST | /replay | {\"per_second\":\"5\"}",
                "POST | /replay | {\"per_second\":null}",
                "POST | /replay | [\"PR-1\"]",
                "POST | /replay | {\"ids\":[\"PR-1\"",
                "POST | /PR-1/discard | {\"reason\":{}}"
            })
    void what_cannot_be_understood_is_refused_and_does_nothing(String method, String path, String body)
            throws Exception {
        HttpResponse<String> answer = send(method, path, body, "Bearer " + token);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":");
        assertThat(asked.calls).isEmpty();
    }

    @Test
    void a_failing_ledger_is_told() {
        assertThatThrownBy(() -> remote(token).discard("PR-500", "x", "ann"))
                .hasMessageContaining("the processor answered 500")
                .hasMessageContaining("the database is away");
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        assertThat(send("POST", "/replay", " ".repeat((1 << 20) + 1), "Bearer " + token)
                        .statusCode())
                .isEqualTo(413);
        assertThat(asked.calls).isEmpty();
    }
}
