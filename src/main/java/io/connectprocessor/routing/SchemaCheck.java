package io.connectprocessor.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.connectprocessor.rql.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Camel's own JSON schema of its YAML, reduced to the complaints that help. */
final class SchemaCheck {

    private static final String SCHEMA = "schema/camelYamlDsl.json";
    /** A branch of a choice that does not fit says so in one of these; the branch that was meant says more. */
    private static final Set<String> CHOICES = Set.of("oneOf", "anyOf", "not");

    private final JsonNode tree;
    private final JsonSchema schema;

    SchemaCheck() {
        tree = read();
        schema = JsonSchemaFactory.getInstance(VersionFlag.V4)
                .getSchema(
                        tree,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ROOT)
                                // Most of the schema is about steps that no file has.
                                .preloadJsonSchema(false)
                                .build());
    }

    private static JsonNode read() {
        try (InputStream in = SchemaCheck.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(SCHEMA + " is not on the class path; put camel-yaml-dsl there.");
            }
            JsonNode tree = new ObjectMapper().readTree(in);
            withoutAnnotation(tree);
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code deprecated} is none of draft 4's keywords: the validator would log a warning about it. */
    private static void withoutAnnotation(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("deprecated").isBoolean()) {
            object.remove("deprecated");
        }
        node.forEach(SchemaCheck::withoutAnnotation);
    }

    List<RouteFinding> check(RouteDocument document) {
        Collection<ValidationMessage> all = schema.validate(Yaml.json(document.root()));
        List<RouteFinding> findings = new ArrayList<>();
        for (ValidationMessage message : all) {
            if (helps(message, all) && !standsForAValue(document, message)) {
                findings.add(finding(document, message, all));
            }
        }
        return findings;
    }

    /** Camel puts the key's value in place of {@code {{key}}} before it takes the text for a number or a switch. */
    private static boolean standsForAValue(RouteDocument document, ValidationMessage message) {
        String text =
                Yaml.text(Yaml.at(document.root(), message.getInstanceLocation().toString()));
        return message.getType().equals("type") && text != null && text.matches("\\{\\{[^{}]+}}");
    }

    private static boolean helps(ValidationMessage message, Collection<ValidationMessage> all) {
        if (message.getType().equals("required") && isOneOfMany(message)) {
            return false;
        }
        boolean vague = CHOICES.contains(message.getType());
        if (!vague && !message.getType().equals("type")) {
            return true;
        }
        return all.stream()
                .filter(other -> isWithin(other, message) && !CHOICES.contains(other.getType()))
                .filter(other -> !(other.getType().equals("required") && isOneOfMany(other)))
                .allMatch(other -> !vague && other.getType().equals("type") && isWithin(message, other));
    }

    /** A property that would do, but for which others stand in: the choice of expression languages complains by each of them. */
    private static boolean isOneOfMany(ValidationMessage message) {
        String path = message.getEvaluationPath().toString();
        String last = path.substring(Math.max(path.lastIndexOf("/properties/"), path.lastIndexOf("/items/")));
        return last.contains("/anyOf/") || last.contains("/oneOf/") || last.contains("/not/");
    }

    private static boolean isWithin(ValidationMessage inner, ValidationMessage outer) {
        String in = inner.getInstanceLocation().toString();
        String out = outer.getInstanceLocation().toString();
        return in.equals(out) || in.startsWith(out + "/");
    }

    private RouteFinding finding(RouteDocument document, ValidationMessage message, Collection<ValidationMessage> all) {
        String pointer = message.getInstanceLocation().toString();
        Node node = Yaml.at(document.root(), pointer);
        int line = Yaml.line(node);
        String place = place(pointer);
        RouteText file = document.file();
        return switch (message.getType()) {
            case "additionalProperties" ->
                file.finding(
                        Yaml.line(Yaml.key(node, message.getProperty())),
                        "unknown property `" + message.getProperty() + "` in " + place,
                        Nearest.advice(
                                message.getProperty(),
                                properties(message),
                                "remove it, or look it up in Camel's YAML DSL"));
            case "required" ->
                file.finding(
                        line,
                        place + " has no `" + message.getProperty() + "`",
                        "add it, or remove the unfinished " + place);
            case "type" ->
                file.finding(
                        line,
                        place + " is " + found(message) + ", but " + expected(pointer, all) + " belongs here",
                        found(message).matches(".*(integer|number|boolean)")
                                        && expected(pointer, all).contains("text")
                                ? "put it in quotes"
                                : "write " + expected(pointer, all) + ", or finish what was begun");
            case "enum" ->
                file.finding(
                        line,
                        "\"" + Yaml.text(node) + "\" is not a value of " + place,
                        "write one of "
                                + message.getMessage()
                                        .replaceFirst("(?s).*\\[(.*)].*", "$1")
                                        .replace("\"", ""));
            case "maxProperties" ->
                file.finding(line, place + " holds more than one thing", "begin each with a - of its own");
            case "oneOf", "anyOf", "not" ->
                file.finding(
                        line, place + " is not complete", "finish it, for example with an expression such as simple:");
            default ->
                file.finding(
                        line,
                        place + " " + message.getMessage().replaceFirst("^[^ ]*: ", ""),
                        "look it up in Camel's YAML DSL");
        };
    }

    private static String found(ValidationMessage message) {
        String type = message.getMessage().replaceFirst("^[^ ]*: ([a-z]+) found.*", "$1");
        return type.equals("null") ? "empty" : "of type " + type;
    }

    private static String expected(String pointer, Collection<ValidationMessage> all) {
        return all.stream()
                .filter(message -> message.getType().equals("type"))
                .filter(message -> message.getInstanceLocation().toString().equals(pointer))
                .map(message -> message.getMessage().replaceFirst(".* found, ([a-z]+) expected.*", "$1"))
                .distinct()
                .sorted()
                .map(type -> switch (type) {
                    case "object" -> "a block of name: value";
                    case "array" -> "a list";
                    case "string" -> "a text";
                    default -> "a " + type;
                })
                .collect(Collectors.joining(" or "));
    }

    private Set<String> properties(ValidationMessage message) {
        String fragment = message.getSchemaLocation().getFragment().toString();
        JsonNode owner = tree.at(fragment.substring(0, fragment.lastIndexOf('/')));
        Set<String> names = new TreeSet<>();
        owner.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The last name on the way; a list's items are called by the list's name. */
    private static String place(String pointer) {
        String[] parts = pointer.split("/");
        for (int i = parts.length - 1; i > 0; i--) {
            if (!parts[i].matches("[0-9]+")) {
                return parts[i];
            }
        }
        return "the file";
    }
}
