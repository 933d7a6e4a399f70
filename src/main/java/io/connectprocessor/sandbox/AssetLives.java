package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes assets that have lived for a while. Runs under the platform's write lock. */
final class AssetLives {

    private static final Map<String, String> STATUS_AFTER =
            Map.of("suspend", "suspended", "resume", "active", "cancel", "terminated");
    private static final Map<String, String> VENDOR_STATUS =
            Map.of("active", "active", "suspended", "suspended", "terminated", "cancelled");

    private final VendorApi vendor;
    private final RequestPlanting requests;

    AssetLives(VendorApi vendor, RequestPlanting requests) {
        this.vendor = vendor;
        this.requests = requests;
    }

    Asset plant(AssetSeed seed) {
        FulfillmentRequest purchase = approved(requests.plant(seed.purchase.created(seed.since)), seed.since);
        Asset asset = purchase.asset;
        String status = "active";
        Instant updated = Stamps.stored(seed.since);
        for (AssetSeed.Event event : seed.events) {
            asset.state = asset.state.withStatus(status);
            approved(requests.plant(seed.request(event, asset.id)), event.at());
            status = STATUS_AFTER.get(event.type());
            updated = Stamps.stored(event.at());
        }
        String subscription = vendor.register(VENDOR_STATUS.get(status));
        vendor.meter(
                subscription,
                new Meter(subscription, asset.id, asset.product, Directory.currency(asset.marketplace), spans(seed)));
        Map<String, ParameterValue> params = new LinkedHashMap<>(asset.state.params());
        params.put("subscription_id", ParameterValue.of(subscription));
        seed.values.forEach((name, value) -> params.put(name, ParameterValue.of(value)));
        asset.state = new Asset.State(status, purchase.state.lines, params, asset.state.created(), updated);
        return asset;
    }

    private static FulfillmentRequest approved(FulfillmentRequest request, Instant at) {
        request.state.effectiveDate = Stamps.stored(at);
        request.state.updated = Stamps.stored(at);
        request.asset.lastApproved = request.id;
        return request;
    }

    private static List<Meter.Span> spans(AssetSeed seed) {
        List<Meter.Span> spans = new ArrayList<>();
        Instant begun = seed.since;
        for (AssetSeed.Event event : seed.events) {
            if (event.type().equals("resume")) {
                begun = event.at();
            } else if (begun != null) {
                spans.add(new Meter.Span(begun, event.at()));
                begun = null;
            }
        }
        if (begun != null) {
            spans.add(new Meter.Span(begun, null));
        }
        return spans;
    }
}
