package io.connectprocessor.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * What a map of a contract may hold.
 *
 * @param fields known names, each with the words that it may be; no words: any
 * @param needed names that must be there
 */
record Form(Map<String, List<String>> fields, Set<String> needed) {

    static final Form TOP = new Form(
            Map.of(
                    "product", List.of(),
                    "parameters", List.of(),
                    "items", List.of(),
                    "templates", List.of(),
                    "capabilities", List.of(),
                    "without", List.of()),
            Set.of());

    /** The words of OpenAPI 37.0, GET /products/{id}/parameters. */
    static final Form PARAMETER = new Form(
            Map.of(
                    "id", List.of(),
                    "phase", List.of("ordering", "fulfillment", "configuration"),
                    "scope", List.of("asset", "tier1", "tier2", "product", "item", "marketplace", "item_marketplace"),
                    "type",
                            List.of(
                                    "text",
                                    "dropdown",
                                    "password",
                                    "email",
                                    "checkbox",
                                    "subdomain",
                                    "domain",
                                    "address",
                                    "phone",
                                    "object",
                                    "url",
                                    "choice",
                                    "heading",
                                    "content"),
                    "required", List.of()),
            Set.of("id", "phase", "scope"));

    /** The words of OpenAPI 37.0, GET /products/{id}/items. */
    static final Form ITEM = new Form(
            Map.of(
                    "mpn", List.of(),
                    "type", List.of("Reservation", "PPU"),
                    "period",
                            List.of(
                                    "Monthly",
                                    "Yearly",
                                    "years_2",
                                    "years_3",
                                    "years_4",
                                    "years_5",
                                    "years_6",
                                    "OneTime",
                                    "days_7_trial",
                                    "days_14_trial",
                                    "days_30_trial",
                                    "monthly_trial"),
                    "status", List.of("draft", "published", "endofsale")),
            Set.of("mpn"));

    /** The words of OpenAPI 37.0, GET /products/{id}/templates. */
    static final Form TEMPLATE = new Form(
            Map.of(
                    "name", List.of(),
                    "scope", List.of("asset", "tier1", "tier2"),
                    "type", List.of("fulfillment", "inquire", "pending")),
            Set.of("name", "scope"));

    /** Where faults go. */
    interface Faults {
        void add(int line, String what, String advice);
    }

    /** The fields that are known, whether right or wrong; what is wrong becomes a fault. */
    Map<String, Node> read(Node node, String subject, Faults faults) {
        Map<String, Node> read = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            faults.add(line(node), subject + " is no map", "write name: value, of " + known());
            return read;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String name = String.valueOf(text(entry.getKeyNode()));
            if (!fields.containsKey(name)) {
                faults.add(
                        line(entry.getKeyNode()),
                        subject + " has no " + name,
                        Spelling.near(name, fields.keySet())
                                .map(near -> "did you mean " + near + "?")
                                .orElse("it may have " + known()));
            } else if (read.putIfAbsent(name, entry.getValueNode()) != null) {
                faults.add(line(entry.getKeyNode()), name + " is given twice", "keep one of the two");
            } else {
                word(name, entry.getValueNode(), faults);
            }
        }
        needed.stream()
                .sorted()
                .filter(name -> !read.containsKey(name))
                .forEach(
                        name -> faults.add(line(node), subject + " has no " + name, "add " + name + ": " + form(name)));
        return read;
    }

    private void word(String name, Node value, Faults faults) {
        List<String> words = fields.get(name);
        String text = text(value);
        if (!words.isEmpty() && (text == null || !words.contains(text))) {
            faults.add(
                    line(value),
                    name + " is " + (text == null ? "no word" : "\"" + text + "\""),
                    "write one of " + String.join(", ", words));
        } else if (needed.contains(name) && (text == null || text.isBlank())) {
            faults.add(line(value), name + " is empty", "write " + form(name));
        }
    }

    private String form(String name) {
        List<String> words = fields.get(name);
        return words.isEmpty() ? "its text" : "one of " + String.join(", ", words);
    }

    private String known() {
        return String.join(", ", fields.keySet().stream().sorted().toList());
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** The text of a scalar; null for anything else, YAML's null, and no node at all. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar && !isNull(scalar) ? scalar.getValue() : null;
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
