package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * What the vendor knows of a subscription to charge for its usage.
 *
 * @param spans when it was active, in order
 */
record Meter(String subscriptionId, String assetId, Product product, String currency, List<Span> spans) {

    /** What it counts. */
    List<Product.Item> items() {
        return product.items().stream().filter(Product.Item::isPayAsYouGo).toList();
    }

    /** @param to exclusive; null: until now */
    record Span(Instant from, Instant to) {}
}
