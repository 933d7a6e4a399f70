package io.connectprocessor.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectprocessor.settings.Key;
import io.connectprocessor.settings.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an IDE shows for our keys is what the code knows of them. */
class ConfigurationMetadataTest {

    private static final Path FILE = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void every_key_is_there_with_type_default_description_and_choices() throws IOException {
        String wanted = written();
        Path fresh = Files.writeString(Path.of("target/spring-configuration-metadata.json"), wanted);

        assertThat(FILE)
                .as("After a change of keys: copy " + fresh + " to " + FILE)
                .hasSameTextualContentAs(fresh);
    }

    @Test
    void types_are_those_that_spring_binds_and_secrets_have_no_default() {
        assertThat(property("process.concurrency"))
                .hasToString(
                        "{\"name\":\"process.concurrency\",\"type\":\"java.lang.Integer\","
                                + "\"description\":\"Requests processed at the same time. Form: whole number, 1 to 512.\",\"defaultValue\":16}");
        assertThat(property("connect.products").path("type").asText()).isEqualTo("java.util.List<java.lang.String>");
        assertThat(property("retry.max-delay").path("type").asText()).isEqualTo("java.time.Duration");
        assertThat(property("connect.api-key").has("defaultValue")).isFalse();
        assertThat(property("connect.enabled").path("defaultValue").asBoolean()).isTrue();
    }

    @Test
    void keys_of_the_standalone_processor_alone_are_not_there() {
        assertThat(Keys.embeddable()).extracting(Key::name).contains("ledger.url", "usage.cron");
        assertThat(property("management.port").isMissingNode()).isTrue();
        assertThat(property("routes.directory").isMissingNode()).isTrue();
    }

    private static JsonNode property(String name) {
        for (JsonNode property : metadata().path("properties")) {
            if (property.path("name").asText().equals(name)) {
                return property;
            }
        }
        return MAPPER.missingNode();
    }

    private static String written() throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return MAPPER.writer(printer).writeValueAsString(metadata()) + "\n";
    }

    private static ObjectNode metadata() {
        ObjectNode metadata = MAPPER.createObjectNode();
        ArrayNode properties = metadata.putArray("properties");
        ArrayNode hints = metadata.putArray("hints");
        for (BootKey key : BootKey.values()) {
            describe(properties.addObject(), key.key(), key.type(), key.meaning(), key.fallback());
        }
        for (Key<?> key : Keys.embeddable()) {
            String form = key.kind().form();
            describe(
                    properties.addObject(),
                    key.name(),
                    type(form),
                    key.meaning() + (key.required() ? " Must be set." : "") + " Form: " + form + ".",
                    key.fallback());
            hint(hints, key.name(), form);
        }
        return metadata;
    }

    private static void describe(ObjectNode property, String name, String type, String meaning, String fallback) {
        property.put("name", name).put("type", type).put("description", meaning.replace("`", ""));
        if (fallback == null) {
            return;
        }
        switch (type) {
            case "java.lang.Integer" -> property.put("defaultValue", Integer.valueOf(fallback));
            case "java.lang.Boolean" -> property.put("defaultValue", Boolean.valueOf(fallback));
            default -> property.put("defaultValue", fallback);
        }
    }

    private static String type(String form) {
        if (form.startsWith("whole number")) {
            return "java.lang.Integer";
        }
        if (form.startsWith("duration")) {
            return "java.time.Duration";
        }
        if (form.equals("`true` or `false`")) {
            return "java.lang.Boolean";
        }
        if (form.startsWith("comma separated") || form.contains(", or comma separated")) {
            return "java.util.List<java.lang.String>";
        }
        return "java.lang.String";
    }

    /** Choices are in backquotes, with the word "or" or "of" before the last or the first. */
    private static void hint(ArrayNode hints, String name, String form) {
        boolean choices = form.matches("(comma separated, of )?`[^`]+`((, | or )`[^`]+`)+");
        if (!choices || type(form).equals("java.lang.Boolean")) {
            return;
        }
        List<String> values = Pattern.compile("`([^`]+)`")
                .matcher(form)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        ArrayNode described = hints.addObject().put("name", name).putArray("values");
        values.forEach(value -> described.addObject().put("value", value));
    }
}
