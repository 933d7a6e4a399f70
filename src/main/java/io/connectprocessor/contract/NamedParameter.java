package io.connectprocessor.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parameter that a route saves or needs, which is a promise about the product without any contract.
 *
 * @param id as requests call it
 * @param scopes where it may be for the route to find it: asset, tier1, tier2
 * @param place where the route names it: {@code routes/on-purchase.camel.yaml:18}
 */
public record NamedParameter(String id, Set<String> scopes, String place) implements Clause {

    public NamedParameter {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public List<Drift> against(ProductPicture product) {
        boolean there = product.parametersNamed(id).stream().anyMatch(row -> isIn(row, scopes));
        if (there || !scopes.contains("asset") && !hasTiers(product)) {
            return List.of();
        }
        return List.of(new Drift(
                product.product(),
                "parameter " + id,
                "one that the route can find (scope "
                        + String.join(" or ", scopes.stream().sorted().toList()) + ")",
                "none",
                Spelling.near(
                                id,
                                product.parameters().stream()
                                        .filter(row -> isIn(row, scopes))
                                        .map(row -> String.valueOf(row.get("name")))
                                        .toList())
                        .map(near -> "the product has " + near + ": correct the route or the product")
                        .orElse("create it among the product's parameters; if this product does without it, list it"
                                + " under without: in its contract"),
                place));
    }

    private static boolean isIn(Map<String, Object> row, Set<String> scopes) {
        return row.get("scope") instanceof String scope && scopes.contains(scope);
    }

    /** Without tier configurations there are no tier requests, and the route is never called. */
    private static boolean hasTiers(ProductPicture product) {
        Object level = ProductPicture.at(product.whole(), "capabilities.tiers.configs.level");
        return level != null && !"0".equals(level.toString())
                || product.parameters().stream().anyMatch(row -> isIn(row, Set.of("tier1", "tier2")));
    }
}
