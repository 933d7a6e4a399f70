package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes fulfillment requests. Runs under the platform's write lock. */
final class RequestPlanting {

    private final Platform platform;
    private final AssetPlanting assets;
    private final TierPlanting tiers;
    private final Map<String, Integer> sequences = new HashMap<>();
    private long lastNumber;

    RequestPlanting(Platform platform, AssetPlanting assets, TierPlanting tiers) {
        this.platform = platform;
        this.assets = assets;
        this.tiers = tiers;
    }

    FulfillmentRequest plant(RequestSeed seed) {
        Asset asset = seed.assetId == null ? assets.create(seed) : existing(seed.assetId);
        String before = asset.state.status();
        if (!seed.besideOpen && !isSettled(seed.status)) {
            requireNoneOpen(seed.type, asset);
        }
        FulfillmentRequest request = new FulfillmentRequest(
                seed.id == null ? nextRequestId(asset.id) : seed.id,
                seed.type,
                asset,
                Stamps.stored(seed.created),
                ++lastNumber,
                before,
                asset.lastApproved,
                seed.poison,
                state(seed, asset));
        settle(request, seed.status);
        platform.add(request);
        beginOnAsset(request);
        return request;
    }

    private static boolean isSettled(String status) {
        return status != null && (Platform.TERMINAL.contains(status) || status.equals("draft"));
    }

    private FulfillmentRequest.State state(RequestSeed seed, Asset asset) {
        FulfillmentRequest.State state = new FulfillmentRequest.State();
        state.updated = Stamps.stored(seed.created);
        state.assignee = seed.assignee;
        state.note = seed.note;
        state.plannedDate = seed.plannedDate;
        state.plannedAt = "scheduled".equals(seed.status) ? instant(seed.plannedDate) : null;
        state.lines = seed.isOrder() ? ordered(seed, asset) : asset.state.lines();
        state.waitsFor = seed.heldBy;
        state.tiersFirst = seed.tiersFirst;
        state.params = values(seed, asset);
        boolean explained = seed.status != null && (seed.status.equals("failed") || seed.status.startsWith("revok"));
        state.reason = explained ? "Seeded so." : "";
        return state;
    }

    /** An error leaves the value that the request, or else its asset, has. */
    private static Map<String, ParameterValue> values(RequestSeed seed, Asset asset) {
        Map<String, ParameterValue> values = new LinkedHashMap<>(seed.values);
        seed.errors.forEach((name, error) -> {
            ParameterValue ofAsset = asset.state.params().getOrDefault(name, ParameterValue.NONE);
            ParameterValue known = values.getOrDefault(name, ofAsset);
            values.put(name, new ParameterValue(known.value(), error, known.structured(), null));
        });
        return values;
    }

    private static Instant instant(String text) {
        if (text == null) {
            return null;
        }
        try {
            return Bodies.instant("planned_date", text);
        } catch (Refusal noDate) {
            return null;
        }
    }

    /** Gives the request the status that was asked for, otherwise the one that the platform finds, and the template that goes with it. */
    private void settle(FulfillmentRequest request, String wanted) {
        settle(request, request.state, wanted);
    }

    /** As if the request were made now. */
    void settle(FulfillmentRequest request, FulfillmentRequest.State state) {
        settle(request, state, null);
    }

    private void settle(FulfillmentRequest request, FulfillmentRequest.State state, String wanted) {
        boolean begins = wanted == null || !isSettled(wanted);
        if (begins && state.tiersFirst && state.waitsFor.isEmpty()) {
            state.waitsFor = tiers.setUp(request.asset, request.created);
        }
        String found = wanted == null ? platform.ready(request.view()) : wanted;
        state.status = begins && !state.waitsFor.isEmpty() ? "tiers_setup" : found;
        String type = state.status.equals("inquiring") ? "inquire" : "pending";
        state.template = request.asset.product.usualTemplate("asset", type).orElse(null);
    }

    void beginOnAsset(FulfillmentRequest request) {
        Asset asset = request.asset;
        if (request.type.equals("cancel") && !isSettled(request.state.status)) {
            asset.state = asset.state.withStatus("terminating");
        } else if (asset.state.status().equals("draft") && !request.state.status.equals("draft")) {
            asset.state = asset.state.withStatus("processing");
        }
    }

    private Asset existing(String id) {
        Asset asset = platform.assets.get(id);
        if (asset == null) {
            throw new IllegalArgumentException("There is no asset " + id + "; leave it out to get a new one.");
        }
        return asset;
    }

    void requireNoneOpen(String type, Asset asset) {
        for (FulfillmentRequest other : platform.requests.ofAsset(asset.id)) {
            if (!isSettled(other.state.status) && !mayStandBeside(type, other)) {
                throw new Refusal(
                        409,
                        "REQ_009",
                        "Asset " + asset.id + " has the open request " + other.id + " already.",
                        conflict(asset, other));
            }
        }
    }

    private boolean mayStandBeside(String type, FulfillmentRequest other) {
        return Set.of("change", "adjustment").equals(pair(type, other.type))
                && platform.can(other.asset.product, Capability.SIMULTANEOUS_ADJUSTMENT);
    }

    private static Set<String> pair(String one, String other) {
        return one.equals(other) ? Set.of(one) : Set.of(one, other);
    }

    private static Map<String, String> conflict(Asset asset, FulfillmentRequest other) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("id", other.id);
        params.put("request_id", other.id);
        params.put("request_status", other.state.status);
        params.put("asset_id", asset.id);
        params.put("asset_status", asset.state.status());
        params.put("template", other.state.template == null ? "" : other.state.template.body());
        params.put("params_form_url", RequestJson.hasForm(other.state) ? RequestJson.formUrl(other) : "");
        params.put("fail_message", other.state.reason);
        return params;
    }

    static List<Line> ordered(RequestSeed seed, Asset asset) {
        Map<String, String> wanted = seed.items.isEmpty() && !seed.bare ? Map.of("SEAT", "10") : seed.items;
        return ordered(wanted, asset);
    }

    /** The asset's lines, with the wanted quantities. */
    static List<Line> ordered(Map<String, String> wanted, Asset asset) {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Line line : asset.state.lines()) {
            lines.put(line.item().mpn(), new Line(line.item(), line.quantity(), line.quantity()));
        }
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
}
