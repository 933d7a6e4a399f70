package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Connect's public API on top of the {@link Platform}. */
final class ConnectApi {

    private final Platform platform;
    private final RequestJson json;
    private final Bodies bodies;
    private final Catalogue catalogue;
    private final FulfillmentActions fulfillment;
    private final TierActions tiers;
    private final RequestCreation creation;
    private final Map<String, Property<FulfillmentRequest.View>> filters;
    private final Map<String, Property<TierRequest.View>> tierFilters;
    private final Random ties;

    /** @param ties null: rows of one created keep their order */
    ConnectApi(
            Platform platform, Seeding seeding, ObjectMapper mapper, RequestJson json, Filters filters, Random ties) {
        this.platform = platform;
        this.json = json;
        this.bodies = new Bodies(mapper);
        this.catalogue = new Catalogue(platform, mapper);
        this.fulfillment = new FulfillmentActions(platform);
        this.tiers = new TierActions(platform);
        this.creation = new RequestCreation(platform, seeding);
        this.filters = filters.requests();
        this.tierFilters = filters.tierRequests();
        this.ties = ties;
    }

    Endpoint endpoint(Call call) {
        List<String> path = call.segments();
        if (!path.isEmpty() && path.get(0).equals("requests")) {
            return requests(call, path.subList(1, path.size()));
        }
        if (path.size() > 1 && path.get(0).equals("tier") && path.get(1).equals("config-requests")) {
            return tierRequests(call, path.subList(2, path.size()));
        }
        if (path.size() == 2 && path.get(0).equals("assets") && call.is("GET")) {
            return new Endpoint("get-asset", () -> asset(path.get(1)));
        }
        if (path.size() > 1 && path.get(0).equals("products")) {
            return catalogue.endpoint(call, path.subList(1, path.size()));
        }
        return Endpoint.unknown();
    }

    private Endpoint requests(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET")
                    ? new Endpoint("list-requests", () -> list(call))
                    : post(call, "create-request", () -> create(call));
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return call.is("GET")
                    ? new Endpoint("get-request", () -> get(id))
                    : put(call, "update-request", () -> update(id, call));
        }
        String action = path.get(1);
        boolean known = path.size() == 2 && FulfillmentActions.NAMES.contains(action);
        return known ? post(call, action, () -> act(action, id, call)) : Endpoint.unknown();
    }

    private Endpoint tierRequests(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET") ? new Endpoint("list-tier-requests", () -> listTiers(call)) : Endpoint.wrongMethod();
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return call.is("GET")
                    ? new Endpoint("get-tier-request", () -> tierReply(id))
                    : put(call, "update-tier-request", () -> updateTier(id, call));
        }
        String action = path.get(1);
        boolean known = path.size() == 2 && TierActions.NAMES.contains(action);
        return known ? post(call, "tier-" + action, () -> actOnTier(action, id, call)) : Endpoint.unknown();
    }

    private Reply list(Call call) {
        Query<FulfillmentRequest.View> query =
                QueryCompiler.compile(decoded(call.query()), filters, Filters.REQUEST_PARTS);
        RowCollection.Page<FulfillmentRequest.View> page = platform.read(() -> platform.requests.page(query, ties()));
        byte[] body = json.list(page.rows(), query.select());
        return ranged(body, query.offset(), page.rows().size(), page.total());
    }

    private Reply listTiers(Call call) {
        Query<TierRequest.View> query =
                QueryCompiler.compile(decoded(call.query()), tierFilters, Filters.TIER_REQUEST_PARTS);
        RowCollection.Page<TierRequest.View> page = platform.read(() -> platform.tierRequests.page(query, ties()));
        byte[] body = json.tierList(page.rows(), query.select());
        return ranged(body, query.offset(), page.rows().size(), page.total());
    }

    /** A generator of its own for each call, so that shuffling takes no lock. */
    private Random ties() {
        return ties == null ? null : new Random(ties.nextLong());
    }

    static Reply ranged(byte[] body, int offset, int rows, int total) {
        int last = rows == 0 ? offset : offset + rows - 1;
        return Reply.json(200, body).with("Content-Range", "items " + offset + "-" + last + "/" + total);
    }

    private Reply get(String id) {
        return Reply.json(200, json.served(platform.read(() -> request(id).view())));
    }

    private Reply update(String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return Reply.json(200, json.sound(platform.write(() -> {
            FulfillmentRequest request = request(id);
            fulfillment.update(request, body);
            return request.view();
        })));
    }

    private Reply act(String action, String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return Reply.json(200, json.sound(platform.write(() -> {
            FulfillmentRequest request = request(id);
            fulfillment.perform(action, request, body);
            return request.view();
        })));
    }

    private Reply create(Call call) {
        JsonNode body = bodies.object(call.body());
        FulfillmentRequest.View created =
                platform.write(() -> creation.create(body).view());
        return Reply.json(201, json.sound(created));
    }

    private Reply tierReply(String id) {
        return Reply.json(200, json.tier(platform.read(() -> tierRequest(id).view())));
    }

    private Reply updateTier(String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return Reply.json(200, json.tier(platform.write(() -> {
            TierRequest request = tierRequest(id);
            tiers.update(request, body);
            return request.view();
        })));
    }

    private Reply actOnTier(String action, String id, Call call) {
        JsonNode body = bodies.object(call.body());
        TierRequest.View after = platform.write(() -> {
            TierRequest request = tierRequest(id);
            tiers.perform(action, request, body);
            return request.view();
        });
        return action.equals("approve") ? Reply.json(200, json.tier(after)) : Reply.NO_CONTENT;
    }

    private Reply asset(String id) {
        Asset asset = platform.read(() -> platform.assets.get(id));
        if (asset == null) {
            throw Refusal.notFound();
        }
        return Reply.json(200, json.asset(asset));
    }

    private FulfillmentRequest request(String id) {
        FulfillmentRequest request = platform.requests.get(id);
        if (request == null) {
            throw Refusal.notFound();
        }
        return request;
    }

    private TierRequest tierRequest(String id) {
        TierRequest request = platform.tierRequests.get(id);
        if (request == null) {
            throw Refusal.notFound();
        }
        return request;
    }

    private static Endpoint post(Call call, String action, java.util.function.Supplier<Reply> answer) {
        return call.is("POST") ? new Endpoint(action, answer) : Endpoint.wrongMethod();
    }

    private static Endpoint put(Call call, String action, java.util.function.Supplier<Reply> answer) {
        return call.is("PUT") ? new Endpoint(action, answer) : Endpoint.wrongMethod();
    }

    /** Plain percent-decoding of the whole query: a plus stays a plus, a stray percent sign stays as it is. */
    static String decoded(String query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
        byte[] raw = query.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low < 0) {
                bytes.write(raw[i]);
            } else {
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
