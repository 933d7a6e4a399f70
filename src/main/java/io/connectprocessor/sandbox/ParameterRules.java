package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a parameter of each type takes, and which must be filled. */
final class ParameterRules {

    private static final Set<String> STRUCTURED = Set.of("phone", "address", "checkbox", "object");
    private static final Set<String> WITHOUT_VALUE = Set.of("heading", "content");
    private static final Set<String> PHONE = Set.of("country_code", "area_code", "phone_number", "extension");
    private static final Set<String> ADDRESS =
            Set.of("address_line1", "address_line2", "city", "state", "postal_code", "country");
    private static final int LONGEST_VALUE = 2048;
    private static final int LONGEST_ERROR = 512;

    private final boolean nullsAreAbsent;

    ParameterRules(boolean nullsAreAbsent) {
        this.nullsAreAbsent = nullsAreAbsent;
    }

    /** Names of the required parameters of these phases that are empty. */
    static List<String> missing(FulfillmentRequest.View view, List<String> phases) {
        List<String> missing = new ArrayList<>();
        for (Product.Parameter parameter : view.request().asset.product.parameters("asset")) {
            boolean wanted = parameter.required() && phases.contains(parameter.phase());
            if (wanted && view.param(parameter.name()).isEmpty()) {
                missing.add(parameter.name());
            }
        }
        return missing;
    }

    /** Values with what the array changes in them; an id that is not among the parameters is refused. */
    Map<String, ParameterValue> merged(
            Map<String, ParameterValue> values, JsonNode params, List<Product.Parameter> definitions) {
        if (params == null || !params.isArray()) {
            throw Refusal.validation("params", "Expected a list of items.");
        }
        Map<String, ParameterValue> merged = new LinkedHashMap<>(values);
        for (JsonNode param : params) {
            if (!param.isObject()) {
                throw Refusal.validation("params", "Invalid data. Expected an object.");
            }
            String id = Bodies.optionalText(param, "id");
            Product.Parameter definition = definitions.stream()
                    .filter(d -> d.name().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Refusal.validation("params", "Parameter " + id + " does not exist."));
            merged.put(id, merged(merged.getOrDefault(id, ParameterValue.NONE), param, definition));
        }
        return merged;
    }

    private ParameterValue merged(ParameterValue known, JsonNode param, Product.Parameter definition) {
        String value = text(param, "value");
        String error = text(param, "value_error");
        JsonNode structured = present(param, "structured_value");
        JsonNode structuredError = present(param, "structured_error");
        requireLength("value", value, LONGEST_VALUE);
        requireLength("value_error", error, LONGEST_ERROR);
        requireValue(definition, value);
        requireStructure(definition, structured);
        if (structuredError != null && !structuredError.isObject()) {
            throw Refusal.validation("structured_error", "Invalid data. Expected an object.");
        }
        return new ParameterValue(
                value == null ? known.value() : value,
                error == null ? known.error() : error,
                structured == null ? known.structured() : structured,
                structuredError == null ? known.structuredError() : structuredError);
    }

    private String text(JsonNode param, String field) {
        return nullsAreAbsent && param.path(field).isNull() ? null : Bodies.optionalText(param, field);
    }

    private JsonNode present(JsonNode param, String field) {
        JsonNode node = param.get(field);
        if (node != null && node.isNull() && !nullsAreAbsent) {
            throw Refusal.validation(field, "This field may not be null.");
        }
        return node == null || node.isNull() ? null : node;
    }

    private static void requireValue(Product.Parameter definition, String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        String name = definition.name();
        if (WITHOUT_VALUE.contains(definition.type())) {
            throw Refusal.validation(name, "A parameter of type " + definition.type() + " has no value.");
        }
        if (STRUCTURED.contains(definition.type())) {
            throw Refusal.validation(name, "A parameter of type " + definition.type() + " takes structured_value.");
        }
        if (!definition.choices().isEmpty() && !definition.choices().contains(value)) {
            throw Refusal.validation(name, "\"" + value + "\" is not a valid choice.");
        }
    }

    private static void requireStructure(Product.Parameter definition, JsonNode structured) {
        if (structured == null || structured.isContainerNode() && structured.isEmpty()) {
            return;
        }
        String name = definition.name();
        switch (definition.type()) {
            case "phone" -> requireTexts(name, structured, PHONE);
            case "address" -> requireTexts(name, structured, ADDRESS);
            case "checkbox" -> requireChoices(name, structured, definition.choices());
            case "object" -> {
                if (!structured.isContainerNode()) {
                    throw Refusal.validation(name, "Expected an object or a list.");
                }
            }
            default ->
                throw Refusal.validation(
                        name, "A parameter of type " + definition.type() + " takes value, not structured_value.");
        }
    }

    private static void requireTexts(String name, JsonNode structured, Set<String> fields) {
        requireObject(name, structured);
        structured.fields().forEachRemaining(field -> {
            if (!fields.contains(field.getKey()) || !field.getValue().isTextual()) {
                throw Refusal.validation(name, field.getKey() + " is not one of its texts " + fields + ".");
            }
        });
    }

    private static void requireChoices(String name, JsonNode structured, List<String> choices) {
        requireObject(name, structured);
        structured.fields().forEachRemaining(field -> {
            if (!choices.contains(field.getKey()) || !field.getValue().isBoolean()) {
                throw Refusal.validation(name, field.getKey() + " is not one of its choices with true or false.");
            }
        });
    }

    private static void requireObject(String name, JsonNode structured) {
        if (!structured.isObject()) {
            throw Refusal.validation(name, "Expected an object.");
        }
    }

    private static void requireLength(String field, String text, int longest) {
        if (text != null && text.length() > longest) {
            throw Refusal.validation(field, "Ensure this field has no more than " + longest + " characters.");
        }
    }
}
