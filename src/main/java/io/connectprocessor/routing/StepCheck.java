package io.connectprocessor.routing;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Steps that drop requests, carry them out of their claim's sight, or let a customer's data choose where to call. */
final class StepCheck {

    private static final Set<String> IN_MEMORY_QUEUES = Set.of("seda", "disruptor", "disruptor-vm", "vm");
    private static final Set<String> LANGUAGES = Set.of(
            "header",
            "exchangeProperty",
            "variable",
            "method",
            "jsonpath",
            "jq",
            "xpath",
            "xquery",
            "groovy",
            "ref",
            "language",
            "tokenize",
            "csimple",
            "java",
            "joor",
            "js",
            "python",
            "ognl",
            "mvel",
            "spel",
            "datasonnet");

    private static final String[] TAKE_EXPRESSIONS = {
        "setBody", "setHeader", "setProperty", "setVariable", "transform", "validate", "filter", "split", "loop", "when"
    };

    private final Placeholders keys;
    private final Consumer<RouteFinding> findings;

    StepCheck(Placeholders keys, Consumer<RouteFinding> findings) {
        this.keys = keys;
        this.findings = findings;
    }

    void check(RouteSet set) {
        for (RouteDocument document : set.documents()) {
            document.named("choice")
                    .filter(choice -> !choice.has("otherwise"))
                    .forEach(choice -> findings.accept(choice.finding(
                            "the choice has no otherwise: what fits no when passes in silence",
                            "add otherwise: with the steps for all other requests")));
            document.named(TAKE_EXPRESSIONS).forEach(this::expression);
            dynamic(document);
            document.endpoints().forEach(this::literalHost);
            if (document.worksOnClaim()) {
                outOfSight(document);
            }
        }
    }

    private void expression(Entry entry) {
        List<Node> blocks = entry.value() instanceof SequenceNode ? Yaml.items(entry.value()) : List.of(entry.value());
        for (Node block : blocks) {
            boolean given = Yaml.entries(block).stream()
                    .map(option -> Yaml.text(option.getKeyNode()))
                    .anyMatch(name -> LANGUAGES.contains(name)
                            || Set.of("simple", "constant", "expression", "xtokenize", "hl7terser", "wasm")
                                    .contains(name));
            if (block instanceof MappingNode && !given) {
                findings.accept(entry.file()
                        .finding(
                                blocks.size() == 1 && block == entry.value() ? entry.line() : Yaml.line(block),
                                entry.name() + " has no expression",
                                "add one, such as simple: or constant:"));
            }
        }
    }

    private void dynamic(RouteDocument document) {
        for (EndpointUse use : document.endpoints()) {
            boolean data = hasExpression(use.uri())
                    || use.entry().name().equals("toD")
                            && use.options().stream().anyMatch(option -> hasExpression(option.value()));
            if (data && Set.of("toD", "wireTap", "poll").contains(use.entry().name())) {
                findings.accept(use.finding(
                        use.entry().name() + " builds its uri from data, which can then add options to it",
                        "name each target in a choice of its own, with to:"));
            } else if (data) {
                findings.accept(use.finding(
                        "${…} in a uri is not evaluated", "give it in parameters:, if the option takes an expression"));
            }
        }
        document.named("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich")
                .filter(StepCheck::takesData)
                .forEach(entry -> findings.accept(entry.finding(
                        entry.name() + " takes its uri from data, which can then name any endpoint and option",
                        "give the uri as constant:, or name each target in a choice")));
    }

    private static boolean hasExpression(String text) {
        return text.contains("${") || text.contains("$simple{");
    }

    /** The expression is a constant, or a text in which nothing is evaluated. */
    private static boolean takesData(Entry entry) {
        for (NodeTuple option : Yaml.entries(entry.value())) {
            String name = Yaml.text(option.getKeyNode());
            Node value = option.getValueNode();
            if ("expression".equals(name)) {
                boolean constant = Yaml.child(value, "constant") != null;
                return !constant && !isPlain(Yaml.child(value, "simple"));
            }
            if ("simple".equals(name)) {
                return !isPlain(value);
            }
            if (LANGUAGES.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlain(Node simple) {
        String text = Yaml.text(simple) == null && simple != null
                ? Yaml.text(Yaml.child(simple, "expression"))
                : Yaml.text(simple);
        return text != null && !hasExpression(text);
    }

    private void literalHost(EndpointUse use) {
        boolean scheme = use.uri().matches("(?i)https?:.*") && !use.uri().matches("(?i)https?:/{0,2}\\{\\{.*");
        if (scheme) {
            findings.accept(use.finding(
                    "the uri names its host",
                    "define a key in application.properties and write uri: \"{{that.key}}\""));
        }
        use.options().stream()
                .filter(option -> option.value().matches("(?is)\\s*https?://.*"))
                .forEach(option -> findings.accept(use.entry()
                        .file()
                        .finding(
                                option.line(),
                                option.name() + " names its host",
                                "define a key in application.properties and write \"{{that.key}}\"")));
    }

    private void outOfSight(RouteDocument document) {
        document.named("wireTap")
                .forEach(entry -> findings.accept(entry.finding(
                        "wireTap sends a copy whose failure nobody hears of", "call the route with to: direct:…")));
        document.named("threads", "aggregate", "resequence").forEach(entry -> leaves(entry, entry.name()));
        document.named("parallelProcessing")
                .filter(entry -> !"false".equals(entry.text()))
                .forEach(entry -> leaves(entry, "parallelProcessing"));
        document.endpoints().stream()
                .filter(use -> !use.isFrom()
                        && IN_MEMORY_QUEUES.contains(use.resolved(keys).scheme()))
                .forEach(use -> leaves(use.entry(), use.resolved(keys).scheme() + ":"));
    }

    private void leaves(Entry entry, String what) {
        findings.accept(entry.finding(
                what + " goes on with the request after its claim has ended",
                "remove it: work on the request step by step; process.concurrency runs many requests at once"));
    }
}
