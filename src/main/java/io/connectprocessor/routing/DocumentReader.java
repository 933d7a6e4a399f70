package io.connectprocessor.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns text into a document, or says why it is none. */
final class DocumentReader {

    private final Consumer<RouteFinding> findings;

    DocumentReader(Consumer<RouteFinding> findings) {
        this.findings = findings;
    }

    Optional<RouteDocument> read(RouteText file) {
        if (file.text() == null) {
            findings.accept(file.finding(1, file.failure(), "save it as UTF-8 text that the processor may read"));
            return Optional.empty();
        }
        return compose(file)
                .filter(root -> isDocument(file, root))
                .map(root -> new RouteDocument(file, root, Entry.below(file, root)));
    }

    private Optional<Node> compose(RouteText file) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(file.text());
            if (root.isEmpty() || Yaml.text(root.get()) == null && isScalar(root.get())) {
                findings.accept(file.finding(
                        1, "the file is empty", "write its route, or delete the file to remove the route"));
                return Optional.empty();
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            findings.accept(syntax(file, line(e), e.getProblem()));
        } catch (ReaderException e) {
            findings.accept(
                    syntax(file, lineOf(file.text(), e.getPosition()), "it holds a character that YAML does not know"));
        } catch (YamlEngineException e) {
            findings.accept(syntax(file, 1, e.getMessage()));
        } catch (StackOverflowError e) {
            findings.accept(syntax(file, 1, "it is nested too deeply"));
        }
        return Optional.empty();
    }

    private static RouteFinding syntax(RouteText file, int line, String problem) {
        return file.finding(
                line,
                "this is not YAML: " + problem.lines().findFirst().orElse(problem),
                "finish or correct this line or the one above: indent by spaces, close quotes and brackets");
    }

    private static int line(MarkedYamlEngineException e) {
        return e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
    }

    private static int lineOf(String text, int position) {
        return 1
                + (int) text.codePoints()
                        .limit(Math.max(0, position))
                        .filter(c -> c == '\n')
                        .count();
    }

    private static boolean isScalar(Node node) {
        return node instanceof ScalarNode;
    }

    private boolean isDocument(RouteText file, Node root) {
        List<Node> aliased = Yaml.aliased(root);
        if (!aliased.isEmpty()) {
            findings.accept(file.finding(
                    Yaml.line(aliased.get(0)),
                    "an alias repeats what the anchor on this line holds",
                    "write it out in both places: visual editors lose anchors and aliases"));
            return false;
        }
        if (!(root instanceof SequenceNode)) {
            findings.accept(
                    file.finding(Yaml.line(root), "the file is not a list of routes", "begin it with - route:"));
            return false;
        }
        repeated(file, root);
        return true;
    }

    private void repeated(RouteText file, Node node) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : Yaml.entries(node)) {
            String name = Yaml.text(entry.getKeyNode());
            if (!seen.add(name)) {
                findings.accept(
                        file.finding(Yaml.line(entry.getKeyNode()), name + " is given twice", "keep one of the two"));
            }
            repeated(file, entry.getValueNode());
        }
        Yaml.items(node).forEach(item -> repeated(file, item));
    }
}
