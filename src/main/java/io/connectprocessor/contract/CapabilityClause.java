package io.connectprocessor.contract;

import java.util.List;

/**
 * A capability that must be so.
 *
 * @param path dotted, below the product's {@code capabilities}
 * @param value as text: the platform is not strict about numbers and their text, as in {@code tiers.configs.level}
 */
record CapabilityClause(String place, String path, String value) implements Clause {

    @Override
    public List<Drift> against(ProductPicture product) {
        Object found = ProductPicture.at(product.whole(), "capabilities." + path);
        boolean known = Capabilities.DOCUMENTED.contains(path);
        // A switch that was never touched may not be listed at all.
        if (value.equals(String.valueOf(found)) || found == null && known && value.equals("false")) {
            return List.of();
        }
        String advice = found == null && !known
                ? Spelling.near(path, Capabilities.DOCUMENTED)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("correct the path: it begins below the product's capabilities")
                : "change it among the product's capabilities, or correct the contract";
        return List.of(new Drift(
                product.product(),
                "capability " + path,
                value,
                found == null ? "none" : found.toString(),
                advice,
                place));
    }
}
