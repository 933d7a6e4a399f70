package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts rows into a sandbox, before and while it runs. Thread-safe. */
public final class Seeding {

    /** The products to configure; each has an activation template of the same name in each scope. */
    static final List<String> PRODUCTS = List.of("PRD-100-200-300", "PRD-400-500-600");

    /** A product of the same vendor that is not to be touched. */
    static final String FOREIGN_PRODUCT = "PRD-700-800-900";

    private final Platform platform;
    private final ObjectMapper mapper;
    private final Function<String, SandboxRequest> handles;
    private final AccountRequests accountRequests;
    final TierPlanting tiers;
    final RequestPlanting requests;
    private final AssetLives lives;

    Seeding(
            Platform platform,
            VendorApi vendor,
            Directory directory,
            ObjectMapper mapper,
            AccountRequests accountRequests,
            Function<String, SandboxRequest> handles) {
        this.platform = platform;
        this.mapper = mapper;
        this.handles = handles;
        this.accountRequests = accountRequests;
        this.tiers = new TierPlanting(platform, directory);
        this.requests = new RequestPlanting(platform, new AssetPlanting(platform, vendor, directory), tiers);
        this.lives = new AssetLives(vendor, requests);
        platform.write(() -> {
            product(PRODUCTS.get(0), "Cloud Desktop").create();
            product(PRODUCTS.get(1), "Cloud Backup").create();
            return product(FOREIGN_PRODUCT, "Cloud Telephony").create();
        });
    }

    public RequestSeed purchase() {
        return request("purchase");
    }

    public RequestSeed change() {
        return request("change");
    }

    public RequestSeed suspend() {
        return request("suspend");
    }

    public RequestSeed resume() {
        return request("resume");
    }

    public RequestSeed cancel() {
        return request("cancel");
    }

    public RequestSeed adjustment() {
        return request("adjustment");
    }

    /** Any type that the platform has: purchase change suspend resume cancel adjustment renew transfer. */
    public RequestSeed request(String type) {
        return new RequestSeed(this, type);
    }

    /** A tier config request of the first product, setup, tier 1, production, pending. */
    public TierRequestSeed tierSetup() {
        return tierRequest("setup");
    }

    /** A tier config request: setup, update or adjustment. */
    public TierRequestSeed tierRequest(String type) {
        return new TierRequestSeed(this).type(type);
    }

    /** An asset that has lived for a while. */
    public AssetSeed asset() {
        return new AssetSeed(this);
    }

    /** A product of the sandbox's vendor, {@code PRD-100-200-301} say; the sample product's, with what is added. */
    public ProductSeed product(String id, String name) {
        return new ProductSeed(this, SampleProduct.product(mapper, id, name));
    }

    /** Switches a capability of a product on or off. */
    public void capability(String productId, Capability capability, boolean allowed) {
        platform.write(() -> {
            platform.allow(TierPlanting.product(platform, productId), capability, allowed);
            return null;
        });
    }

    /** A tier account request: the distributor has changed an account, and asks the product's vendor to take note. */
    public TierAccountRequestSeed tierAccountRequest() {
        return new TierAccountRequestSeed(this);
    }

    void add(Product product, Map<Capability, Boolean> capabilities) {
        platform.write(() -> {
            platform.products.put(product.id(), product);
            capabilities.forEach((capability, allowed) -> platform.allow(product, capability, allowed));
            return null;
        });
    }

    /** The id of the asset that a fulfillment request is about. */
    String assetOf(String requestId) {
        return platform.read(() -> platform.requests.get(requestId).asset.id);
    }

    Instant now() {
        return platform.now();
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    SandboxRequest handle(String id) {
        return handles.apply(id);
    }

    String plant(RequestSeed seed) {
        return platform.write(() -> requests.plant(seed)).id;
    }

    String plant(AssetSeed seed) {
        return platform.write(() -> lives.plant(seed)).id;
    }

    String plant(TierAccountRequestSeed seed) {
        return platform.write(() -> accountRequests.plant(seed)).id;
    }

    String plant(TierRequestSeed seed) {
        return platform.write(() -> tiers.plant(seed)).id;
    }
}
