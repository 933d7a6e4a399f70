package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code /requests}. */
final class FulfillmentApi {

    private final Platform platform;
    private final RequestJson json;
    private final Bodies bodies;
    private final FulfillmentActions actions;
    private final ParameterUpdate update;
    private final RequestCreation creation;
    private final Map<String, Property<FulfillmentRequest.View>> filters;
    private final Random ties;

    /** @param ties null: rows of one created keep their order */
    FulfillmentApi(
            Platform platform,
            RequestJson json,
            Bodies bodies,
            FulfillmentActions actions,
            ParameterUpdate update,
            RequestCreation creation,
            Filters filters,
            Random ties) {
        this.platform = platform;
        this.json = json;
        this.bodies = bodies;
        this.actions = actions;
        this.update = update;
        this.creation = creation;
        this.filters = filters.requests();
        this.ties = ties;
    }

    Endpoint endpoint(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET")
                    ? new Endpoint("list-requests", () -> list(call, null))
                    : ConnectApi.post(call, "create-request", () -> create(call));
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return call.is("GET")
                    ? new Endpoint(
                            "get-request",
                            () -> Reply.json(
                                    200,
                                    json.served(platform.read(() -> request(id).view()))))
                    : ConnectApi.put(call, "update-request", () -> update(id, call));
        }
        String action = path.get(1);
        if (path.size() == 3 && action.equals("assign")) {
            return ConnectApi.post(call, "assign", () -> assign(id, path.get(2)));
        }
        if (path.size() == 2 && action.equals("render")) {
            return ConnectApi.get(call, "render-request", () -> render(id));
        }
        if (path.size() == 2 && action.equals("pend") && call.query().contains("code=")) {
            return ConnectApi.post(call, "answer-inquiry", () -> answer(id, call));
        }
        boolean known = path.size() == 2 && FulfillmentActions.NAMES.contains(action);
        return known ? ConnectApi.post(call, action, () -> act(action, id, call)) : Endpoint.unknown();
    }

    /** @param assetId null: of all assets */
    Reply list(Call call, String assetId) {
        String rql = ConnectApi.decoded(call.query());
        String ofAsset = assetId == null ? rql : "asset.id=" + assetId + (rql.isEmpty() ? "" : "&" + rql);
        Query<FulfillmentRequest.View> query = QueryCompiler.compile(ofAsset, filters, Filters.REQUEST_PARTS);
        RowCollection.Page<FulfillmentRequest.View> page = platform.read(() -> platform.requests.page(query, ties()));
        byte[] body = json.list(page.rows(), query.select());
        return ConnectApi.ranged(body, query.offset(), page.rows().size(), page.total());
    }

    /** A generator of its own for each call, so that shuffling takes no lock. */
    private Random ties() {
        return ties == null ? null : new Random(ties.nextLong());
    }

    private Reply create(Call call) {
        JsonNode body = bodies.object(call.body());
        FulfillmentRequest.View created =
                platform.write(() -> creation.create(body).view());
        return Reply.json(201, json.sound(created));
    }

    private Reply update(String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return changed(id, request -> update.update(request, body));
    }

    private Reply act(String action, String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return changed(id, request -> actions.perform(action, request, body));
    }

    private Reply assign(String id, String user) {
        return changed(id, request -> actions.assign(request, user));
    }

    /** The customer's form: its code must be the request's, and it carries parameters. */
    private Reply answer(String id, Call call) {
        JsonNode body = bodies.object(call.body());
        JsonNode params = body.has("asset") ? body.path("asset").get("params") : body.get("params");
        return changed(id, request -> {
            if (!("&" + call.query() + "&").contains("&code=" + request.number + "&")) {
                throw Refusal.notFound();
            }
            Map<String, ParameterValue> values = update.merged(request, params);
            for (JsonNode param : params) {
                values.computeIfPresent(param.path("id").asText(), (name, value) -> value.withoutErrors());
            }
            actions.answer(request, values);
        });
    }

    private Reply render(String id) {
        String text = platform.read(() -> {
            FulfillmentRequest.View view = request(id).view();
            if (!view.state().activationKey.isEmpty() || view.state().template == null) {
                return view.state().activationKey;
            }
            return Decisions.rendered(view.state().template, view.params());
        });
        return new Reply(200, "text/markdown", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private Reply changed(String id, java.util.function.Consumer<FulfillmentRequest> change) {
        return Reply.json(200, json.sound(platform.write(() -> {
            FulfillmentRequest request = request(id);
            change.accept(request);
            return request.view();
        })));
    }

    private FulfillmentRequest request(String id) {
        return ConnectApi.found(platform.requests.get(id));
    }
}
