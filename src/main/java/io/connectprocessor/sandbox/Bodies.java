package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what callers send, and refuses what the platform refuses. */
final class Bodies {

    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?([+-]\\d{2}:\\d{2}|Z)?");
    private static final int LONGEST_VALUE = 2048;
    private static final int LONGEST_ERROR = 512;

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

    /** Values with what the array changes in them; an id that is not among the parameters is refused. */
    static Map<String, ParameterValue> merged(
            Map<String, ParameterValue> values, JsonNode params, List<Product.Parameter> definitions) {
        if (params == null || !params.isArray()) {
            throw Refusal.validation("params", "Expected a list of items.");
        }
        Map<String, ParameterValue> merged = new LinkedHashMap<>(values);
        for (JsonNode param : params) {
            if (!param.isObject()) {
                throw Refusal.validation("params", "Invalid data. Expected an object.");
            }
            String id = optionalText(param, "id");
            if (id == null || definitions.stream().noneMatch(d -> d.name().equals(id))) {
                throw Refusal.validation("params", "Parameter " + id + " does not exist.");
            }
            merged.put(id, merged(merged.getOrDefault(id, ParameterValue.NONE), param));
        }
        return merged;
    }

    private static ParameterValue merged(ParameterValue known, JsonNode param) {
        String value = optionalText(param, "value");
        String error = optionalText(param, "value_error");
        requireLength("value", value, LONGEST_VALUE);
        requireLength("value_error", error, LONGEST_ERROR);
        JsonNode structured = param.get("structured_value");
        JsonNode structuredError = param.get("structured_error");
        return new ParameterValue(
                value == null ? known.value() : value,
                error == null ? known.error() : error,
                structured == null ? known.structured() : structured,
                structuredError == null ? known.structuredError() : structuredError);
    }

    private static void requireLength(String field, String text, int longest) {
        if (text != null && text.length() > longest) {
            throw Refusal.validation(field, "Ensure this field has no more than " + longest + " characters.");
        }
    }
}
