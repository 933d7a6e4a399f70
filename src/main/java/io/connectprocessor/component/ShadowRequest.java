package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request as the platform would show it after a PUT or an action that was not sent (OpenAPI 37.0, /requests, /tier/config-requests and /tier/account-requests). */
record ShadowRequest(RequestKind kind, Map<String, Object> json) {

    private static final Map<String, String> STATUS_AFTER = Map.of(
            "approve", "approved",
            "fail", "failed",
            "inquire", "inquiring",
            "pend", "pending",
            "schedule", "scheduled",
            "revoke", "revoking",
            "confirm", "revoked",
            "accept", "accepted",
            "ignore", "ignored");

    /** A deep copy: what the route holds does not change under it. */
    static ShadowRequest copyOf(RequestKind kind, Object seen, Json json) {
        try {
            return new ShadowRequest(kind, seen instanceof Map ? json.object(json.bytes(seen)) : new LinkedHashMap<>());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void apply(HttpCall call, Json reader) {
        String own = kind.path(String.valueOf(json.get("id")));
        if (call.method().equals("PUT") && call.path().equals(own)) {
            save(call.body(), reader);
        } else if (call.method().equals("POST") && call.path().startsWith(own + "/")) {
            String status = STATUS_AFTER.get(call.path().substring(own.length() + 1));
            if (status != null) {
                json.put("status", status);
            }
        }
    }

    private void save(byte[] body, Json reader) {
        try {
            Map<String, Object> sent = reader.object(body);
            List<Object> known = params(json);
            for (Object change : params(sent)) {
                if (change instanceof Map<?, ?> fields) {
                    merge(known, fields);
                }
            }
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    private static void merge(List<Object> known, Map<?, ?> change) {
        Map<String, Object> parameter = known.stream()
                .filter(row -> row instanceof Map<?, ?> map && change.get("id").equals(map.get("id")))
                .findFirst()
                .map(ShadowRequest::object)
                .orElseGet(() -> {
                    Map<String, Object> added = new LinkedHashMap<>();
                    known.add(added);
                    return added;
                });
        change.forEach((field, value) -> parameter.put(String.valueOf(field), value));
    }

    private List<Object> params(Map<String, Object> of) {
        Map<String, Object> holder =
                kind == RequestKind.REQUEST ? object(of.computeIfAbsent("asset", k -> new LinkedHashMap<>())) : of;
        @SuppressWarnings("unchecked")
        List<Object> params = (List<Object>) holder.computeIfAbsent("params", k -> new ArrayList<>());
        return params;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }
}
