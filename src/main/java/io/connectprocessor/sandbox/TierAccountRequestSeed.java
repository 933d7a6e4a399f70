package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tier account request in the making: the distributor has changed an account's data. By default: about a reseller of its own, for the first product, production, created now, pending. One request
 * per instance; not thread-safe. End it with {@link #create()}, or with {@link #plant()} where the id is enough.
 */
public final class TierAccountRequestSeed {

    private final Seeding seeding;
    final Map<String, Object> fields = new LinkedHashMap<>(Map.of("tax_id", "TAX-changed"));
    String productId = Seeding.PRODUCTS.get(0);
    String accountId;
    String environment = "production";
    Instant created;

    TierAccountRequestSeed(Seeding seeding) {
        this.seeding = seeding;
    }

    /** One without the capability {@link Capability#TIER_UPDATES} makes it unsupported from the start. */
    public TierAccountRequestSeed product(String wanted) {
        productId = wanted;
        return this;
    }

    /** The account that changed, {@code TA-…}; it must be there. */
    public TierAccountRequestSeed account(String wanted) {
        accountId = wanted;
        return this;
    }

    /** A field that changed, as the platform names it: {@code name}, {@code tax_id}, {@code contact_info}. */
    public TierAccountRequestSeed field(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    public TierAccountRequestSeed environment(String wanted) {
        environment = wanted;
        return this;
    }

    public TierAccountRequestSeed created(Instant wanted) {
        created = wanted;
        return this;
    }

    /**
     * Plants it; returns its id.
     *
     * @throws RuntimeException when product or account are not known
     */
    public String plant() {
        return seeding.plant(this);
    }

    /** As {@link #plant()}, with a handle to ask and move the request by. */
    public SandboxRequest create() {
        return seeding.handle(plant());
    }
}
