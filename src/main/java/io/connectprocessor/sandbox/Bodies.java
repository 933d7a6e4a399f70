package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads what callers send, and refuses what the platform refuses. */
final class Bodies {

    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?([+-]\\d{2}:\\d{2}|Z)?");

    private final ObjectMapper mapper;

    Bodies(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The body as an object; none counts as an empty one. */
    JsonNode object(byte[] body) {
        if (body.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode node = mapper.readTree(body);
            if (node == null || !node.isObject()) {
                throw Refusal.validation("non_field_errors", "Invalid data. Expected an object.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Refusal.validation("non_field_errors", "JSON parse error.");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null when absent. */
    static String optionalText(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node == null) {
            return null;
        }
        if (node.isNull()) {
            throw Refusal.validation(field, "This field may not be null.");
        }
        if (!node.isTextual()) {
            throw Refusal.validation(field, "Not a valid string.");
        }
        return node.textValue();
    }

    /** Absent: REQ_005; blank: VAL_001. */
    static String requiredText(JsonNode object, String field) {
        String text = optionalText(object, field);
        if (text == null) {
            throw new Refusal(400, "REQ_005", "Missed fields: " + field + ".");
        }
        if (text.isBlank()) {
            throw Refusal.validation(field, "This field may not be blank.");
        }
        return text;
    }

    /** Null when absent. */
    static String optionalDateTime(JsonNode object, String field) {
        String text = optionalText(object, field);
        if (text != null && !DATE_TIME.matcher(text).matches()) {
            throw Refusal.validation(
                    field, "Datetime has wrong format. Use YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
        }
        return text;
    }

    /** @param text as {@link #optionalDateTime} lets it through; without an offset it is UTC */
    static Instant instant(String field, String text) {
        try {
            boolean offset = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Refusal.validation(field, "Datetime has wrong format.");
        }
    }

    /** Without the fields that are null. */
    static JsonNode withoutNulls(JsonNode object) {
        ObjectNode sound = object.deepCopy();
        sound.properties().removeIf(field -> field.getValue().isNull());
        return sound;
    }
}
