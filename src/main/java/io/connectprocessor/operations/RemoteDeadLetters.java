package io.connectprocessor.operations;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Through the management server of the processor that holds the ledger. */
public final class RemoteDeadLetters implements DeadLetters {

    private final RunningProcessor processor;
    private final DeadLetterJson json = new DeadLetterJson();

    public RemoteDeadLetters(OperatorFile processor) {
        this.processor = new RunningProcessor(processor);
    }

    @Override
    public List<DeadLetter> list(List<State> states, int limit) {
        String names = states.stream().map(Enum::name).collect(Collectors.joining(","));
        try {
            return json.letters(
                    send("GET", "?limit=" + limit + "&states=" + names, null).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        HttpResponse<byte[]> answer = send("GET", "/" + URLEncoder.encode(id, StandardCharsets.UTF_8), null);
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(DeadLetterJson.letter(object(answer)));
    }

    @Override
    public List<Event> timeline(String id) {
        try {
            return json.events(send("GET", "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/timeline", null)
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Replay replay(List<String> ids, String failure, String operator, double perSecond) {
        Map<String, Object> body = new HashMap<>();
        body.put("ids", ids);
        body.put("failure", failure);
        body.put("operator", operator);
        body.put("per_second", perSecond);
        return DeadLetterJson.replay(object(send("POST", "/replay", body)));
    }

    @Override
    public boolean discard(String id, String reason, String operator) {
        Map<String, Object> body = new HashMap<>();
        body.put("reason", reason);
        body.put("operator", operator);
        return Boolean.TRUE.equals(object(
                        send("POST", "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/discard", body))
                .get("discarded"));
    }

    private Map<String, Object> object(HttpResponse<byte[]> answer) {
        try {
            return json.object(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> send(String method, String path, Object body) {
        return processor.send(method, OperationsServer.PATH + path, body == null ? null : json.bytes(body));
    }

    @Override
    public void close() {
        // the HTTP client of Java 17 has nothing to close
    }
}
