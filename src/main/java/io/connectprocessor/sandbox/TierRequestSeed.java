package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tier config request to be planted. One request per instance. */
public final class TierRequestSeed {

    private final Seeding seeding;
    final Map<String, String> params = new LinkedHashMap<>();
    String productId = Seeding.PRODUCTS.get(0);
    String environment = "production";
    String type = "setup";
    String status = "pending";
    String parent;
    int level = 1;
    Instant created;
    Assignee assignee = Assignee.NOBODY;

    TierRequestSeed(Seeding seeding) {
        this.seeding = seeding;
        this.created = seeding.now();
    }

    public TierRequestSeed product(String wanted) {
        productId = wanted;
        return this;
    }

    public TierRequestSeed environment(String wanted) {
        environment = wanted;
        return this;
    }

    /** setup, update or adjustment. */
    public TierRequestSeed type(String wanted) {
        type = wanted;
        return this;
    }

    public TierRequestSeed status(String wanted) {
        status = wanted;
        return this;
    }

    /** 1 or 2. */
    public TierRequestSeed level(int wanted) {
        level = wanted;
        return this;
    }

    /** In tiers_setup until this one, of tier 2, is approved. */
    public TierRequestSeed below(String tierRequestId) {
        parent = tierRequestId;
        return this;
    }

    public TierRequestSeed param(String name, String value) {
        params.put(name, value);
        return this;
    }

    public TierRequestSeed created(Instant wanted) {
        created = wanted;
        return this;
    }

    /** Plants it; returns its id. */
    public String plant() {
        return seeding.plant(this);
    }
}
