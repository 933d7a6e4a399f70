package io.connectprocessor.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A template that must be there, and only once, for steps name templates by their name.
 *
 * @param name its name, which the platform calls its title too
 * @param scope asset, tier1 or tier2
 * @param type fulfillment, inquire or pending; null for any: templates of the tier scopes have none
 */
record TemplateClause(String place, String name, String scope, String type) implements Clause {

    @Override
    public List<Drift> against(ProductPicture product) {
        List<Map<String, Object>> named = product.templates().stream()
                .filter(row -> name.equals(row.get("name")) || name.equals(row.get("title")))
                .toList();
        List<Map<String, Object>> here = named.stream()
                .filter(row -> scope.equals(row.get("scope")) && (type == null || type.equals(row.get("type"))))
                .toList();
        if (here.size() == 1) {
            return List.of();
        }
        return List.of(
                here.isEmpty()
                        ? drift(product, expected(), elsewhere(named), missing(product))
                        : drift(
                                product,
                                "one of " + expected(),
                                here.size() + ": "
                                        + here.stream()
                                                .map(row -> String.valueOf(row.get("id")))
                                                .collect(Collectors.joining(", ")),
                                "rename all but one, or name one by its TL- id in the route or setting"));
    }

    private String expected() {
        return "scope " + scope + (type == null ? "" : ", type " + type);
    }

    private static String elsewhere(List<Map<String, Object>> named) {
        return named.isEmpty()
                ? "none"
                : named.stream()
                        .map(row -> "scope " + row.get("scope")
                                + (row.get("type") == null ? "" : ", type " + row.get("type")))
                        .collect(Collectors.joining("; "));
    }

    private String missing(ProductPicture product) {
        List<String> names = product.templates().stream()
                .filter(row -> scope.equals(row.get("scope")))
                .map(row -> String.valueOf(row.get("name")))
                .filter(there -> !there.equals(name))
                .toList();
        return Spelling.near(name, names)
                .map(near -> "the product has \"" + near + "\": correct the name here or there")
                .orElse("create it among the product's templates, or take it out of the contract");
    }

    private Drift drift(ProductPicture product, String expected, String found, String advice) {
        return new Drift(product.product(), "template \"" + name + "\"", expected, found, advice, place);
    }
}
