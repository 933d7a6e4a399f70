package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** What {@code connect:inquire} asks: a text beside each parameter that the customer is to look at. Thread-safe. */
final class Question {

    /** OpenAPI 37.0, {@code value_error} of a subscription's parameter. */
    private static final int LONGEST = 512;

    private final ConnectEndpoint endpoint;
    private final Map<String, OptionText> errors;

    /** @throws IllegalArgumentException when the option errors is no list of assignments */
    Question(ConnectEndpoint endpoint) {
        this.endpoint = endpoint;
        this.errors = endpoint.getErrors() == null
                ? Map.of()
                : OptionText.assignments(endpoint.getCamelContext(), endpoint.getErrors());
    }

    /**
     * The changes that make exactly what is asked now marked: texts that are new, and texts of an earlier question, which go. Without errors
     * nothing changes, the route has marked the parameters itself.
     */
    List<Map<String, Object>> changes(Exchange exchange, ConnectRequest request) {
        List<Map<String, Object>> changes = new ArrayList<>();
        errors.forEach((id, text) -> {
            String asked = asked(exchange, id, text);
            Map<String, Object> known = request.find(id);
            if (known == null) {
                throw endpoint.fault(
                        "request " + request.id() + " has no parameter " + id, "Correct the name in errors.");
            }
            if (!asked.equals(known.get("value_error"))) {
                changes.add(marked(known, asked));
            }
        });
        if (!errors.isEmpty()) {
            request.parametersWithError().stream()
                    .filter(parameter -> !errors.containsKey(String.valueOf(parameter.get("id"))))
                    .forEach(parameter -> changes.add(marked(parameter, "")));
        }
        return changes;
    }

    private String asked(Exchange exchange, String id, OptionText text) {
        Object asked = text.value(exchange);
        if (asked == null) {
            throw endpoint.fault(
                    "the text for parameter " + id + " is missing: " + text + " gave nothing", "Say what is asked.");
        }
        return Cut.at(LONGEST, String.valueOf(asked));
    }

    /**
     * The value goes with the text, unchanged: clients of the platform send both (cloudblue/connect-haxe-sdk). A password does not, as it may
     * be read masked.
     */
    static Map<String, Object> marked(Map<String, Object> parameter, String error) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("id", parameter.get("id"));
        if (parameter.get("structured_value") instanceof Map<?, ?> structured && !structured.isEmpty()
                || parameter.get("structured_value") instanceof List<?> list && !list.isEmpty()) {
            change.put("structured_value", parameter.get("structured_value"));
        } else if (parameter.get("value") != null && !"password".equals(parameter.get("type"))) {
            change.put("value", parameter.get("value"));
        }
        change.put("value_error", error);
        return change;
    }
}
