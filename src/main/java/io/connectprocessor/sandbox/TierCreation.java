package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;

/** {@code POST /tier/config-requests}. Runs under the platform's write lock. */
final class TierCreation {

    private static final Set<String> TYPES = Set.of("setup", "update", "adjustment");

    private final Platform platform;
    private final Seeding seeding;
    private final Directory directory;
    private final ParameterRules rules;
    private final ObjectMapper mapper;
    private int lastAccount = 500_000;

    TierCreation(Platform platform, Seeding seeding, Directory directory, ParameterRules rules, ObjectMapper mapper) {
        this.platform = platform;
        this.seeding = seeding;
        this.directory = directory;
        this.rules = rules;
        this.mapper = mapper;
    }

    TierRequest create(JsonNode body) {
        JsonNode configuration = body.path("configuration");
        boolean known = configuration.hasNonNull("id");
        String type = body.path("type").asText(known ? "update" : "setup");
        if (!TYPES.contains(type)) {
            throw Refusal.validation("type", "\"" + type + "\" is not a valid choice.");
        }
        TierRequestSeed seed = seeding.tierRequest(type);
        String status = Bodies.optionalText(body, "status");
        if (status != null && !status.equals("draft")) {
            throw Refusal.validation("status", "\"" + status + "\" is not a valid choice.");
        }
        seed.status = status == null ? "pending" : status;
        Product product = known
                ? update(seed, configuration.get("id").asText())
                : setup(seed, configuration.isObject() ? configuration : body);
        if (body.has("params")) {
            seed.values.putAll(rules.merged(Map.of(), body.get("params"), product.parameters("tier" + seed.level)));
        }
        return seeding.tiers.plant(seed);
    }

    private Product update(TierRequestSeed seed, String id) {
        TierConfiguration configuration = seeding.tiers.existing(id);
        if (configuration.state.openRequest() != null) {
            throw Refusal.validation(
                    "configuration",
                    "Tier configuration " + id + " has the open request " + configuration.state.openRequest() + ".");
        }
        seed.configurationId = id;
        seed.level = configuration.level;
        return configuration.product;
    }

    private Product setup(TierRequestSeed seed, JsonNode body) {
        String id = body.path("product").path("id").asText();
        Product product = platform.products.get(id);
        if (product == null) {
            throw Refusal.validation("product.id", "Product " + id + " does not exist.");
        }
        int level = body.path("tier_level").asInt(1);
        if (level < 1 || level > product.tierLevels()) {
            throw Refusal.validation("tier_level", "\"" + level + "\" is not a valid choice.");
        }
        Map<String, Object> account = mapper.convertValue(body.path("account"), new TypeReference<>() {});
        if (account == null || account.isEmpty()) {
            throw Refusal.validation("account", "This field is required.");
        }
        seed.product(id)
                .level(level)
                .environment(body.path("connection").path("type").asText("production"));
        seed.account = directory.account("reseller", ++lastAccount, account);
        return product;
    }
}
