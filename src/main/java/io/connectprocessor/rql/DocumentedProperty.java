package io.connectprocessor.rql;

import java.util.Arrays;
import java.util.List;

/**
 * What is documented of a property.
 *
 * @param lookups the comparisons it takes; {@code null} among them means the value {@code null()}; none if it is for {@code select} only
 * @param type {@code text integer boolean datetime}
 * @param values the only values it has; empty if it has any
 */
record DocumentedProperty(String name, List<String> lookups, String type, boolean orderable, List<String> values) {

    static DocumentedProperty read(String line) {
        String[] cells = line.split("\\|");
        String[] type = cells[2].trim().split(" ");
        return new DocumentedProperty(
                cells[0].trim(),
                list(cells[1], " "),
                type[0],
                type.length > 1 && type[1].equals("order"),
                cells.length > 3 ? list(cells[3], ", ") : List.of());
    }

    private static List<String> list(String cell, String separator) {
        return Arrays.stream(cell.trim().split(separator))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
