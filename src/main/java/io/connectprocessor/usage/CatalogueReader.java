package io.connectprocessor.usage;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Page;
import io.connectprocessor.connect.ProductPart;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.usage.UsageAsset.Rest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads at the platform what records are checked against: products with their items, and assets with the times in which they rested. */
final class CatalogueReader {

    /** What the platform can filter assets by; preview is found on the rows themselves. */
    private static final Set<String> CONNECTION_TYPES = Set.of("test", "production");

    /** Of a request its asset's id is needed, not what the asset holds. */
    private static final String LIGHT = "select(-asset.items,-asset.params,-asset.tiers,-asset.configuration)";

    /** Until a purchase is approved the platform finds no usage for its asset. */
    private static final Set<String> UNBORN = Set.of("draft", "processing");

    private final ConnectClient connect;
    private final UsageOptions options;
    private final Map<String, Optional<String>> currencies = new HashMap<>();

    CatalogueReader(ConnectClient connect, UsageOptions options) {
        this.connect = connect;
        this.options = options;
    }

    /** @throws FailedException a route fault when the product is not one that is paid as it is used */
    UsageProduct product(String id) {
        Map<?, ?> capabilities = map(connect.product(id).get("capabilities"));
        Map<?, ?> ppu = map(capabilities.get("ppu"));
        UsageSchema schema = UsageSchema.named(ppu.get("schema"))
                .orElseThrow(() -> new FailedException(
                        null,
                        Failure.of(
                                FailureKind.ROUTE_FAULT,
                                id + " has no pay-as-you-go schema (capabilities.ppu.schema is " + ppu.get("schema")
                                        + ")"),
                        "Take it out of usage.products, or switch pay-as-you-go on for the product.",
                        null));
        Set<String> required = new LinkedHashSet<>();
        if (ppu.get("required_custom_fields") instanceof List<?> fields) {
            fields.forEach(field -> required.add(fieldName(field)));
        }
        List<UsageItem> items = new ArrayList<>();
        every(query -> connect.part(id, ProductPart.ITEMS, query), "", row -> items.add(UsageItem.of(row)));
        return UsageProduct.of(
                id,
                schema,
                Boolean.TRUE.equals(ppu.get("dynamic")),
                Boolean.TRUE.equals(map(capabilities.get("reservation")).get("consumption")),
                required,
                items);
    }

    private static String fieldName(Object field) {
        String name = field instanceof Map<?, ?> map ? String.valueOf(map.get("name")) : String.valueOf(field);
        return name.startsWith(Columns.CUSTOM) ? name.substring(Columns.CUSTOM.length()) : name;
    }

    /** @param parameter whose values assets are found by too, or null */
    Assets assets(Collection<String> productIds, Set<String> parameters) {
        Assets assets = new Assets();
        String filter = "in(product.id,(" + String.join(",", productIds) + "))";
        if (CONNECTION_TYPES.containsAll(options.environments())) {
            filter += "&in(connection.type,(" + String.join(",", options.environments()) + "))";
        }
        every(connect::assets, filter + "&ordering(created)", row -> {
            UsageAsset asset = asset(row);
            boolean ours = asset != null
                    && productIds.contains(asset.product())
                    && !UNBORN.contains(text(row.get("status")))
                    && options.environments()
                            .contains(text(map(row.get("connection")).get("type")));
            if (ours) {
                assets.add(asset);
                parameters(row, parameters, (name, value) -> assets.add(asset.id(), name, value));
            }
        });
        rests(productIds, assets);
        return assets;
    }

    /** A marketplace that we may not read has no currency here: the record or the settings must name one then. */
    private String currency(String marketplace) {
        if (marketplace == null) {
            return null;
        }
        return currencies
                .computeIfAbsent(marketplace, id -> {
                    try {
                        return Optional.ofNullable(text(connect.marketplace(id).get("currency")));
                    } catch (FailedException failed) {
                        if (failed.failure().kind() == FailureKind.REFUSED
                                || failed.failure().status() == 403) {
                            return Optional.empty();
                        }
                        throw failed;
                    }
                })
                .orElse(null);
    }

    private UsageAsset asset(Map<?, ?> row) {
        String id = text(row.get("id"));
        String product = text(map(row.get("product")).get("id"));
        Object events = map(map(row.get("events")).get("created")).get("at");
        return id == null || product == null
                ? null
                : new UsageAsset(
                        id,
                        product,
                        text(map(row.get("contract")).get("id")),
                        currency(text(map(row.get("marketplace")).get("id"))),
                        RowTime.read(text(events)).orElse(null),
                        List.of());
    }

    private interface Value {
        void of(String parameter, String value);
    }

    private static void parameters(Map<?, ?> row, Set<String> wanted, Value found) {
        if (!(row.get("params") instanceof List<?> params)) {
            return;
        }
        for (Object param : params) {
            String name = text(map(param).get("id"));
            String value = text(map(param).get("value"));
            if (value != null && !value.isEmpty() && wanted.contains(name)) {
                found.of(name, value);
            }
        }
    }

    /**
     * An approved request to suspend, resume or cancel says from when on: its effective date, or else when it was last changed. What the
     * platform no longer lists is not known.
     */
    private void rests(Collection<String> productIds, Assets assets) {
        Map<String, List<Rest>> rests = new HashMap<>();
        String filter = "eq(status,approved)&in(type,(suspend,resume,cancel))&in(asset.product.id,("
                + String.join(",", productIds) + "))&ordering(created)&" + LIGHT;
        every(query -> connect.list(RequestKind.REQUEST, query), filter, row -> {
            String asset = text(map(row.get("asset")).get("id"));
            LocalDateTime at = RowTime.read(text(row.get("effective_date")))
                    .or(() -> RowTime.read(text(row.get("updated"))))
                    .or(() -> RowTime.read(text(row.get("created"))))
                    .orElse(null);
            if (asset != null && at != null && "approved".equals(row.get("status")) && assets.has(asset)) {
                turn(rests.computeIfAbsent(asset, id -> new ArrayList<>()), text(row.get("type")), at);
            }
        });
        rests.forEach(assets::rest);
    }

    private static void turn(List<Rest> rests, String type, LocalDateTime at) {
        int last = rests.size() - 1;
        boolean resting = last >= 0 && rests.get(last).to() == null;
        if ("suspend".equals(type) && !resting) {
            rests.add(new Rest("suspended", at, null));
        } else if ("cancel".equals(type)) {
            if (resting) {
                rests.set(last, new Rest(rests.get(last).how(), rests.get(last).from(), at));
            }
            rests.add(new Rest("cancelled", at, null));
        } else if ("resume".equals(type) && resting) {
            rests.set(last, new Rest(rests.get(last).how(), rests.get(last).from(), at));
        }
    }

    private interface Row {
        void take(Map<?, ?> row);
    }

    /** Page by page; nothing leaves these lists while they are read, and what joins them joins at the end. A row seen twice is taken once. */
    private void every(Function<String, Page> list, String filter, Row taker) {
        Set<Object> seen = new HashSet<>();
        for (int offset = 0; ; ) {
            String separator = filter.isEmpty() ? "" : "&";
            Page page = list.apply(filter + separator + "limit=" + options.pageSize() + "&offset=" + offset);
            boolean fresh = false;
            for (Object one : page.rows()) {
                Map<?, ?> row = map(one);
                if (row.get("id") != null && seen.add(row.get("id"))) {
                    fresh = true;
                    taker.take(row);
                }
            }
            offset += page.rows().size();
            if (!fresh || page.total() >= 0 && offset >= page.total()) {
                return;
            }
        }
    }

    static Map<?, ?> map(Object json) {
        return json instanceof Map<?, ?> map ? map : Map.of();
    }

    static String text(Object value) {
        return value == null ? null : String.valueOf(value);
    }
}
