package io.connectprocessor.operations;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Through the management server of the processor that holds the ledger. */
public final class RemoteDeadLetters implements DeadLetters {

    private final OperatorFile processor;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final DeadLetterJson json = new DeadLetterJson();

    public RemoteDeadLetters(OperatorFile processor) {
        this.processor = processor;
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
        String host = processor.host().contains(":") ? "[" + processor.host() + "]" : processor.host();
        String where = "http://" + host + ":" + processor.port() + OperationsServer.PATH + path;
        HttpRequest request = HttpRequest.newBuilder(URI.create(where))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + processor.token())
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(json.bytes(body)))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 && answer.statusCode() != 404) {
                throw new IOException("the processor answered " + answer.statusCode() + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        // java.net.http.HttpClient of Java 17 has nothing to close
    }
}
