package io.connectprocessor.operations;

import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.usage.UsageStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters and the status of usage on the management server, below {@code /operations}; each call needs the token, from loopback or not. */
public final class OperationsServer {

    static final String PATH = "/operations/dead-letters";
    static final String USAGE = "/operations/usage";
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
    private static final int LARGEST_BODY = 1 << 20;

    private final DeadLetters deadLetters;
    private final DeadLetterJson json = new DeadLetterJson();
    private final Supplier<UsageStatus> usage;
    private final String token;

    public OperationsServer(DeadLetters deadLetters, Supplier<UsageStatus> usage, String token) {
        this.deadLetters = deadLetters;
        this.usage = usage;
        this.token = token;
    }

    /** A fresh token, 256 bits. */
    public static String newToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Registers the calls on the management server's router. */
    public void mount(Router router) {
        router.route(PATH + "*").order(-100).handler(this::authorize);
        router.route(USAGE + "*").order(-100).handler(this::authorize);
        on(router, HttpMethod.GET, USAGE, (call, body) -> new Answer(200, UsageStatusJson.json(usage.get())));
        on(router, HttpMethod.GET, PATH, this::list);
        on(router, HttpMethod.GET, PATH + "/:id", this::show);
        on(router, HttpMethod.GET, PATH + "/:id/timeline", this::timeline);
        on(router, HttpMethod.POST, PATH + "/replay", this::replay);
        on(router, HttpMethod.POST, PATH + "/:id/discard", this::discard);
    }

    /** In place of the calls: each is answered 409 with this reason. */
    public static void refuse(Router router, String why) {
        byte[] answer = new DeadLetterJson().bytes(Map.of("error", why));
        router.route(PATH + "*")
                .order(-100)
                .handler(call -> call.response()
                        .setStatusCode(409)
                        .putHeader("Content-Type", "application/json")
                        .end(Buffer.buffer(answer)));
    }

    private interface Operation {
        Answer run(RoutingContext call, Map<String, Object> body) throws IOException;
    }

    private record Answer(int status, Object json) {}

    private void on(Router router, HttpMethod method, String path, Operation operation) {
        router.route(method, path)
                .handler(call -> call.request().body().onComplete(body -> {
                    if (body.failed() || body.result().length() > LARGEST_BODY) {
                        answer(call, new Answer(413, Map.of("error", "the body is too large")));
                        return;
                    }
                    byte[] bytes = body.result().getBytes();
                    call.vertx()
                            .<Answer>executeBlocking(
                                    () -> operation.run(call, bytes.length == 0 ? Map.of() : json.object(bytes)), false)
                            .onComplete(done -> {
                                answer(call, done.succeeded() ? done.result() : failed(path, done.cause()));
                            });
                }));
    }

    private static Answer failed(String path, Throwable cause) {
        LOG.warn("Operation {} failed: {}", path, cause.getMessage());
        boolean badInput = cause instanceof IOException || cause instanceof IllegalArgumentException;
        return new Answer(badInput ? 400 : 500, Map.of("error", String.valueOf(cause.getMessage())));
    }

    private void answer(RoutingContext call, Answer answer) {
        call.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(json.bytes(answer.json())));
    }

    private void authorize(RoutingContext call) {
        String sent = String.valueOf(call.request().getHeader("Authorization"));
        if (MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8))) {
            call.next();
        } else {
            answer(call, new Answer(401, Map.of("error", "the token from the file beside the ledger is needed")));
        }
    }

    private Answer list(RoutingContext call, Map<String, Object> body) {
        String states = call.request().getParam("states");
        List<State> wanted = states == null || states.isEmpty()
                ? List.of()
                : Arrays.stream(states.split(",")).map(State::valueOf).toList();
        int limit = Integer.parseInt(call.request().getParam("limit", "1000"));
        return new Answer(
                200,
                deadLetters.list(wanted, limit).stream()
                        .map(DeadLetterJson::json)
                        .toList());
    }

    private Answer show(RoutingContext call, Map<String, Object> body) {
        return deadLetters
                .find(call.pathParam("id"))
                .map(letter -> new Answer(200, DeadLetterJson.json(letter)))
                .orElse(new Answer(404, Map.of("error", "the ledger does not know it")));
    }

    private Answer timeline(RoutingContext call, Map<String, Object> body) {
        return new Answer(
                200,
                deadLetters.timeline(call.pathParam("id")).stream()
                        .map(DeadLetterJson::json)
                        .toList());
    }

    private Answer replay(RoutingContext call, Map<String, Object> body) {
        // Nothing named means all of them, so what is named wrongly must not pass for nothing.
        Object ids = body.getOrDefault("ids", List.of());
        if (!(ids instanceof List<?> list)) {
            throw new IllegalArgumentException("ids is not a list of request ids");
        }
        if (!(body.getOrDefault("per_second", 0) instanceof Number perSecond)) {
            throw new IllegalArgumentException("per_second is not a number");
        }
        Replay replay = deadLetters.replay(
                list.stream().map(String::valueOf).toList(),
                text(body, "failure"),
                text(body, "operator"),
                perSecond.doubleValue());
        return new Answer(200, DeadLetterJson.json(replay));
    }

    private static String text(Map<String, Object> body, String field) {
        Object value = body.get(field);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(field + " is not a text");
        }
        return (String) value;
    }

    private Answer discard(RoutingContext call, Map<String, Object> body) {
        boolean discarded = deadLetters.discard(call.pathParam("id"), text(body, "reason"), text(body, "operator"));
        return new Answer(200, Map.of("discarded", discarded));
    }
}
