package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code POST /requests}: new requests over HTTP, as a distributor or, for adjustments, the vendor makes them. Runs under the platform's write lock. */
final class RequestCreation {

    private static final Set<String> TYPES =
            Set.of("purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer");
    private static final Set<String> ENVIRONMENTS = Set.of("preview", "test", "production");
    private static final String QUANTITY = "[0-9]{1,12}(\\.[0-9]{1,8})?|unlimited|-1";

    private final Platform platform;
    private final Seeding seeding;
    private final ParameterRules rules;
    private final ObjectMapper mapper;

    RequestCreation(Platform platform, Seeding seeding, ParameterRules rules, ObjectMapper mapper) {
        this.platform = platform;
        this.seeding = seeding;
        this.rules = rules;
        this.mapper = mapper;
    }

    FulfillmentRequest create(JsonNode body) {
        String type = Bodies.optionalText(body, "type");
        if (type == null || !TYPES.contains(type)) {
            throw Refusal.validation("type", "\"" + type + "\" is not a valid choice.");
        }
        RequestSeed seed = seeding.request(type).plannedDate(Bodies.optionalDateTime(body, "planned_date"));
        seed.bare = true;
        seed.status = status(body);
        seed.note = body.path("note").asText("");
        JsonNode asset = body.path("asset");
        Product product = seed.createsAsset() ? newSubscription(seed, body) : existing(seed, asset);
        requireCapability(type, product);
        if (asset.has("items")) {
            seed.items.putAll(items(product, asset.get("items")));
        }
        if (asset.has("params")) {
            requireEditable(type, product);
            seed.values.putAll(rules.merged(Map.of(), asset.get("params"), product.parameters("asset")));
        }
        requireOrder(seed);
        boolean held = !Set.of("suspend", "resume").contains(type) || platform.can(product, Capability.HOLD);
        return held ? seeding.requests.plant(seed) : failedAtOnce(seed);
    }

    private static String status(JsonNode body) {
        String status = Bodies.optionalText(body, "status");
        if (status != null && !status.equals("draft")) {
            throw Refusal.validation("status", "\"" + status + "\" is not a valid choice.");
        }
        return status;
    }

    /** As the platform does without Administrative Hold: made, and failed before anybody sees it. */
    private FulfillmentRequest failedAtOnce(RequestSeed seed) {
        seed.status = "failed";
        FulfillmentRequest request = seeding.requests.plant(seed);
        platform.change(request, state -> state.reason = "The product doesn't support suspend/resume.");
        return request;
    }

    private Product newSubscription(RequestSeed seed, JsonNode body) {
        JsonNode asset = body.path("asset");
        String id = asset.path("product").path("id").asText();
        Product product = platform.products.get(id);
        if (product == null) {
            throw Refusal.validation("asset.product.id", "Product " + id + " does not exist.");
        }
        String environment = asset.path("connection").path("type").asText("production");
        if (!ENVIRONMENTS.contains(environment)) {
            throw Refusal.validation("asset.connection.type", "\"" + environment + "\" is not a valid choice.");
        }
        seed.product(id).environment(environment);
        seed.marketplaceId = body.path("marketplace")
                .path("id")
                .asText(asset.path("marketplace").path("id").textValue());
        seed.externalId = asset.path("external_id").asText(null);
        seed.externalUid = asset.path("external_uid").asText(null);
        for (String tier : List.of("customer", "tier1", "tier2")) {
            JsonNode account = asset.path("tiers").path(tier);
            if (account.isObject() && !account.isEmpty()) {
                seed.accounts.put(tier, mapper.convertValue(account, new TypeReference<Map<String, Object>>() {}));
            }
        }
        seed.tiersFirst = seed.accounts.containsKey("tier1");
        return product;
    }

    private Product existing(RequestSeed seed, JsonNode body) {
        String id = body.path("id").asText();
        Asset asset = platform.assets.get(id);
        if (asset == null) {
            throw Refusal.validation("asset.id", "Asset " + id + " does not exist.");
        }
        if (seed.status == null) {
            seeding.requests.requireNoneOpen(seed.type, asset);
        }
        requireStatus(seed.type, asset.state.status());
        seed.asset(id);
        return asset.product;
    }

    private void requireStatus(String type, String status) {
        boolean fits = switch (type) {
            case "resume" -> status.equals("suspended");
            case "cancel" ->
                status.equals("active")
                        || status.equals("suspended") && !platform.is(Variation.SUSPENDED_IS_NOT_CANCELLED);
            default -> status.equals("active");
        };
        if (!fits) {
            throw Refusal.validation("asset.status", type + " is not allowed when asset state is " + status + ".");
        }
    }

    private void requireCapability(String type, Product product) {
        boolean missing = type.equals("renew") && !platform.can(product, Capability.RENEW)
                || type.equals("transfer") && !platform.can(product, Capability.TRANSFER);
        if (missing) {
            throw Refusal.validation("type", "The product does not support requests of type " + type + ".");
        }
    }

    private void requireEditable(String type, Product product) {
        if (type.equals("change") && !platform.can(product, Capability.EDITABLE_ORDERING_PARAMETERS)) {
            throw Refusal.validation("asset.params", "The product does not allow parameters in a change.");
        }
    }

    private void requireOrder(RequestSeed seed) {
        if (seed.status != null) {
            return;
        }
        Asset asset = seed.assetId == null ? null : platform.assets.get(seed.assetId);
        if (seed.createsAsset() && seed.items.isEmpty()) {
            throw Refusal.validation("asset.items", "This list may not be empty.");
        }
        if (asset != null && seed.type.equals("change")) {
            requireLines("change", RequestPlanting.ordered(seed, asset));
        }
    }

    /** An order has lines, and a change changes one. */
    static void requireLines(String type, List<Line> lines) {
        boolean order = type.equals("purchase") || type.equals("transfer");
        if (order && lines.isEmpty()) {
            throw Refusal.validation("asset.items", "This list may not be empty.");
        }
        if (type.equals("change")
                && lines.stream().allMatch(line -> line.quantity().equals(line.oldQuantity()))) {
            throw Refusal.validation("asset.items", "Item quantities are not changed.");
        }
    }

    /** Quantities by mpn; an item is named by its local or global id or its mpn. */
    static Map<String, String> items(Product product, JsonNode items) {
        if (!items.isArray()) {
            throw Refusal.validation("asset.items", "Expected a list of items.");
        }
        Map<String, String> quantities = new LinkedHashMap<>();
        for (JsonNode item : items) {
            String quantity = item.path("quantity").isNumber()
                    ? item.get("quantity").decimalValue().toPlainString()
                    : item.path("quantity").asText();
            if (!quantity.matches(QUANTITY)) {
                throw Refusal.validation("asset.items.quantity", "\"" + quantity + "\" is not a valid quantity.");
            }
            quantities.put(mpn(product, item), quantity);
        }
        return quantities;
    }

    private static String mpn(Product product, JsonNode item) {
        String id = item.path("id")
                .asText(item.path("global_id").asText(item.path("mpn").asText()));
        return product.items().stream()
                .filter(known ->
                        Set.of(known.localId(), known.globalId(), known.mpn()).contains(id))
                .findFirst()
                .orElseThrow(() -> Refusal.validation("asset.items", "Item " + id + " does not exist."))
                .mpn();
    }
}
