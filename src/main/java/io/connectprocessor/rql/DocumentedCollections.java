package io.connectprocessor.rql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the table of documented collections. */
final class DocumentedCollections {

    private static final String TABLE = "collections.txt";

    private final Map<String, RqlCollection> collections = new LinkedHashMap<>();
    private String[] heading;
    private Map<String, DocumentedProperty> properties = new LinkedHashMap<>();

    private DocumentedCollections() {}

    /** By name, in the table's order. */
    static Map<String, RqlCollection> read() {
        DocumentedCollections reading = new DocumentedCollections();
        lines().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(reading::line);
        reading.finish();
        return Collections.unmodifiableMap(reading.collections);
    }

    private static List<String> lines() {
        try (InputStream table = DocumentedCollections.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException("the resource " + TABLE + " is not in the jar beside "
                        + RqlCollection.class.getName() + "; build it again");
            }
            return new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + TABLE, e);
        }
    }

    private void line(String line) {
        if (line.startsWith("[")) {
            finish();
            heading = line.split(" ");
            properties = new LinkedHashMap<>();
        } else {
            DocumentedProperty property = DocumentedProperty.read(line);
            properties.put(property.name(), property);
        }
    }

    private void finish() {
        if (heading != null) {
            String name = heading[0].substring(1, heading[0].length() - 1);
            collections.put(
                    name,
                    new RqlCollection(name, heading[1], heading.length > 2, Collections.unmodifiableMap(properties)));
        }
    }
}
