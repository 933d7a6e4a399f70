package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Makes tier configurations and their requests. Runs under the platform's write lock. */
final class TierPlanting {

    private final Platform platform;
    private final Directory directory;
    private final Map<String, TierConfiguration> byKey = new HashMap<>();
    private int lastConfiguration;
    private long lastNumber;

    TierPlanting(Platform platform, Directory directory) {
        this.platform = platform;
        this.directory = directory;
    }

    static Product product(Platform platform, String id) {
        Product product = platform.products.get(id);
        if (product == null) {
            throw new IllegalArgumentException(
                    "There is no product " + id + "; there are " + platform.products.keySet());
        }
        return product;
    }

    TierRequest plant(TierRequestSeed seed) {
        TierConfiguration configuration =
                seed.configurationId == null ? configuration(seed) : existing(seed.configurationId);
        TierRequest parent = seed.parent == null ? null : platform.tierRequests.get(seed.parent);
        TierRequest.State state = new TierRequest.State();
        boolean waits = parent != null && !parent.state.status.equals("approved");
        state.status = waits ? "tiers_setup" : seed.status;
        state.updated = Stamps.stored(seed.created);
        state.assignee = seed.assignee;
        Map<String, ParameterValue> params = new LinkedHashMap<>(configuration.state.params());
        params.putAll(seed.values);
        state.params = params;
        String id = "TCR-" + configuration.id.substring(3) + "-" + Digits.of(++configuration.requests, 3);
        TierRequest request =
                new TierRequest(id, seed.type, configuration, parent, Stamps.stored(seed.created), ++lastNumber, state);
        configuration.state = configuration.state.opened(id);
        if (seed.type.equals("setup")) {
            configuration.state = configuration.state.withParams(params, state.updated);
        }
        platform.add(request);
        return request;
    }

    TierConfiguration existing(String id) {
        TierConfiguration configuration = platform.tierConfigurations.get(id);
        if (configuration == null) {
            throw Refusal.validation("configuration.id", "Tier configuration " + id + " does not exist.");
        }
        return configuration;
    }

    private TierConfiguration configuration(TierRequestSeed seed) {
        Product product = product(platform, seed.productId);
        int n = ++lastConfiguration;
        Map<String, ParameterValue> params = new LinkedHashMap<>();
        params.put("reseller_contact", ParameterValue.of("reseller" + n + "@example.com"));
        Instant created = Stamps.stored(seed.created);
        TierConfiguration configuration = new TierConfiguration(
                "TC-" + Digits.groups(n),
                seed.account == null ? directory.reseller(seed.level, n) : seed.account,
                product,
                seed.connection == null ? directory.connection(product.id(), seed.environment) : seed.connection,
                seed.marketplace == null ? directory.marketplace(n % 4) : seed.marketplace,
                seed.contract == null ? directory.contract(n % 2) : seed.contract,
                seed.level,
                created,
                new TierConfiguration.State("processing", params, null, null, null, created));
        platform.tierConfigurations.put(configuration.id, configuration);
        byKey.put(configuration.key(), configuration);
        return configuration;
    }

    /** The open tier config requests that a new asset must wait for, made where a configuration is missing; tier 2 before tier 1. */
    Set<String> setUp(Asset asset, Instant created) {
        Set<String> open = new LinkedHashSet<>();
        TierRequest above = null;
        if (asset.product.tierLevels() > 1 && asset.tier2 != null) {
            above = setUp(asset, asset.tier2, 2, null, created);
            if (above != null) {
                open.add(above.id);
            }
        }
        if (asset.product.tierLevels() > 0) {
            TierRequest below = setUp(asset, asset.tier1, 1, above, created);
            if (below != null) {
                open.add(below.id);
            }
        }
        return open;
    }

    /** Null when it is set up already. */
    private TierRequest setUp(Asset asset, Party account, int level, TierRequest above, Instant created) {
        String key = TierConfiguration.key(account.id(), asset.product.id(), asset.connection.id(), level);
        TierConfiguration known = byKey.get(key);
        TierRequest open = known == null || known.state.openRequest() == null
                ? null
                : platform.tierRequests.get(known.state.openRequest());
        if (open != null && open.type.equals("setup")) {
            return open;
        }
        if (known != null && known.state.lastApproved() != null) {
            return null;
        }
        TierRequestSeed seed = new TierRequestSeed(null, created)
                .product(asset.product.id())
                .environment(asset.connection.type())
                .level(level);
        seed.account = account;
        seed.connection = asset.connection;
        seed.marketplace = asset.marketplace;
        seed.contract = asset.contract;
        seed.parent = above == null ? null : above.id;
        seed.configurationId = known == null ? null : known.id;
        return plant(seed);
    }
}
