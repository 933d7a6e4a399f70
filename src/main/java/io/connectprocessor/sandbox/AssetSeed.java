package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An asset with a past: its purchase and what came after are approved requests, whose {@code effective_date} says when it happened; the asset itself shows when it was created and last updated, no more. By
 * default: first product, production, active since a year ago, with a subscription at the vendor. One asset per instance; not thread-safe.
 *
 * <pre>{@code
 * String asset = sandbox.asset().contract("CRD-10001-20000-30000").since(january).suspended(may).resumed(june).create();
 * }</pre>
 */
public final class AssetSeed {

    private final Seeding seeding;
    final Map<String, String> values = new LinkedHashMap<>();
    final List<Event> events = new ArrayList<>();
    final RequestSeed purchase;
    Instant since;

    AssetSeed(Seeding seeding) {
        this.seeding = seeding;
        this.purchase = new RequestSeed(seeding, "purchase").status("approved");
        this.since = seeding.now().minus(Duration.ofDays(365));
    }

    /** @param type suspend, resume or cancel */
    record Event(String type, Instant at) {}

    public AssetSeed product(String wanted) {
        purchase.product(wanted);
        return this;
    }

    /** preview, test or production. */
    public AssetSeed environment(String wanted) {
        purchase.environment(wanted);
        return this;
    }

    /** See {@link RequestSeed#contract}; its marketplace, and so its currency, are the contract's: EUR for the first and third, USD for the second and fourth. */
    public AssetSeed contract(String wanted) {
        purchase.contract(wanted);
        return this;
    }

    public AssetSeed externalId(String wanted) {
        purchase.externalId(wanted);
        return this;
    }

    /** A parameter, {@code subscription_id} too: by default it is the id of the vendor's subscription. */
    public AssetSeed parameter(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** When it was purchased. */
    public AssetSeed since(Instant wanted) {
        since = wanted;
        return this;
    }

    public AssetSeed suspended(Instant at) {
        return happened("suspend", at);
    }

    public AssetSeed resumed(Instant at) {
        return happened("resume", at);
    }

    public AssetSeed terminated(Instant at) {
        return happened("cancel", at);
    }

    private AssetSeed happened(String type, Instant at) {
        events.add(new Event(type, at));
        return this;
    }

    RequestSeed request(Event event, String assetId) {
        return new RequestSeed(seeding, event.type())
                .asset(assetId)
                .created(event.at())
                .status("approved");
    }

    /** Makes it; returns its id. */
    public String create() {
        return seeding.plant(this);
    }
}
