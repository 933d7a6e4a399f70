package io.connectprocessor.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code {{keys}}} as Camel reads them: {@code {{key}}}, {@code {{key:default}}}, {@code {{?key}}}, {@code {{env:NAME}}}. */
final class Placeholders {

    private static final Pattern KEY = Pattern.compile("\\{\\{([^{}]*)}}");

    /** Camel's own functions; those of vaults come with their components. */
    private static final Set<String> FUNCTIONS = Set.of(
            "env",
            "sys",
            "service",
            "service.name",
            "service.host",
            "service.port",
            "bean",
            "boolean",
            "aws",
            "gcp",
            "azure",
            "hashicorp",
            "secret",
            "configmap",
            "base64");

    private final Map<String, String> properties;
    private final UnaryOperator<String> environment;

    Placeholders(Map<String, String> properties, UnaryOperator<String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** What stands in {@code {{…}}} before a colon, functions aside. */
    static Set<String> namesIn(String text) {
        Set<String> names = new java.util.HashSet<>();
        KEY.matcher(text == null ? "" : text).results().forEach(found -> {
            String name = found.group(1).strip().replaceFirst("^[?!]", "").split(":", 2)[0];
            if (!FUNCTIONS.contains(name)) {
                names.add(name);
            }
        });
        return names;
    }

    Set<String> names() {
        return properties.keySet();
    }

    /** What Camel would put there; keys without a value stay as they are. */
    String resolve(String text) {
        String before = text;
        // A value may hold a key again.
        for (int round = 0; round < 5; round++) {
            String after = KEY.matcher(before)
                    .replaceAll(found -> Matcher.quoteReplacement(replacement(found.group(1), found.group())));
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        return before;
    }

    private String replacement(String inside, String whole) {
        String value = value(inside);
        return value == null ? whole : value;
    }

    private String value(String inside) {
        String key = inside.strip().replaceFirst("^[?!]", "");
        int colon = key.indexOf(':');
        String name = colon < 0 ? key : key.substring(0, colon);
        if (colon >= 0 && FUNCTIONS.contains(name)) {
            return ofFunction(name, key.substring(colon + 1));
        }
        String value = known(name);
        if (value == null && colon >= 0) {
            return key.substring(colon + 1);
        }
        return value == null && inside.strip().startsWith("?") ? "" : value;
    }

    private String ofFunction(String function, String argument) {
        int colon = argument.indexOf(':');
        String name = colon < 0 ? argument : argument.substring(0, colon);
        String value = function.equals("env") ? environment.apply(name) : null;
        value = function.equals("sys") ? System.getProperty(name) : value;
        return value == null && colon >= 0 ? argument.substring(colon + 1) : value;
    }

    private String known(String name) {
        String value = properties.get(name);
        if (value == null) {
            value = System.getProperty(name);
        }
        // Camel takes FOO_BAR for {{foo.bar}}.
        return value == null ? environment.apply(name.toUpperCase(Locale.ROOT).replaceAll("[.\\-]", "_")) : value;
    }

    /** The keys in a text that have no value, without braces; Camel would refuse to start on them. */
    List<String> undefined(String text) {
        List<String> undefined = new ArrayList<>();
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            String inside = key.group(1).strip();
            String function = inside.replaceFirst("^[?!]", "").split(":", 2)[0];
            boolean ask = function.equals("env")
                    || function.equals("sys")
                    || !FUNCTIONS.contains(function)
                    || !inside.contains(":");
            if (ask && value(inside) == null) {
                undefined.add(inside);
            }
        }
        return undefined;
    }

    boolean isResolved(String text) {
        return !text.contains("{{");
    }
}
