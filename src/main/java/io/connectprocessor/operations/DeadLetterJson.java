package io.connectprocessor.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dead letters as JSON between the running processor and the operator's command. */
final class DeadLetterJson {

    private final ObjectMapper mapper = JsonMapper.builder().build();

    byte[] bytes(Object json) {
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> object(byte[] bytes) throws IOException {
        return mapper.readValue(bytes, new TypeReference<>() {});
    }

    List<DeadLetter> letters(byte[] bytes) throws IOException {
        return rows(bytes).stream().map(DeadLetterJson::letter).toList();
    }

    List<Event> events(byte[] bytes) throws IOException {
        return rows(bytes).stream()
                .map(row -> new Event(instant(row.get("at")), (String) row.get("kind"), (String) row.get("detail")))
                .toList();
    }

    private List<Map<String, Object>> rows(byte[] bytes) throws IOException {
        return mapper.readValue(bytes, new TypeReference<>() {});
    }

    static Map<String, Object> json(Event event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", text(event.at()));
        json.put("kind", event.kind());
        json.put("detail", event.detail());
        return json;
    }

    static Map<String, Object> json(Replay replay) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("replayed", replay.moved());
        json.put("last_due", text(replay.lastDue()));
        return json;
    }

    static Replay replay(Map<String, Object> json) {
        return new Replay(((Number) json.get("replayed")).intValue(), instant(json.get("last_due")));
    }

    static Map<String, Object> json(DeadLetter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", letter.id());
        json.put("kind", letter.kind());
        json.put("lane", letter.lane());
        json.put("product", letter.product());
        json.put("type", letter.type());
        json.put("state", letter.state().name());
        json.put("failure", letter.failure());
        json.put("cause", letter.cause());
        json.put("advice", letter.advice());
        json.put("step", letter.step());
        json.put("route", letter.route());
        json.put("attempts", letter.attempts());
        json.put("since", text(letter.since()));
        json.put("retry_at", text(letter.retryAt()));
        json.put("held_back_by", letter.heldBackBy());
        json.put("payload", letter.payload());
        return json;
    }

    static DeadLetter letter(Map<String, Object> json) {
        return new DeadLetter(
                (String) json.get("id"),
                (String) json.get("kind"),
                (String) json.get("lane"),
                (String) json.get("product"),
                (String) json.get("type"),
                State.valueOf((String) json.get("state")),
                (String) json.get("failure"),
                (String) json.get("cause"),
                (String) json.get("advice"),
                (String) json.get("step"),
                (String) json.get("route"),
                ((Number) json.get("attempts")).intValue(),
                instant(json.get("since")),
                instant(json.get("retry_at")),
                (String) json.get("held_back_by"),
                (String) json.get("payload"));
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Instant instant(Object text) {
        return text == null ? null : Instant.parse((String) text);
    }
}
