package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts rows into a sandbox, before and while it runs. Thread-safe. */
public final class Seeding {

    /** The products to configure; each has an activation template of the same name in each scope. */
    static final List<String> PRODUCTS = List.of("PRD-100-200-300", "PRD-400-500-600");

    /** A product of the same vendor that is not to be touched. */
    static final String FOREIGN_PRODUCT = "PRD-700-800-900";

    private final Platform platform;
    private final VendorApi vendor;
    private final Directory directory;
    private final Map<String, Integer> sequences = new HashMap<>();
    private int lastAsset;
    private int lastTierConfiguration;
    private long lastNumber;

    Seeding(Platform platform, VendorApi vendor, Directory directory) {
        this.platform = platform;
        this.vendor = vendor;
        this.directory = directory;
        platform.write(() -> {
            add(directory.product(PRODUCTS.get(0), "Cloud Desktop"));
            add(directory.product(PRODUCTS.get(1), "Cloud Backup"));
            add(directory.product(FOREIGN_PRODUCT, "Cloud Telephony"));
            return null;
        });
    }

    private void add(Product product) {
        platform.products.put(product.id(), product);
    }

    public RequestSeed purchase() {
        return new RequestSeed(this, "purchase");
    }

    public RequestSeed change() {
        return new RequestSeed(this, "change");
    }

    public RequestSeed suspend() {
        return new RequestSeed(this, "suspend");
    }

    public RequestSeed resume() {
        return new RequestSeed(this, "resume");
    }

    public RequestSeed cancel() {
        return new RequestSeed(this, "cancel");
    }

    public RequestSeed adjustment() {
        return new RequestSeed(this, "adjustment");
    }

    /** Any type that the platform has: purchase change suspend resume cancel adjustment renew transfer. */
    public RequestSeed request(String type) {
        return new RequestSeed(this, type);
    }

    /** A tier config request of the first product, setup, tier 1, production, pending. */
    public TierRequestSeed tierSetup() {
        return new TierRequestSeed(this);
    }

    /** What a request was planted with, and its asset's id. */
    String assetOf(String requestId) {
        return platform.read(() -> platform.requests.get(requestId).asset.id);
    }

    Instant now() {
        return platform.now();
    }

    String plant(RequestSeed seed) {
        return platform.write(() -> planted(seed)).id;
    }

    FulfillmentRequest planted(RequestSeed seed) {
        Asset asset = seed.assetId == null ? newAsset(seed) : existing(seed.assetId);
        String before = asset.state.status();
        requireNoneOpen(seed, asset);
        FulfillmentRequest.State state = new FulfillmentRequest.State();
        state.status = seed.heldBy.isEmpty() ? seed.status : "tiers_setup";
        state.updated = Stamps.stored(seed.created);
        state.assignee = seed.assignee;
        state.plannedDate = seed.plannedDate;
        state.lines = seed.isOrder() ? ordered(seed, asset) : asset.state.lines();
        state.waitsFor = seed.heldBy;
        state.params = values(seed.params, seed.errors);
        state.reason = seed.status.equals("failed") || seed.status.startsWith("revok") ? "Seeded so." : "";
        String template = seed.status.equals("inquiring") ? "-003" : "-004";
        state.template = asset.product.templates().stream()
                .filter(t -> t.id().endsWith(template))
                .findFirst()
                .orElse(null);
        String id = seed.id == null ? nextRequestId(asset.id) : seed.id;
        FulfillmentRequest request = new FulfillmentRequest(
                id, seed.type, asset, Stamps.stored(seed.created), ++lastNumber, before, seed.poison, state);
        platform.add(request);
        if (seed.type.equals("cancel") && !Platform.TERMINAL.contains(seed.status)) {
            asset.state = asset.state.withStatus("terminating");
        }
        return request;
    }

    private static Map<String, ParameterValue> values(Map<String, String> params, Map<String, String> errors) {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        params.forEach((name, value) -> values.put(name, ParameterValue.of(value)));
        errors.forEach((name, error) ->
                values.put(name, new ParameterValue(params.getOrDefault(name, ""), error, null, null)));
        return values;
    }

    private Asset existing(String id) {
        Asset asset = platform.assets.get(id);
        if (asset == null) {
            throw new IllegalArgumentException("There is no asset " + id + "; leave it out to get a new one.");
        }
        return asset;
    }

    private void requireNoneOpen(RequestSeed seed, Asset asset) {
        if (seed.besideOpen || Platform.TERMINAL.contains(seed.status)) {
            return;
        }
        for (FulfillmentRequest other : platform.requests.ofAsset(asset.id)) {
            if (!Platform.TERMINAL.contains(other.state.status)) {
                throw new Refusal(
                        409,
                        "REQ_009",
                        "Asset " + asset.id + " has the open request " + other.id + " already.",
                        Map.of(
                                "request_id", other.id,
                                "request_status", other.state.status,
                                "asset_id", asset.id,
                                "asset_status", asset.state.status()));
            }
        }
    }

    private Asset newAsset(RequestSeed seed) {
        Product product = platform.products.get(seed.productId);
        if (product == null) {
            throw new IllegalArgumentException(
                    "There is no product " + seed.productId + "; there are " + platform.products.keySet());
        }
        int n = ++lastAsset;
        boolean isNew = seed.type.equals("purchase") || seed.type.equals("transfer");
        String status = isNew ? "processing" : seed.type.equals("resume") ? "suspended" : "active";
        Map<String, ParameterValue> params = new LinkedHashMap<>();
        Party customer = directory.customer(n / 10);
        params.put("admin_email", ParameterValue.of("admin" + n + "@example.com"));
        params.put("company_domain", ParameterValue.of("company" + n + ".example.com"));
        if (!isNew) {
            params.put("subscription_id", ParameterValue.of(vendor.register(status)));
        }
        Instant born = Stamps.stored(isNew ? seed.created : seed.created.minus(Duration.ofDays(30)));
        List<Line> lines = isNew
                ? List.of()
                : List.of(
                        new Line(product.item("SEAT"), String.valueOf(5 + n % 20), "0"),
                        new Line(product.item("STORAGE"), String.valueOf(1 + n % 3), "0"));
        Asset asset = new Asset(
                "AS-" + Digits.groups(n),
                String.valueOf(5_000_000 + n),
                new java.util.UUID(0x71a1L << 32 | n, 0x8000000000000000L | n).toString(),
                product,
                directory.connection(product.id(), seed.environment),
                directory.marketplace(n % 4),
                directory.contract(n % 2),
                customer,
                directory.reseller(1, n % 20),
                n % 3 == 0 ? directory.reseller(2, n % 5) : null,
                new Asset.State(status, lines, params, born, born));
        platform.assets.put(asset.id, asset);
        return asset;
    }

    private static List<Line> ordered(RequestSeed seed, Asset asset) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Line line : asset.state.lines()) {
            lines.put(line.item().mpn(), new Line(line.item(), line.quantity(), line.quantity()));
        }
        Map<String, String> wanted = seed.items.isEmpty() ? Map.of("SEAT", "10") : seed.items;
        wanted.forEach((mpn, quantity) -> {
            Line known = lines.get(mpn);
            String old = known == null ? "0" : known.oldQuantity();
            lines.put(mpn, new Line(asset.product.item(mpn), quantity, old));
        });
        return new ArrayList<>(lines.values());
    }

    private String nextRequestId(String assetId) {
        int sequence = sequences.merge(assetId, 1, Integer::sum);
        return "PR-" + assetId.substring(3) + "-" + Digits.of(sequence, 3);
    }

    String plant(TierRequestSeed seed) {
        return platform.write(() -> {
            Product product = platform.products.get(seed.productId);
            if (product == null) {
                throw new IllegalArgumentException("There is no product " + seed.productId);
            }
            TierRequest parent = seed.parent == null ? null : platform.tierRequests.get(seed.parent);
            int n = ++lastTierConfiguration;
            TierRequest.State state = new TierRequest.State();
            state.status = parent != null && !parent.state.status.equals("approved") ? "tiers_setup" : seed.status;
            state.updated = Stamps.stored(seed.created);
            state.assignee = seed.assignee;
            Map<String, ParameterValue> params = new LinkedHashMap<>();
            params.put("reseller_contact", ParameterValue.of("reseller" + n + "@example.com"));
            seed.params.forEach((name, value) -> params.put(name, ParameterValue.of(value)));
            state.params = params;
            TierRequest request = new TierRequest(
                    "TCR-" + Digits.groups(n) + "-001",
                    seed.type,
                    "TC-" + Digits.groups(n),
                    directory.reseller(seed.level, n),
                    product,
                    directory.connection(product.id(), seed.environment),
                    directory.marketplace(n % 4),
                    directory.contract(n % 2),
                    seed.level,
                    parent,
                    Stamps.stored(seed.created),
                    ++lastNumber,
                    state);
            platform.add(request);
            return request.id;
        });
    }
}
