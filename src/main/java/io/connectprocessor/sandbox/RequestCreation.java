package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** {@code POST /requests}: new requests over HTTP, as a distributor or, for adjustments, the vendor makes them. */
final class RequestCreation {

    private static final Set<String> TYPES =
            Set.of("purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer");

    private final Platform platform;
    private final Seeding seeding;

    RequestCreation(Platform platform, Seeding seeding) {
        this.platform = platform;
        this.seeding = seeding;
    }

    FulfillmentRequest create(JsonNode body) {
        String type = Bodies.optionalText(body, "type");
        JsonNode asset = body.path("asset");
        if (type == null || !TYPES.contains(type)) {
            throw Refusal.validation("type", "\"" + type + "\" is not a valid choice.");
        }
        RequestSeed seed = seeding.request(type).plannedDate(Bodies.optionalText(body, "planned_date"));
        boolean isNew = type.equals("purchase") || type.equals("transfer");
        Product product = isNew ? newSubscription(seed, asset) : existing(seed, asset);
        for (JsonNode item : asset.path("items")) {
            seed.item(mpn(product, item), item.path("quantity").asText());
        }
        if (seed.isOrder() && seed.items.isEmpty()) {
            throw Refusal.validation("asset.items", "This list may not be empty.");
        }
        for (JsonNode param : asset.path("params")) {
            seed.param(param.path("id").asText(), param.path("value").asText());
        }
        return seeding.planted(seed);
    }

    private Product newSubscription(RequestSeed seed, JsonNode asset) {
        String id = asset.path("product").path("id").asText();
        Product product = platform.products.get(id);
        if (product == null) {
            throw Refusal.validation("asset.product.id", "Product " + id + " does not exist.");
        }
        seed.product(id).environment(asset.path("connection").path("type").asText("production"));
        return product;
    }

    private Product existing(RequestSeed seed, JsonNode body) {
        String id = body.path("id").asText();
        Asset asset = platform.assets.get(id);
        if (asset == null) {
            throw Refusal.validation("asset.id", "Asset " + id + " does not exist.");
        }
        requireStatus(seed.type, asset.state.status());
        seed.asset(id);
        return asset.product;
    }

    private static void requireStatus(String type, String status) {
        boolean fits = switch (type) {
            case "resume" -> status.equals("suspended");
            case "cancel" -> status.equals("active") || status.equals("suspended");
            default -> status.equals("active");
        };
        if (!fits) {
            throw Refusal.validation("asset.status", type + " is not allowed when asset state is " + status + ".");
        }
    }

    private static String mpn(Product product, JsonNode item) {
        String id = item.path("id").asText(item.path("global_id").asText());
        return product.items().stream()
                .filter(known -> known.localId().equals(id) || known.globalId().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.validation("asset.items", "Item " + id + " does not exist."))
                .mpn();
    }
}
