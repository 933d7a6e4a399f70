package io.connectprocessor.component;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * An option that may hold {@code ${…}}. The text is split before anything is evaluated, and what comes out of an expression is data: it is
 * never parsed again.
 */
final class OptionText {

    /** {@code ${body[field]}}, the most common of all. Camel's evaluation of it makes a bean and a copy of the exchange each time. */
    private static final Pattern FIELD_OF_BODY = Pattern.compile("\\$\\{body\\[([A-Za-z_][A-Za-z0-9_]*)]}");

    /**
     * @param literal null when there is an expression, which is null otherwise
     * @param field of the body, when that is all that the expression asks for
     */
    private record Part(String literal, Expression expression, String field) {

        Object evaluate(Exchange exchange) {
            return field != null && exchange.getMessage().getBody() instanceof Map<?, ?> body
                    ? body.get(field)
                    : expression.evaluate(exchange, Object.class);
        }
    }

    private final String text;
    private final List<Part> parts;

    private OptionText(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException when a brace is not closed */
    static OptionText of(CamelContext context, String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
            if (start > at) {
                parts.add(new Part(text.substring(at, start), null, null));
            }
            at = closing(text, start + 1) + 1;
            String asked = text.substring(start, at);
            Expression simple = context.resolveLanguage("simple").createExpression(asked);
            simple.init(context);
            Matcher field = FIELD_OF_BODY.matcher(asked);
            parts.add(new Part(null, simple, field.matches() ? field.group(1) : null));
        }
        if (at < text.length() || parts.isEmpty()) {
            parts.add(new Part(text.substring(at), null, null));
        }
        return new OptionText(text, parts);
    }

    /** {@code a=…,b=…}; commas and equals signs inside {@code ${…}} do not count. */
    static Map<String, OptionText> assignments(CamelContext context, String option) {
        Map<String, OptionText> assignments = new LinkedHashMap<>();
        for (String part : split(option)) {
            int equals = part.indexOf('=');
            int expression = part.indexOf("${");
            if (equals < 1 || expression >= 0 && expression < equals) {
                throw new IllegalArgumentException(
                        "\"" + part.strip() + "\" is not an assignment. Write params: \"id=value,id=value\".");
            }
            String id = part.substring(0, equals).strip();
            if (assignments.put(id, of(context, part.substring(equals + 1).strip())) != null) {
                throw new IllegalArgumentException("Parameter " + id + " is assigned twice in params.");
            }
        }
        return assignments;
    }

    /** The value: whatever one lone expression gives, otherwise text; null when it, or any expression in the text, is missing or blank. */
    Object value(Exchange exchange) {
        if (parts.size() == 1) {
            Part only = parts.get(0);
            return present(only.expression() == null ? text : only.evaluate(exchange));
        }
        StringBuilder whole = new StringBuilder();
        for (Part part : parts) {
            Object value = part.expression() == null
                    ? part.literal()
                    : present(part.expression().evaluate(exchange, String.class));
            if (value == null) {
                return null;
            }
            whole.append(value);
        }
        return present(whole);
    }

    private static Object present(Object value) {
        if (value instanceof CharSequence chars) {
            return chars.toString().isBlank() ? null : chars.toString();
        }
        return value;
    }

    /** The option as written, for messages. */
    @Override
    public String toString() {
        return text;
    }

    private static List<String> split(String option) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < option.length(); i++) {
            char c = option.charAt(i);
            if (c == '{') {
                i = closing(option, i);
            } else if (c == ',') {
                parts.add(option.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(option.substring(start));
        return parts;
    }

    private static int closing(String text, int opening) {
        int depth = 0;
        for (int i = opening; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" has a { without its }. Close it, as in ${body[id]}.");
    }
}
