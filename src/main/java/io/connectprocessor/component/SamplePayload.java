package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code connect:vendor} sends when the route set no body. Only what stays the same however often the request is read: no stamps, no
 * assignee, no fulfillment parameters, so that the Idempotency-Key always meets the same body.
 */
final class SamplePayload {

    private SamplePayload() {}

    static Map<String, Object> of(ConnectRequest request) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("request_id", request.id());
        if (request.kind() == RequestKind.TIER_REQUEST) {
            payload.put(
                    "account",
                    account(map(map(request.body().get("configuration")).get("account"))));
            return payload;
        }
        if (request.kind() == RequestKind.TIER_ACCOUNT_REQUEST) {
            payload.put("account", account(map(request.body().get("account"))));
            return payload;
        }
        Map<?, ?> asset = map(request.body().get("asset"));
        if (request.type().equals("purchase")) {
            payload.put("asset_id", request.lane());
            payload.put("product_id", request.product());
            payload.put("customer", account(map(map(asset.get("tiers")).get("customer"))));
        }
        payload.put("items", items((List<?>) asset.get("items")));
        return payload;
    }

    private static Map<String, Object> account(Map<?, ?> account) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String field : List.of("id", "external_id", "name", "contact_info")) {
            if (account.get(field) != null) {
                shown.put(field, account.get(field));
            }
        }
        return shown;
    }

    private static List<Map<String, Object>> items(List<?> items) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Object entry : items) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("mpn", map(entry).get("mpn"));
            item.put("quantity", map(entry).get("quantity"));
            shown.add(item);
        }
        return shown;
    }

    private static Map<?, ?> map(Object json) {
        return json instanceof Map<?, ?> map ? map : Map.of();
    }
}
