package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tier config request in the making. By default: of the first product, production, setup, tier 1, a reseller of its own, created now, pending, assigned to nobody. One request per instance; not
 * thread-safe. End it with {@link #create()}, or with {@link #plant()} where the id is enough.
 */
public final class TierRequestSeed {

    private final Seeding seeding;
    String productId = Seeding.PRODUCTS.get(0);
    String environment = "production";
    String type = "setup";
    String status = "pending";
    String parent;
    String configurationId;
    Party account;
    Connection connection;
    Party marketplace;
    Party contract;
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    int level = 1;
    Instant created;
    Assignee assignee = Assignee.NOBODY;

    TierRequestSeed(Seeding seeding) {
        this(seeding, seeding.now());
    }

    TierRequestSeed(Seeding seeding, Instant created) {
        this.seeding = seeding;
        this.created = created;
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

    /** The tier configuration that it is about, of an update; otherwise a new one. See {@link SandboxRequest#configurationId()}. */
    public TierRequestSeed configuration(String wanted) {
        configurationId = wanted;
        type = "update";
        return this;
    }

    /** A parameter of the request; null: empty. */
    public TierRequestSeed parameter(String name, String value) {
        values.put(name, ParameterValue.of(value == null ? "" : value));
        return this;
    }

    /** Marks a parameter as invalid: its {@code value_error}. */
    public TierRequestSeed parameterError(String name, String error) {
        String known = values.getOrDefault(name, ParameterValue.NONE).value();
        values.put(name, new ParameterValue(known, error, null, null));
        return this;
    }

    /** Short for {@link #parameter}. */
    public TierRequestSeed param(String name, String value) {
        return parameter(name, value);
    }

    public TierRequestSeed created(Instant wanted) {
        created = wanted;
        return this;
    }

    /** Plants it; returns its id. */
    public String plant() {
        return seeding.plant(this);
    }

    /** As {@link #plant()}, with a handle to ask and move the request by. */
    public SandboxRequest create() {
        return seeding.handle(plant());
    }
}
