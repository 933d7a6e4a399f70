package io.connectprocessor.routing;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;

/** What Camel says, shortened to what a reader needs, without the values of secret keys. */
final class CamelMessage {

    private static final int SHOWN = 300;
    private static final int SHORTEST_SECRET = 4;
    private static final int SHORTEST_NAMED = 4;

    private final Map<String, String> properties;

    CamelMessage(Map<String, String> properties) {
        this.properties = properties;
    }

    /** Of the innermost cause that has something to say. */
    String of(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null && at.getCause() != at && at.getCause().getMessage() != null) {
            at = at.getCause();
        }
        String said = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
        String line = hide(said.strip()).lines().findFirst().orElse("");
        boolean bare = at instanceof NumberFormatException
                || at instanceof NullPointerException
                || at instanceof ClassNotFoundException;
        String whole = bare ? at.getClass().getSimpleName() + ": " + line : line;
        return whole.length() > SHOWN ? whole.substring(0, SHOWN) + "…" : whole;
    }

    static boolean isSecret(String key) {
        return key.toLowerCase(Locale.ROOT).matches(".*(key|password|secret|token|credential).*");
    }

    /** The text with the names of secret keys in place of their values. */
    String hide(String text) {
        String hidden = text;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (isSecret(property.getKey()) && property.getValue().length() >= SHORTEST_SECRET) {
                hidden = hidden.replace(property.getValue(), "{{" + property.getKey() + "}}");
            }
        }
        return hidden;
    }

    /** The line that Camel names, or that of a value which it names; 1 if it names neither. */
    int lineOf(Throwable failure, RouteDocument document) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof YamlDeserializationException yaml
                    && yaml.getProblemMark().isPresent()) {
                return yaml.getProblemMark().get().getLine() + 1;
            }
        }
        String said = of(failure);
        return document.entries().stream()
                .filter(entry -> entry.text() != null && entry.text().length() >= SHORTEST_NAMED)
                .filter(entry -> !entry.text().equals(document.stem()) && said.contains(entry.text()))
                .max(Comparator.comparingInt(entry -> entry.text().length()))
                .map(Entry::line)
                .orElse(1);
    }

    String advice(Throwable failure) {
        return of(failure).contains("registry")
                ? "bind that bean, or correct its name"
                : "correct what Camel names; the options are in its documentation";
    }
}
