package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sample vendor: subscriptions, resellers, usage, and a memory of idempotency keys. Thread-safe. */
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

    private final boolean ignoresKeys;
    private final Subscriptions subscriptions;
    private final VendorUsage usage;
    private final Map<String, Recorded> recorded = new HashMap<>();
    private final Map<String, List<VendorBody>> received = new HashMap<>();
    private long bytesKept;
    private int lastReseller;

    VendorApi(
            ObjectMapper mapper,
            BookKeeper bookKeeper,
            String bearer,
            boolean ignoresKeys,
            Subscriptions subscriptions,
            VendorUsage usage) {
        this.mapper = mapper;
        this.bookKeeper = bookKeeper;
        this.bearer = bearer;
        this.ignoresKeys = ignoresKeys;
        this.subscriptions = subscriptions;
        this.usage = usage;
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
        if (path.get(0).equals("usage")) {
            return path.size() == 1 && call.is("GET") ? "list-usage" : null;
        }
        if (path.get(0).equals("resellers")) {
            return path.size() == 1 && call.is("POST") ? "create-reseller" : null;
        }
        if (!path.get(0).equals("subscriptions")) {
            return null;
        }
        return switch (path.size()) {
            case 1 -> call.is("POST") ? "create-subscription" : call.is("GET") ? "list-subscriptions" : null;
            case 2 -> call.is("PUT") ? "change-subscription" : call.is("GET") ? "get-subscription" : null;
            default -> call.is("POST") && ACTIONS.contains(path.get(2)) ? path.get(2) : null;
        };
    }

    private synchronized Reply answer(String action, List<String> path, Call call) {
        if (bearer != null && !("Bearer " + bearer).equals(call.headers().get("authorization"))) {
            return error(401, "The key is not known.");
        }
        if (action.equals("get-subscription")) {
            Subscriptions.Subscription known = subscriptions.look(path.get(1));
            return known == null ? error(404, "No such subscription.") : Reply.json(200, known.json(), mapper);
        }
        if (action.equals("list-subscriptions")) {
            return list(call);
        }
        if (action.equals("list-usage")) {
            return usage.page(call, subscriptions.meters());
        }
        JsonNode body = object(call.body());
        if (body == null) {
            return error(400, "The body is not a JSON object.");
        }
        String requestId = body.path("request_id").asText("");
        keep(requestId, action, call);
        return once(call, () -> effect(action, path, requestId, body));
    }

    /** Those of one request; an empty list when there is none. */
    private Reply list(Call call) {
        for (String parameter : ConnectApi.decoded(call.query()).split("&")) {
            if (parameter.startsWith("request_id=")) {
                String requestId = parameter.substring("request_id=".length());
                return Reply.json(200, subscriptions.ofRequest(requestId), mapper);
            }
        }
        return error(400, "request_id is missing.");
    }

    private Reply once(Call call, java.util.function.Supplier<Reply> effect) {
        String key = call.headers().get("idempotency-key");
        if (key == null || ignoresKeys) {
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
        Subscriptions.Subscription known = subscriptions.get(id);
        if (known == null) {
            return error(404, "No such subscription.");
        }
        if (action.equals("change-subscription")) {
            return changed(known, requestId, body);
        }
        String after = STATUS_AFTER.get(action);
        if (known.status.equals(after) || known.status.equals("cancelled")) {
            return error(409, "The subscription is " + known.status + " already.");
        }
        bookKeeper.vendorEffect(requestId);
        known.status = after;
        return Reply.json(200, known.json(), mapper);
    }

    private Reply created(String requestId) {
        bookKeeper.vendorEffect(requestId);
        return Reply.json(201, subscriptions.create(requestId).json(), mapper);
    }

    private Reply changed(Subscriptions.Subscription known, String requestId, JsonNode body) {
        if (known.status.equals("cancelled")) {
            return error(409, "The subscription is cancelled.");
        }
        if (declined(body)) {
            return decline();
        }
        bookKeeper.vendorEffect(requestId);
        return Reply.json(200, known.json(), mapper);
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
        return subscriptions.register(status).id;
    }

    /** From now on the subscription's usage can be asked for. */
    synchronized void meter(String subscriptionId, Meter meter) {
        subscriptions.meter(subscriptionId, meter);
    }

    /** @param at see {@link VendorUsage#give} */
    synchronized void give(Instant at, Map<String, Object> record) {
        usage.give(at, record);
    }

    synchronized String status(String subscriptionId) {
        Subscriptions.Subscription known = subscriptions.get(subscriptionId);
        return known == null ? null : known.status;
    }

    synchronized void activate(String subscriptionId) {
        subscriptions.activate(subscriptionId);
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
