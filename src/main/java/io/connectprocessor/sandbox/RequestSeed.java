package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A fulfillment request to be planted. By default: first product, production, created now, assigned to nobody, 10 SEAT for orders; types other than purchase and transfer get an asset with 5 to 24 SEAT,
 * 1 to 3 STORAGE and a subscription at the vendor. One request per instance.
 */
public final class RequestSeed {

    private static final Set<String> ORDERS = Set.of("purchase", "change", "renew", "transfer");

    private final Seeding seeding;
    final String type;
    final Map<String, String> items = new LinkedHashMap<>();
    final Map<String, String> params = new LinkedHashMap<>();
    final Map<String, String> errors = new LinkedHashMap<>();
    String id;
    String assetId;
    String productId = Seeding.PRODUCTS.get(0);
    String environment = "production";
    String status = "pending";
    String plannedDate;
    Instant created;
    Assignee assignee = Assignee.NOBODY;
    Set<String> heldBy = Set.of();
    UnaryOperator<ObjectNode> poison;
    boolean besideOpen;

    RequestSeed(Seeding seeding, String type) {
        this.seeding = seeding;
        this.type = type;
        this.created = seeding.now();
    }

    boolean isOrder() {
        return ORDERS.contains(type);
    }

    /** Otherwise made from the asset's. */
    public RequestSeed id(String wanted) {
        id = wanted;
        return this;
    }

    /** An asset that is there; see {@link Sandbox#assetOf}. */
    public RequestSeed asset(String wanted) {
        assetId = wanted;
        return this;
    }

    public RequestSeed product(String wanted) {
        productId = wanted;
        return this;
    }

    /** preview, test or production. */
    public RequestSeed environment(String wanted) {
        environment = wanted;
        return this;
    }

    /** Of a new asset or of the change; items are SEAT, STORAGE, SUPPORT, TRAFFIC and DECLINE-ME. */
    public RequestSeed item(String mpn, String quantity) {
        items.put(mpn, quantity);
        return this;
    }

    public RequestSeed param(String name, String value) {
        params.put(name, value);
        return this;
    }

    public RequestSeed paramError(String name, String error) {
        errors.put(name, error);
        return this;
    }

    public RequestSeed created(Instant wanted) {
        created = wanted;
        return this;
    }

    public RequestSeed status(String wanted) {
        status = wanted;
        return this;
    }

    /** The distributor's wished date, written as given. */
    public RequestSeed plannedDate(String wanted) {
        plannedDate = wanted;
        return this;
    }

    /** Assigned, the assignee written as a plain string. */
    public RequestSeed assignedAsText(String userId) {
        assignee = new Assignee(userId, "user@example.com", Assignee.Shape.TEXT);
        return this;
    }

    /** Assigned, the assignee written as an object. */
    public RequestSeed assignedAsObject(String userId) {
        assignee = new Assignee(userId, "user@example.com", Assignee.Shape.OBJECT);
        return this;
    }

    /** In tiers_setup until all these tier config requests are approved. */
    public RequestSeed heldBy(String... tierRequestIds) {
        heldBy = Set.of(tierRequestIds);
        return this;
    }

    /** Spoils the JSON that lists and reads serve; filters and actions go by the sound request. See {@link Poison}. */
    public RequestSeed poison(UnaryOperator<ObjectNode> wanted) {
        poison = wanted;
        return this;
    }

    /** Allowed although the asset has an open request, as with an adjustment beside a change. */
    public RequestSeed besideOpen() {
        besideOpen = true;
        return this;
    }

    /** Plants it as pending; returns its id. */
    public String pending() {
        return status("pending").plant();
    }

    /**
     * Plants it; returns its id.
     *
     * @throws RuntimeException when the asset has an open request, naming it
     */
    public String plant() {
        return seeding.plant(this);
    }
}
