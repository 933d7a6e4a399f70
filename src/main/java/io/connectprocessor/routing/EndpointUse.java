package io.connectprocessor.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * An endpoint that a route file names.
 *
 * @param entry the step, for example {@code to}
 * @param uri as written
 * @param line of the URI
 * @param options those of {@code parameters:}; those in the URI come out of {@link #resolved}
 */
record EndpointUse(Entry entry, String uri, int line, List<Option> options) {

    record Option(String name, String value, int line) {}

    static EndpointUse of(Entry entry, Node uri, Map<String, Node> parameters) {
        List<Option> options = new ArrayList<>();
        parameters.forEach((name, value) ->
                options.add(new Option(name, Yaml.text(value) == null ? "" : Yaml.text(value), Yaml.line(value))));
        return new EndpointUse(entry, Yaml.text(uri), Yaml.line(uri), List.copyOf(options));
    }

    /** The same with its keys replaced and with the options of the URI beside the others. */
    EndpointUse resolved(Placeholders keys) {
        String whole = keys.resolve(uri);
        int question = whole.indexOf('?');
        List<Option> all = new ArrayList<>();
        if (question >= 0) {
            for (String pair : whole.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isBlank()) {
                    all.add(new Option(name, equals < 0 ? "" : pair.substring(equals + 1), line));
                }
            }
        }
        options.forEach(option -> all.add(new Option(option.name(), keys.resolve(option.value()), option.line())));
        return new EndpointUse(entry, question < 0 ? whole : whole.substring(0, question), line, all);
    }

    String scheme() {
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    /** What stands behind the scheme, without slashes. */
    String path() {
        int colon = uri.indexOf(':');
        return colon < 0 ? "" : uri.substring(colon + 1).replaceFirst("^//?", "");
    }

    boolean isConnect(String action) {
        return scheme().equals("connect") && path().equals(action);
    }

    String option(String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .map(Option::value)
                .findFirst()
                .orElse(null);
    }

    boolean isFrom() {
        return entry.name().equals("from");
    }

    RouteFinding finding(String what, String advice) {
        return entry.file().finding(line, what, advice);
    }
}
