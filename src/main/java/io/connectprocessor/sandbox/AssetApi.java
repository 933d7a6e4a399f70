package io.connectprocessor.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /assets}, read-only as on the platform. */
final class AssetApi {

    private static final Set<String> SELECTABLE = Set.of("items", "configuration");

    private final Platform platform;
    private final RequestJson json;
    private final FulfillmentApi requests;
    private final SmallList<Asset> list;

    AssetApi(Platform platform, RequestJson json, FulfillmentApi requests) {
        this.platform = platform;
        this.json = json;
        this.requests = requests;
        this.list = SmallList.of(a -> a.id, a -> a.state.created(), properties());
    }

    private static List<Property<Asset>> properties() {
        String all = Property.ALL_TEXT;
        return List.of(
                Property.text("status", "eq ne like ilike in out", a -> a.state.status()),
                Property.text("external_id", all, a -> a.externalId),
                Property.text("external_uid", all, a -> a.externalUid),
                Property.text("product.id", all, a -> a.product.id()),
                Property.text("product.name", "eq ne like ilike in out", a -> a.product.name()),
                Property.text("connection.id", all, a -> a.connection.id()),
                Property.text("connection.type", "eq ne like ilike in out", a -> a.connection.type()),
                Property.text("hub.id", all, a -> a.connection.hubId()),
                Property.text("connection.hub.id", all, a -> a.connection.hubId()),
                Property.text("contract.id", all, a -> a.contract.id()),
                Property.instant("updated", "gt lt", a -> a.state.updated()),
                Property.text("marketplace.id", all, a -> a.marketplace.id()),
                Property.text("tiers.customer.id", all, a -> a.customer.id()),
                Property.text("tiers.tier1.id", all, a -> a.tier1.id()),
                Property.texts(
                        "params.id",
                        "eq ne like ilike in out",
                        a -> List.copyOf(a.state.params().keySet())),
                Property.texts(
                        "params.value",
                        all,
                        a -> a.state.params().values().stream()
                                .map(ParameterValue::value)
                                .toList()));
    }

    Endpoint endpoint(Call call, List<String> path) {
        if (path.isEmpty()) {
            return ConnectApi.get(call, "list-assets", () -> page(call));
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return ConnectApi.get(call, "get-asset", () -> Reply.json(200, json.asset(platform.read(() -> asset(id)))));
        }
        return switch (path.size() == 2 ? path.get(1) : "") {
            case "requests" ->
                ConnectApi.get(
                        call, "list-asset-requests", () -> requests.list(call, platform.read(() -> asset(id)).id));
            case "render" -> ConnectApi.get(call, "render-asset", () -> render(id));
            default -> Endpoint.unknown();
        };
    }

    private Reply page(Call call) {
        Query<Asset> query = list.query(call, SELECTABLE);
        return platform.read(() -> {
            List<Asset> matching = list.matching(query, platform.assets.values());
            List<Asset> page =
                    matching.stream().skip(query.offset()).limit(query.limit()).toList();
            return ConnectApi.ranged(json.assets(page, query.select()), query.offset(), page.size(), matching.size());
        });
    }

    private Reply render(String id) {
        String text = platform.read(() -> {
            String approved = asset(id).lastApproved;
            return approved == null ? "" : platform.requests.get(approved).state.activationKey;
        });
        return new Reply(200, "text/markdown", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private Asset asset(String id) {
        return ConnectApi.found(platform.assets.get(id));
    }
}
