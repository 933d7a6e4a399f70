package io.connectprocessor.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A name and its value somewhere in a route file: a step, an option of one, a route.
 *
 * @param parent the entry whose value holds this one; null at the top
 */
record Entry(RouteText file, Entry parent, String name, int line, Node value) {

    /** All entries below a document, outer ones first; what stands in {@code parameters} belongs to its endpoint. */
    static List<Entry> below(RouteText file, Node root) {
        List<Entry> all = new ArrayList<>();
        collect(file, null, root, all);
        return all;
    }

    private static void collect(RouteText file, Entry parent, Node node, List<Entry> all) {
        Yaml.items(node).forEach(item -> collect(file, parent, item, all));
        for (NodeTuple tuple : Yaml.entries(node)) {
            String name = String.valueOf(Yaml.text(tuple.getKeyNode()));
            Entry entry = new Entry(file, parent, name, Yaml.line(tuple.getKeyNode()), tuple.getValueNode());
            all.add(entry);
            if (!name.equals("parameters")) {
                collect(file, entry, tuple.getValueNode(), all);
            }
        }
    }

    String text() {
        return Yaml.text(value);
    }

    String text(String child) {
        return Yaml.text(Yaml.child(value, child));
    }

    boolean has(String child) {
        return Yaml.child(value, child) != null;
    }

    int lineOf(String child) {
        return has(child) ? Yaml.line(Yaml.key(value, child)) : line;
    }

    boolean isBelow(String ancestor) {
        return parent != null && (parent.name.equals(ancestor) || parent.isBelow(ancestor));
    }

    /** The endpoint that this entry is; null when it is none. */
    EndpointUse endpoint() {
        Node uri = Yaml.child(value, "uri");
        if (uri != null) {
            return Yaml.text(uri) == null ? null : EndpointUse.of(this, uri, options());
        }
        boolean shorthand = List.of("to", "toD", "from", "wireTap").contains(name);
        return shorthand && text() != null ? EndpointUse.of(this, value, Map.of()) : null;
    }

    private Map<String, Node> options() {
        Map<String, Node> options = new LinkedHashMap<>();
        for (NodeTuple tuple : Yaml.entries(Yaml.child(value, "parameters"))) {
            options.put(String.valueOf(Yaml.text(tuple.getKeyNode())), tuple.getValueNode());
        }
        return options;
    }

    RouteFinding finding(String what, String advice) {
        return file.finding(line, what, advice);
    }
}
