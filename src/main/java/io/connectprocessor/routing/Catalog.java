package io.connectprocessor.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/** What components exist and which options their endpoints take. Thread-safe. */
final class Catalog {

    private static final String CONNECT = "META-INF/io/connectprocessor/component/connect.json";

    /**
     * @param prefix set when any name that begins so is taken
     */
    record Option(
            String name,
            boolean inPath,
            boolean required,
            String type,
            List<String> values,
            String prefix,
            boolean secret) {}

    /**
     * @param lenient whether names that are not options are taken too, as http does for its query
     */
    record Component(
            String artifact,
            String version,
            boolean lenient,
            boolean producerOnly,
            boolean consumerOnly,
            Map<String, Option> options) {}

    private final CamelCatalog camel = new DefaultCamelCatalog(true);
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Optional<Component>> known = new ConcurrentHashMap<>();

    Optional<Component> component(String scheme) {
        return known.computeIfAbsent(scheme, this::read);
    }

    List<String> schemes() {
        List<String> names = new ArrayList<>(camel.findComponentNames());
        names.add("connect");
        return names;
    }

    private Optional<Component> read(String scheme) {
        try {
            if (scheme.equals("connect")) {
                return Optional.of(component(ofConnect()));
            }
            String json = camel.componentJSonSchema(scheme);
            return json == null ? Optional.empty() : Optional.of(component(mapper.readTree(json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode ofConnect() throws IOException {
        try (InputStream in = Catalog.class.getClassLoader().getResourceAsStream(CONNECT)) {
            if (in == null) {
                throw new IllegalStateException(
                        CONNECT + " is not on the class path; build with Maven, which generates it.");
            }
            return mapper.readTree(in);
        }
    }

    private static Component component(JsonNode json) {
        Map<String, Option> options = new LinkedHashMap<>();
        Set<Map.Entry<String, JsonNode>> properties = json.path("properties").properties();
        properties.forEach(property -> options.put(property.getKey(), option(property.getKey(), property.getValue())));
        JsonNode component = json.path("component");
        return new Component(
                component.path("artifactId").asText(),
                component.path("version").asText(),
                component.path("lenientProperties").asBoolean(),
                component.path("producerOnly").asBoolean(),
                component.path("consumerOnly").asBoolean(),
                options);
    }

    private static Option option(String name, JsonNode json) {
        List<String> values = new ArrayList<>();
        json.path("enum").forEach(value -> values.add(value.asText()));
        return new Option(
                name,
                json.path("kind").asText().equals("path"),
                json.path("required").asBoolean() && !json.has("defaultValue"),
                json.path("type").asText(),
                values,
                json.path("multiValue").asBoolean() && json.has("prefix")
                        ? json.path("prefix").asText()
                        : null,
                json.path("secret").asBoolean());
    }
}
