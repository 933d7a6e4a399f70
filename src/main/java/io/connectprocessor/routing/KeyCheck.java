package io.connectprocessor.routing;

import io.connectprocessor.rql.Nearest;
import java.util.List;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;

/** Every {@code {{key}}} has a value. */
final class KeyCheck {

    private static final List<String> PROSE = List.of("description", "note");

    private final Placeholders keys;
    private final Consumer<RouteFinding> findings;

    KeyCheck(Placeholders keys, Consumer<RouteFinding> findings) {
        this.keys = keys;
        this.findings = findings;
    }

    void check(RouteSet set) {
        set.documents().forEach(document -> check(document.file(), document.root()));
    }

    private void check(RouteText file, Node node) {
        Yaml.items(node).forEach(item -> check(file, item));
        Yaml.entries(node).stream()
                .filter(entry -> !PROSE.contains(Yaml.text(entry.getKeyNode())))
                .forEach(entry -> check(file, entry.getValueNode()));
        String text = Yaml.text(node);
        if (text != null) {
            keys.undefined(text).forEach(key -> findings.accept(finding(file, Yaml.line(node), key)));
        }
    }

    private RouteFinding finding(RouteText file, int line, String key) {
        String name = key.replaceFirst("^[?!]", "");
        String otherwise = name.startsWith("env:")
                ? "set the environment variable " + name.substring(4) + ", or give a default: {{" + name + ":default}}"
                : "define " + name + " in application.properties, or give a default: {{" + name + ":default}}";
        String advice = Nearest.to(name, keys.names())
                .map(near -> "did you mean " + near + "? If not, " + otherwise)
                .orElse(otherwise);
        return file.finding(line, "the key {{" + key + "}} has no value", advice);
    }
}
