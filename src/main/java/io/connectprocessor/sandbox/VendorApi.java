package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sample vendor: subscriptions, resellers, and a memory of idempotency keys. Thread-safe. */
final class VendorApi {

    /** Quantity of it above nought: the order is declined. */
    static final String DECLINED_ITEM = "DECLINE-ME";

    private static final Set<String> ACTIONS = Set.of("suspend", "resume", "cancel");
    private static final Map<String, String> STATUS_AFTER =
            Map.of("suspend", "suspended", "resume", "active", "cancel", "cancelled");
    private static final long MOST_BYTES_KEPT = 64L << 20;

    private final ObjectMapper mapper;
    private final BookKeeper bookKeeper;

    /** Null: anyone may call. */
    private final String bearer;

    private final Map<String, String> subscriptions = new HashMap<>();
    private final Map<String, Recorded> recorded = new HashMap<>();
    private final Map<String, List<VendorBody>> received = new HashMap<>();
    private long bytesKept;
    private int lastSubscription;
    private int lastReseller;

    VendorApi(ObjectMapper mapper, BookKeeper bookKeeper, String bearer) {
        this.mapper = mapper;
        this.bookKeeper = bookKeeper;
        this.bearer = bearer;
    }

    private record Recorded(String fingerprint, Reply reply) {}

    Endpoint endpoint(Call call) {
        List<String> path = call.segments();
        String name = action(call, path);
        return name == null ? Endpoint.unknown() : new Endpoint(name, () -> answer(name, path, call));
    }

    private static String action(Call call, List<String> path) {
        if (path.isEmpty() || path.size() > 3) {
            return null;
        }
        if (path.get(0).equals("resellers")) {
            return path.size() == 1 && call.is("POST") ? "create-reseller" : null;
        }
        if (!path.get(0).equals("subscriptions")) {
            return null;
        }
        return switch (path.size()) {
            case 1 -> call.is("POST") ? "create-subscription" : null;
            case 2 -> call.is("PUT") ? "change-subscription" : call.is("GET") ? "get-subscription" : null;
            default -> call.is("POST") && ACTIONS.contains(path.get(2)) ? path.get(2) : null;
        };
    }

    private synchronized Reply answer(String action, List<String> path, Call call) {
        if (bearer != null && !("Bearer " + bearer).equals(call.headers().get("authorization"))) {
            return error(401, "The key is not known.");
        }
        if (action.equals("get-subscription")) {
            String status = subscriptions.get(path.get(1));
            return status == null ? error(404, "No such subscription.") : subscription(200, path.get(1), status);
        }
        JsonNode body = object(call.body());
        if (body == null) {
            return error(400, "The body is not a JSON object.");
        }
        String requestId = body.path("request_id").asText("");
        keep(requestId, action, call);
        return once(call, () -> effect(action, path, requestId, body));
    }

    private Reply once(Call call, java.util.function.Supplier<Reply> effect) {
        String key = call.headers().get("idempotency-key");
        if (key == null) {
            return effect.get();
        }
        String fingerprint = fingerprint(call);
        Recorded known = recorded.get(key);
        if (known == null) {
            Reply reply = effect.get();
            recorded.put(key, new Recorded(fingerprint, reply));
            return reply;
        }
        return known.fingerprint().equals(fingerprint)
                ? known.reply()
                : error(422, "The idempotency key was used for another call.");
    }

    private Reply effect(String action, List<String> path, String requestId, JsonNode body) {
        if (action.equals("create-reseller")) {
            bookKeeper.vendorEffect(requestId);
            lastReseller++;
            return Reply.json(201, Map.of("id", "RES-" + Digits.of(lastReseller, 6)), mapper);
        }
        if (action.equals("create-subscription")) {
            return declined(body) ? decline() : created(requestId);
        }
        String id = path.get(1);
        String status = subscriptions.get(id);
        if (status == null) {
            return error(404, "No such subscription.");
        }
        if (action.equals("change-subscription")) {
            return changed(id, status, requestId, body);
        }
        String after = STATUS_AFTER.get(action);
        if (status.equals(after) || status.equals("cancelled")) {
            return error(409, "The subscription is " + status + " already.");
        }
        bookKeeper.vendorEffect(requestId);
        subscriptions.put(id, after);
        return subscription(200, id, after);
    }

    private Reply created(String requestId) {
        lastSubscription++;
        String id = "SUB-" + Digits.of(lastSubscription, 6);
        subscriptions.put(id, "active");
        bookKeeper.vendorEffect(requestId);
        return subscription(201, id, "active");
    }

    private Reply changed(String id, String status, String requestId, JsonNode body) {
        if (status.equals("cancelled")) {
            return error(409, "The subscription is cancelled.");
        }
        if (declined(body)) {
            return decline();
        }
        bookKeeper.vendorEffect(requestId);
        return subscription(200, id, status);
    }

    private Reply subscription(int code, String id, String status) {
        return Reply.json(code, Map.of("id", id, "status", status), mapper);
    }

    private Reply decline() {
        return Reply.json(400, Map.of("declined", "We do not sell " + DECLINED_ITEM + "."), mapper);
    }

    private static boolean declined(JsonNode body) {
        for (JsonNode item : body.path("items")) {
            if (item.path("mpn").asText().equals(DECLINED_ITEM)
                    && isPositive(item.path("quantity").asText("0"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPositive(String quantity) {
        return quantity.matches("[0-9]+(\\.[0-9]+)?") ? new BigDecimal(quantity).signum() > 0 : true;
    }

    private void keep(String requestId, String action, Call call) {
        if (bytesKept + call.body().length <= MOST_BYTES_KEPT) {
            bytesKept += call.body().length;
            received.computeIfAbsent(requestId, id -> new ArrayList<>(1))
                    .add(new VendorBody(action, call.path(), call.headers().get("idempotency-key"), call.text()));
        }
    }

    synchronized List<VendorBody> bodies(String requestId) {
        return List.copyOf(received.getOrDefault(requestId, List.of()));
    }

    /** A subscription from before. */
    synchronized String register(String status) {
        lastSubscription++;
        String id = "SUB-" + Digits.of(lastSubscription, 6);
        subscriptions.put(id, status);
        return id;
    }

    synchronized String status(String subscriptionId) {
        return subscriptions.get(subscriptionId);
    }

    private JsonNode object(byte[] body) {
        try {
            JsonNode node = mapper.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String fingerprint(Call call) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((call.method() + " " + call.path() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(call.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply error(int status, String message) {
        return Reply.json(status, Map.of("error", message), mapper);
    }
}
