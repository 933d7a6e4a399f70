package io.connectprocessor.contract;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one contract, strictly: what it does not know is a finding, never left out. */
final class ContractReader {

    private static final String PRODUCT = "(PRD|CN)-[0-9-]+";

    /** An alias may hold itself. */
    private static final int LONGEST_PATH = 500;

    private final Path file;
    private final List<ContractFinding> findings;
    private final int before;
    private final Map<String, Integer> kept = new HashMap<>();

    ContractReader(Path file, List<ContractFinding> findings) {
        this.file = file;
        this.findings = findings;
        this.before = findings.size();
    }

    /** Empty when anything is wrong; then there are findings. */
    Optional<Contract> read() {
        Node root = compose();
        if (root == null) {
            return Optional.empty();
        }
        Map<String, Node> top = Form.TOP.read(root, "the contract", this::add);
        String product = product(top.get("product"));
        List<Clause> clauses = new ArrayList<>();
        items(top.get("parameters"), "parameters").forEach(node -> parameter(node, clauses));
        items(top.get("items"), "items").forEach(node -> item(node, clauses));
        items(top.get("templates"), "templates").forEach(node -> template(node, clauses));
        capabilities("", top.get("capabilities"), clauses);
        Set<String> without = new LinkedHashSet<>();
        items(top.get("without"), "without").forEach(node -> without(node, without));
        if (findings.size() == before && clauses.isEmpty() && without.isEmpty()) {
            add(1, "the contract asks for nothing", "name parameters, items, templates or capabilities, or delete it");
        }
        return findings.size() == before
                ? Optional.of(new Contract(product, file, clauses, without))
                : Optional.empty();
    }

    private Node compose() {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(Files.readString(file));
            if (root.isPresent() && !Form.isNull(root.get())) {
                return root.get();
            }
            add(1, "the file is empty", "write the contract, or delete the file");
        } catch (CharacterCodingException e) {
            add(1, "the file is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            add(1, "the file cannot be read: " + e, "let this user read it");
        } catch (MarkedYamlEngineException e) {
            int line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
            notYaml(line, String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            notYaml(1, String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            notYaml(1, "it is nested too deeply");
        }
        return null;
    }

    private void notYaml(int line, String problem) {
        add(
                line,
                "this is not YAML: " + problem.lines().findFirst().orElse(problem),
                "finish or correct this line or the one above: indent by spaces, close quotes and brackets");
    }

    private String product(Node node) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        boolean named = name.matches(PRODUCT);
        if (node == null) {
            if (!named) {
                add(1, "it does not say which product it is of", "write product: PRD-…, or call the file PRD-….yaml");
            }
            return name;
        }
        String product = Form.text(node);
        if (product == null || !product.matches(PRODUCT)) {
            add(Form.line(node), "product is no id of a product", "write it as in connect.products, PRD-000-000-000");
        } else if (named && !name.equals(product)) {
            add(
                    Form.line(node),
                    "product is " + product + ", but the file is called " + name,
                    "call the file " + product + ".yaml, or correct the id");
        }
        return product;
    }

    private void parameter(Node node, List<Clause> clauses) {
        Map<String, Node> fields = Form.PARAMETER.read(node, "a parameter", this::add);
        Node required = fields.get("required");
        if (required != null && !required.getTag().equals(Tag.BOOL)) {
            add(Form.line(required), "required is neither true nor false", "write true or false, or leave it out");
        }
        String id = Form.text(fields.get("id"));
        String scope = Form.text(fields.get("scope"));
        if (id == null) {
            return;
        }
        keep(
                node,
                "parameter " + id + " in scope " + scope,
                new ParameterClause(
                        place(node),
                        id,
                        Form.text(fields.get("phase")),
                        scope,
                        Form.text(fields.get("type")),
                        required == null ? null : Boolean.valueOf(Form.text(required))),
                clauses);
    }

    private void item(Node node, List<Clause> clauses) {
        Map<String, Node> fields = Form.ITEM.read(node, "an item", this::add);
        String mpn = Form.text(fields.get("mpn"));
        if (mpn == null) {
            return;
        }
        keep(
                node,
                "item " + mpn,
                new ItemClause(
                        place(node),
                        mpn,
                        Form.text(fields.get("type")),
                        Form.text(fields.get("period")),
                        Form.text(fields.get("status"))),
                clauses);
    }

    private void template(Node node, List<Clause> clauses) {
        Map<String, Node> fields = Form.TEMPLATE.read(node, "a template", this::add);
        String name = Form.text(fields.get("name"));
        String scope = Form.text(fields.get("scope"));
        String type = Form.text(fields.get("type"));
        if ("asset".equals(scope) && type == null && !fields.containsKey("type")) {
            add(
                    Form.line(node),
                    "a template of scope asset has no type",
                    "write type: fulfillment, inquire or pending");
        }
        if (name == null) {
            return;
        }
        keep(
                node,
                "template " + name + " in scope " + scope + (type == null ? "" : " of type " + type),
                new TemplateClause(place(node), name, scope, type),
                clauses);
    }

    /** Dots in a name and levels of YAML mean the same. */
    private void capabilities(String above, Node node, List<Clause> clauses) {
        if (node == null) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            add(Form.line(node), "capabilities is no map", "write lines such as subscription.hold: true");
            return;
        }
        if (above.length() > LONGEST_PATH) {
            add(Form.line(node), "capabilities are nested too deeply", "write them as the product has them");
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String path = above + Form.text(entry.getKeyNode());
            Node value = entry.getValueNode();
            if (value instanceof MappingNode) {
                capabilities(path + ".", value, clauses);
            } else if (value instanceof SequenceNode || Form.isNull(value)) {
                add(Form.line(value), path + " has no single value", "write true, false, a number or a word");
            } else {
                keep(
                        entry.getKeyNode(),
                        "capability " + path,
                        new CapabilityClause(place(entry.getKeyNode()), path, ((ScalarNode) value).getValue()),
                        clauses);
            }
        }
    }

    private void without(Node node, Set<String> without) {
        String id = Form.text(node);
        if (id == null || id.isBlank()) {
            add(
                    Form.line(node),
                    "without lists something that is no parameter's id",
                    "write ids, such as [reseller_id]");
        } else {
            without.add(id);
        }
    }

    private void keep(Node node, String subject, Clause clause, List<Clause> clauses) {
        Integer line = kept.putIfAbsent(subject, Form.line(node));
        if (line == null) {
            clauses.add(clause);
        } else {
            add(Form.line(node), subject + " stands in line " + line + " already", "keep one of the two");
        }
    }

    private List<Node> items(Node node, String name) {
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        add(Form.line(node), name + " is no list", "begin each entry with a dash, or write [a, b]");
        return List.of();
    }

    private String place(Node node) {
        return file.toString().replace('\\', '/') + ":" + Form.line(node);
    }

    private void add(int line, String what, String advice) {
        findings.add(new ContractFinding(file, line, what, advice));
    }
}
