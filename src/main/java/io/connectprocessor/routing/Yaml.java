package io.connectprocessor.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads composed YAML, which knows its lines. */
final class Yaml {

    private Yaml() {}

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** The text of a scalar; null for anything else and for YAML's null. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : null;
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    static Node child(Node node, String name) {
        for (NodeTuple entry : entries(node)) {
            if (name.equals(text(entry.getKeyNode()))) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    static Node key(Node node, String name) {
        for (NodeTuple entry : entries(node)) {
            if (name.equals(text(entry.getKeyNode()))) {
                return entry.getKeyNode();
            }
        }
        return node;
    }

    /** The node that a JSON pointer leads to, or the last one on the way that is there. */
    static Node at(Node root, String pointer) {
        Node node = root;
        for (String part : pointer.split("/")) {
            String name = part.replace("~1", "/").replace("~0", "~");
            Node next = node instanceof SequenceNode sequence && name.matches("[0-9]{1,6}")
                    ? item(sequence, Integer.parseInt(name))
                    : child(node, name);
            node = next == null ? node : next;
        }
        return node;
    }

    private static Node item(SequenceNode sequence, int index) {
        return index < sequence.getValue().size() ? sequence.getValue().get(index) : null;
    }

    /** Collections that stand in more than one place, by an alias. */
    static List<Node> aliased(Node root) {
        List<Node> aliased = new ArrayList<>();
        visit(root, Collections.newSetFromMap(new IdentityHashMap<>()), aliased);
        return aliased;
    }

    private static void visit(Node node, Set<Node> seen, List<Node> aliased) {
        if (!(node instanceof ScalarNode) && !seen.add(node)) {
            aliased.add(node);
            return;
        }
        items(node).forEach(item -> visit(item, seen, aliased));
        entries(node).forEach(entry -> visit(entry.getValueNode(), seen, aliased));
    }

    static JsonNode json(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode) {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            entries(node)
                    .forEach(entry -> fields.put(String.valueOf(text(entry.getKeyNode())), json(entry.getValueNode())));
            return json.objectNode().setAll(fields);
        }
        if (node instanceof SequenceNode) {
            return json.arrayNode().addAll(items(node).stream().map(Yaml::json).toList());
        }
        return scalar((ScalarNode) node, json);
    }

    private static JsonNode scalar(ScalarNode node, JsonNodeFactory json) {
        if (node.getTag().equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(node.getValue()));
        }
        if (node.getTag().equals(Tag.INT)) {
            // What the number is does not matter to the schema, only that it is one.
            return json.numberNode(1);
        }
        return node.getTag().equals(Tag.FLOAT) ? json.numberNode(0.5) : json.textNode(node.getValue());
    }
}
