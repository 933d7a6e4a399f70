package io.connectprocessor.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A field of a row and the value that it must have.
 *
 * @param label how messages call it
 * @param path dotted, in the row
 * @param value as text; null for any
 */
record Wish(String label, String path, String value) {

    boolean isMetBy(Map<String, Object> row) {
        // The platform writes the same word in two ways: Reservation in its filters, reservation in some answers.
        return value == null || value.equalsIgnoreCase(Objects.toString(ProductPicture.at(row, path), null));
    }

    String expected() {
        return label + " " + value;
    }

    String found(Map<String, Object> row) {
        Object there = ProductPicture.at(row, path);
        return there == null ? "no " + label : label + " " + there;
    }

    static String all(List<Wish> wishes) {
        return wishes.stream()
                .filter(wish -> wish.value() != null)
                .map(Wish::expected)
                .reduce((a, b) -> a + ", " + b)
                .orElse("one");
    }
}
