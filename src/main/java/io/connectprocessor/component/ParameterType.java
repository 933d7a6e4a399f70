package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a parameter takes, by the type that the platform shows for it (OpenAPI 37.0, product parameters): a value, which is a text, or a
 * structured value. Of an unknown type both are taken as they come.
 */
final class ParameterType {

    /** A value that the type cannot take; the message says what it is instead. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final String advice;

        Unfit(String what, String advice) {
            super(what);
            this.advice = advice;
        }

        String advice() {
            return advice;
        }
    }

    private static final Set<String> PHONE = Set.of("country_code", "area_code", "phone_number", "extension");
    private static final Set<String> ADDRESS =
            Set.of("address_line1", "address_line2", "city", "state", "postal_code", "country");
    private static final Set<String> TEXTS =
            Set.of("text", "dropdown", "password", "email", "subdomain", "domain", "url", "choice");

    private static final Set<String> WITH_FIELDS = Set.of("phone", "address", "checkbox");
    private static final Set<String> STRUCTURED = Set.of("phone", "address", "checkbox", "object");

    private final String type;
    private final Map<String, Object> parameter;

    ParameterType(Map<String, Object> parameter) {
        this.parameter = parameter;
        this.type = parameter.get("type") instanceof String text ? text : "";
    }

    /** As it is sent: a text for {@code value}, a Map or a List for {@code structured_value}. */
    Object fit(Object value) throws Unfit {
        if ("".equals(value) && STRUCTURED.contains(type)) {
            return Map.of();
        }
        switch (type) {
            case "phone":
                return fields(value, PHONE);
            case "address":
                return fields(value, ADDRESS);
            case "checkbox":
                return boxes(value);
            case "object":
                if (value instanceof Map || value instanceof List) {
                    return value;
                }
                throw unfit(value, "Write an expression that gives a Map or a List.");
            case "heading", "content":
                throw new Unfit("is of type " + type + ", which has no value", "Leave it out.");
            default:
                boolean structured = value instanceof Map || value instanceof List;
                if (structured && TEXTS.contains(type)) {
                    throw unfit(value, "Write an expression that gives one text, such as ${body[address][city]}.");
                }
                return structured ? value : text(value);
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal decimal ? Json.digits(decimal) : String.valueOf(value);
    }

    private Map<String, Object> fields(Object value, Set<String> known) throws Unfit {
        String advice = "Write an expression that gives a Map with some of "
                + String.join(", ", known.stream().sorted().toList()) + ".";
        if (!(value instanceof Map<?, ?> map)) {
            throw unfit(value, advice);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!known.contains(name) || entry.getValue() instanceof Map || entry.getValue() instanceof Collection) {
                throw new Unfit("is of type " + type + ", whose field is not " + name, advice);
            }
            if (entry.getValue() != null) {
                fields.put(name, text(entry.getValue()));
            }
        }
        return fields;
    }

    /** Keyed by choice, each true or false. One choice ticked may be written as its text, several as a List. */
    private Map<String, Object> boxes(Object value) throws Unfit {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> boxes = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                boxes.put(choice(entry.getKey()), ticked(entry.getValue()));
            }
            return boxes;
        }
        List<String> choices = choices();
        boolean one = value instanceof Boolean
                || value instanceof String text && text.matches("(?i)true|false") && !choices.contains(text);
        if (one) {
            if (choices.size() != 1) {
                throw unfit(value, advice());
            }
            return Map.of(choices.get(0), ticked(value));
        }
        Map<String, Object> boxes = new LinkedHashMap<>();
        choices.forEach(choice -> boxes.put(choice, false));
        for (Object ticked : value instanceof Collection<?> several ? several : List.of(value)) {
            boxes.put(choice(ticked), true);
        }
        return boxes;
    }

    private Boolean ticked(Object value) throws Unfit {
        if (value instanceof Boolean box) {
            return box;
        }
        if (value instanceof String text && text.matches("(?i)true|false")) {
            return Boolean.valueOf(text);
        }
        throw unfit(value, advice());
    }

    private String choice(Object value) throws Unfit {
        List<String> choices = choices();
        if (!(value instanceof String choice) || !choices.isEmpty() && !choices.contains(choice)) {
            throw unfit(value, advice());
        }
        return choice;
    }

    private String advice() {
        List<String> choices = choices();
        return "Write true or false for each choice, as a Map from choice to boolean, or a List of those that are ticked"
                + (choices.isEmpty() ? "." : "; the choices are " + String.join(", ", choices) + ".");
    }

    /** The platform shows them in one of three places; empty when in none. */
    private List<String> choices() {
        Object found = parameter.get("value_choices");
        if (parameter.get("constraints") instanceof Map<?, ?> constraints) {
            found = found != null ? found : constraints.get("choices");
            if (found == null && constraints.get("meta") instanceof Map<?, ?> meta) {
                found = meta.get("choices");
            }
        }
        List<String> choices = new ArrayList<>();
        if (found instanceof List<?> list) {
            for (Object entry : list) {
                Object choice = entry instanceof Map<?, ?> map ? map.get("value") : entry;
                if (choice != null) {
                    choices.add(String.valueOf(choice));
                }
            }
        }
        return choices;
    }

    /** Names the kind of what was given, never the value: it may be a customer's. */
    private Unfit unfit(Object value, String advice) {
        String given = value instanceof Map
                ? "a Map"
                : value instanceof Collection
                        ? "a List"
                        : value instanceof Number ? "a number" : value instanceof Boolean ? "a boolean" : "a text";
        return new Unfit("is of type " + type + ", which cannot be made of " + given, advice);
    }

    /** Whether what is sent says the same as what is there: fields that are empty, or boxes that are not ticked, may be left out. */
    boolean same(Object known, Object sent) {
        return plain(known).equals(plain(sent));
    }

    private Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, field) -> {
                Object inner = plain(field);
                if (!WITH_FIELDS.contains(type) || !inner.equals("") && !inner.equals(false)) {
                    fields.put(String.valueOf(name), inner);
                }
            });
            return fields.isEmpty() ? "" : fields;
        }
        if (value instanceof Collection<?> list) {
            List<Object> entries = new ArrayList<>();
            list.forEach(entry -> entries.add(plain(entry)));
            return entries.isEmpty() ? "" : entries;
        }
        if (value instanceof Number number) {
            BigDecimal decimal = new BigDecimal(number.toString()).stripTrailingZeros();
            return decimal.signum() == 0 ? BigDecimal.ZERO : decimal;
        }
        return value == null ? "" : value;
    }
}
