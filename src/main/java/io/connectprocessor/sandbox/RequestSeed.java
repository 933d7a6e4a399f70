package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A fulfillment request in the making. By default: first product, production, created now, assigned to nobody, 10 SEAT for orders, all required ordering parameters filled; types other than purchase and
 * transfer get an asset with 5 to 24 SEAT, 1 to 3 STORAGE and a subscription at the vendor. One request per instance; not thread-safe. End it with {@link #create()}, or with {@link #plant()} or {@link
 * #pending()} where the id is enough.
 *
 * <pre>{@code
 * SandboxRequest order = sandbox.request("purchase").item("SEAT", 10).customer("Ada's Bakery").environment("test").create();
 * }</pre>
 */
public final class RequestSeed {

    private static final Set<String> ORDERS = Set.of("purchase", "change", "renew", "transfer");

    private final Seeding seeding;
    final String type;
    final Map<String, String> items = new LinkedHashMap<>();
    final Map<String, ParameterValue> values = new LinkedHashMap<>();
    final Map<String, String> errors = new LinkedHashMap<>();
    final Map<String, Map<String, Object>> accounts = new LinkedHashMap<>();
    String id;
    String assetId;
    String productId = Seeding.PRODUCTS.get(0);
    String environment = "production";
    String marketplaceId;
    String contractId;
    String externalId;
    String externalUid;

    /** Null: the platform decides between tiers_setup, inquiring and pending. */
    String status;

    String note = "";
    String plannedDate;
    Instant created;
    Assignee assignee = Assignee.NOBODY;
    Set<String> heldBy = Set.of();
    UnaryOperator<ObjectNode> poison;
    boolean besideOpen;
    boolean tiersFirst;

    /** Made over HTTP: no parameter and no second tier that nobody asked for. */
    boolean bare;

    RequestSeed(Seeding seeding, String type) {
        this.seeding = seeding;
        this.type = type;
        this.created = seeding.now();
    }

    boolean isOrder() {
        return ORDERS.contains(type);
    }

    boolean createsAsset() {
        return type.equals("purchase") || type.equals("transfer");
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

    /** A quantity: digits, a decimal, {@code 0}, {@code unlimited} or {@code -1}. Of a new asset or of the change; items are SEAT, STORAGE, SUPPORT, TRAFFIC and DECLINE-ME. */
    public RequestSeed item(String mpn, String quantity) {
        items.put(mpn, quantity);
        return this;
    }

    /** As {@link #item(String, String)}. */
    public RequestSeed item(String mpn, int quantity) {
        return item(mpn, String.valueOf(quantity));
    }

    /** A parameter of the request by the id that the asset's {@code params} show; null: empty. A required ordering parameter that is empty makes the platform inquire. */
    public RequestSeed parameter(String name, String value) {
        values.put(name, ParameterValue.of(value == null ? "" : value));
        return this;
    }

    /** A parameter of type phone, address, checkbox or object: a Map or a List. */
    public RequestSeed structuredParameter(String name, Object value) {
        values.put(name, new ParameterValue("", "", seeding.tree(value), null));
        return this;
    }

    /** Marks a parameter as invalid: its {@code value_error}. Its value stays. */
    public RequestSeed parameterError(String name, String error) {
        errors.put(name, error);
        return this;
    }

    /** Short for {@link #parameter}. */
    public RequestSeed param(String name, String value) {
        return parameter(name, value);
    }

    /** Short for {@link #parameterError}. */
    public RequestSeed paramError(String name, String error) {
        return parameterError(name, error);
    }

    /** A new asset's customer, by its name. */
    public RequestSeed customer(String name) {
        return customer(Map.of("name", name));
    }

    /** A new asset's customer: fields as the platform names them, put over those of an invented one; an {@code id} that is known takes that account. */
    public RequestSeed customer(Map<String, Object> fields) {
        accounts.put("customer", fields);
        return this;
    }

    /** A new asset's reseller, as {@link #customer(Map)}. */
    public RequestSeed tier1(Map<String, Object> fields) {
        accounts.put("tier1", fields);
        return this;
    }

    /** The reseller above tier 1, as {@link #customer(Map)}. */
    public RequestSeed tier2(Map<String, Object> fields) {
        accounts.put("tier2", fields);
        return this;
    }

    /** Of a new asset: MP-10000 to MP-10003; default: they take turns. */
    public RequestSeed marketplace(String wanted) {
        marketplaceId = wanted;
        return this;
    }

    /** Of a new asset: CRD-10000-20000-30000 to CRD-10003-20000-30000; default: the first two take turns, and those of test and preview have contracts of their own. */
    public RequestSeed contract(String wanted) {
        contractId = wanted;
        return this;
    }

    /** Of a new asset: the distributor's id of the subscription. */
    public RequestSeed externalId(String wanted) {
        externalId = wanted;
        return this;
    }

    /** In tiers_setup until the tier configurations of its resellers are active; tier config requests of type setup are made where there is none, tier 2 before tier 1. */
    public RequestSeed tiersFirst() {
        tiersFirst = true;
        return this;
    }

    public RequestSeed created(Instant wanted) {
        created = wanted;
        return this;
    }

    /** draft, tiers_setup, pending, inquiring, approved, failed, scheduled, revoking or revoked; a scheduled one with a planned date in the past is pending at once. */
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
     * Plants it; returns its id. Without a status the platform decides: tiers_setup, inquiring or pending.
     *
     * @throws RuntimeException when the asset has an open request, naming it
     */
    public String plant() {
        return seeding.plant(this);
    }

    /** As {@link #plant()}, with a handle to ask and move the request by. */
    public SandboxRequest create() {
        return seeding.handle(plant());
    }
}
