package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes assets. Runs under the platform's write lock. */
final class AssetPlanting {

    private final Platform platform;
    private final VendorApi vendor;
    private final Directory directory;
    private int lastAsset;

    AssetPlanting(Platform platform, VendorApi vendor, Directory directory) {
        this.platform = platform;
        this.vendor = vendor;
        this.directory = directory;
    }

    Asset create(RequestSeed seed) {
        Product product = TierPlanting.product(platform, seed.productId);
        int n = ++lastAsset;
        Asset asset = new Asset(
                "AS-" + Digits.groups(n),
                seed.externalId == null ? String.valueOf(5_000_000 + n) : seed.externalId,
                seed.externalUid == null
                        ? new UUID(0x71a1L << 32 | n, 0x8000000000000000L | n).toString()
                        : seed.externalUid,
                product,
                directory.connection(product.id(), seed.environment),
                marketplace(seed, n),
                contract(seed, n),
                customer(seed, n),
                tier1(seed, n),
                tier2(seed, n),
                state(seed, product, n));
        platform.assets.put(asset.id, asset);
        return asset;
    }

    private Asset.State state(RequestSeed seed, Product product, int n) {
        boolean isNew = seed.createsAsset();
        String before = seed.type.equals("resume") ? "suspended" : "active";
        boolean draft = "draft".equals(seed.status);
        String status = !isNew ? before : draft ? "draft" : "processing";
        Map<String, ParameterValue> params = new LinkedHashMap<>();
        if (!seed.bare) {
            fill(params, product, n);
        }
        if (!isNew) {
            params.put("subscription_id", ParameterValue.of(vendor.register(status)));
        }
        Instant born = Stamps.stored(isNew ? seed.created : seed.created.minus(Duration.ofDays(30)));
        return new Asset.State(status, isNew ? List.of() : lines(product, n), params, born, born);
    }

    private static void fill(Map<String, ParameterValue> params, Product product, int n) {
        put(params, product, "admin_email", "admin" + n + "@example.com");
        put(params, product, "company_domain", "company" + n + ".example.com");
    }

    private static void put(Map<String, ParameterValue> params, Product product, String name, String value) {
        if (product.parameter("asset", name).isPresent()) {
            params.put(name, ParameterValue.of(value));
        }
    }

    private static List<Line> lines(Product product, int n) {
        return List.of(
                new Line(product.item("SEAT"), String.valueOf(5 + n % 20), "0"),
                new Line(product.item("STORAGE"), String.valueOf(1 + n % 3), "0"));
    }

    private Party marketplace(RequestSeed seed, int n) {
        if (seed.marketplaceId == null && seed.contractId != null) {
            return directory.marketplaceOf(contract(seed, n));
        }
        if (seed.marketplaceId == null) {
            return directory.marketplace(n % 4);
        }
        return directory.marketplaces().stream()
                .filter(known -> known.id().equals(seed.marketplaceId))
                .findFirst()
                .orElseThrow(() -> Refusal.validation(
                        "marketplace.id",
                        "There is no listing of the product for marketplace " + seed.marketplaceId + "."));
    }

    private Party contract(RequestSeed seed, int n) {
        if (seed.contractId == null) {
            return directory.contract(seed.environment, n % 2);
        }
        Party known = directory.contract(seed.contractId);
        if (known == null) {
            throw new IllegalArgumentException("There is no contract " + seed.contractId
                    + "; there are CRD-10000-20000-30000 to CRD-10003-20000-30000");
        }
        return known;
    }

    private Party customer(RequestSeed seed, int n) {
        Map<String, Object> fields = seed.accounts.get("customer");
        return fields == null ? directory.customer(n / 10) : directory.account("customer", n * 3, fields);
    }

    private Party tier1(RequestSeed seed, int n) {
        Map<String, Object> fields = seed.accounts.get("tier1");
        return fields == null ? directory.reseller(1, n % 20) : directory.account("reseller", n * 3 + 1, fields);
    }

    private Party tier2(RequestSeed seed, int n) {
        Map<String, Object> fields = seed.accounts.get("tier2");
        if (fields != null) {
            return directory.account("reseller", n * 3 + 2, fields);
        }
        return n % 3 == 0 && !seed.bare && !seed.accounts.containsKey("tier1") ? directory.reseller(2, n % 5) : null;
    }
}
