package io.connectprocessor.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A parameter that must be there. The same id may stand in several scopes, as one of its own in each.
 *
 * @param id as requests call it, which a product's page calls its name
 * @param phase ordering, fulfillment or configuration
 * @param scope asset, tier1, tier2, product, item, marketplace or item_marketplace
 * @param type such as text; null for any
 * @param required whether it must have a value; null for either
 */
record ParameterClause(String place, String id, String phase, String scope, String type, Boolean required)
        implements Clause {

    @Override
    public List<Drift> against(ProductPicture product) {
        List<Map<String, Object>> named = product.parametersNamed(id);
        if (named.isEmpty()) {
            return List.of(drift(product, Wish.all(wishes()) + ", scope " + scope, "none", missing(product)));
        }
        List<Map<String, Object>> here =
                named.stream().filter(row -> scope.equals(row.get("scope"))).toList();
        if (here.isEmpty()) {
            return List.of(drift(
                    product,
                    "scope " + scope,
                    "scope "
                            + named.stream()
                                    .map(row -> String.valueOf(row.get("scope")))
                                    .collect(Collectors.joining(", ")),
                    "create " + id + " in scope " + scope + " too, or correct the contract"));
        }
        Map<String, Object> row = here.get(0);
        return wishes().stream()
                .filter(wish -> !wish.isMetBy(row))
                .map(wish -> drift(
                        product,
                        wish.expected(),
                        wish.found(row),
                        "correct " + id + " among the product's parameters, or correct the contract"))
                .toList();
    }

    private List<Wish> wishes() {
        return List.of(
                new Wish("phase", "phase", phase),
                new Wish("type", "type", type),
                new Wish("required", "constraints.required", required == null ? null : required.toString()));
    }

    private String missing(ProductPicture product) {
        return Spelling.near(
                        id,
                        product.parameters().stream()
                                .map(row -> String.valueOf(row.get("name")))
                                .toList())
                .map(near -> "the product has " + near + ": correct the id here or there")
                .orElse("create it among the product's parameters, or take it out of the contract");
    }

    private Drift drift(ProductPicture product, String expected, String found, String advice) {
        return new Drift(product.product(), "parameter " + id, expected, found, advice, place);
    }
}
