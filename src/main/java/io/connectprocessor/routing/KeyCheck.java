package io.connectprocessor.routing;

import io.connectprocessor.rql.Nearest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Every {@code {{key}}} has a value, and every {@code ConnectSettings[key]} has one for some product or marketplace. */
final class KeyCheck {

    private static final List<String> PROSE = List.of("description", "note");

    private static final Pattern SETTING = Pattern.compile("ConnectSettings\\[['\"]?([^\\]'\"$]+)['\"]?]");

    private static final Pattern SCOPE = Pattern.compile("^(product\\.[A-Z]+[0-9-]+\\.)?(marketplace\\.MP[0-9-]+\\.)?");

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
            SETTING.matcher(text)
                    .results()
                    .map(found -> found.group(1).strip())
                    .filter(key -> !settings().contains(key))
                    .forEach(key -> findings.accept(unset(file, Yaml.line(node), key)));
        }
    }

    /** What ConnectSettings knows: keys without the product or marketplace that they are set for. */
    private Set<String> settings() {
        return keys.names().stream()
                .map(name -> SCOPE.matcher(name).replaceFirst(""))
                .collect(Collectors.toSet());
    }

    private RouteFinding unset(RouteText file, int line, String key) {
        String otherwise = "define " + key + " in application.properties, or product.PRD-…." + key + " for one product";
        String advice = Nearest.to(key, settings())
                .map(near -> "did you mean " + near + "? If not, " + otherwise)
                .orElse(otherwise);
        return file.finding(line, "ConnectSettings[" + key + "] has no value for any product", advice);
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
