package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /tier}: config requests, configs, accounts and account requests. */
final class TierApi {

    private final Platform platform;
    private final TierJson json;
    private final Bodies bodies;
    private final ObjectMapper mapper;
    private final TierActions actions;
    private final TierCreation creation;
    private final AccountRequests accountRequests;
    private final Directory directory;
    private final Map<String, Property<TierRequest.View>> filters;
    private final Random ties;
    private final SmallList<TierConfiguration> configurations = configurationList();
    private final SmallList<AccountRequest> accountRequestList = accountRequestList();

    TierApi(
            Platform platform,
            TierJson json,
            ObjectMapper mapper,
            TierActions actions,
            TierCreation creation,
            AccountRequests accountRequests,
            Directory directory,
            Filters filters,
            Random ties) {
        this.platform = platform;
        this.json = json;
        this.mapper = mapper;
        this.bodies = new Bodies(mapper);
        this.actions = actions;
        this.creation = creation;
        this.accountRequests = accountRequests;
        this.directory = directory;
        this.filters = filters.tierRequests();
        this.ties = ties;
    }

    private static SmallList<TierConfiguration> configurationList() {
        String all = Property.ALL_TEXT;
        return SmallList.of(
                c -> c.id,
                c -> c.created,
                List.of(
                        Property.text("account.id", all, c -> c.account.id()),
                        Property.text("account.external_uid", all, c -> c.account.externalUid()),
                        Property.text("product.id", all, c -> c.product.id()),
                        Property.text("connection.id", all, c -> c.connection.id()),
                        Property.text("connection.type", "eq in", c -> c.connection.type()),
                        Property.text("marketplace.id", all, c -> c.marketplace.id()),
                        Property.text("status", "eq in", c -> c.state.status()),
                        Property.integer("tier_level", "eq in", c -> c.level)));
    }

    private static SmallList<AccountRequest> accountRequestList() {
        String all = Property.ALL_TEXT;
        return SmallList.of(
                r -> r.id,
                r -> r.created,
                List.of(
                        Property.text("account.id", all, r -> r.account.id()),
                        Property.text("account.external_uid", all, r -> r.account.externalUid()),
                        Property.integer("account.version", "eq in", r -> r.version),
                        Property.text("product.id", all, r -> r.product.id()),
                        Property.<AccountRequest>text("status", "eq in", r -> r.status)
                                .of("pending", "accepted", "ignored", "unsupported")));
    }

    Endpoint endpoint(Call call, List<String> path) {
        String root = path.isEmpty() ? "" : path.get(0);
        List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
        return switch (root) {
            case "config-requests" -> requests(call, rest);
            case "configs" -> configurations(call, rest);
            case "account-requests" -> accountRequests(call, rest);
            case "accounts" -> accounts(call, rest);
            default -> Endpoint.unknown();
        };
    }

    private Endpoint requests(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET")
                    ? new Endpoint("list-tier-requests", () -> list(call))
                    : ConnectApi.post(call, "create-tier-request", () -> create(call));
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return call.is("GET")
                    ? new Endpoint(
                            "get-tier-request",
                            () -> Reply.json(
                                    200,
                                    json.one(platform.read(() -> request(id).view()))))
                    : ConnectApi.put(call, "update-tier-request", () -> update(id, call));
        }
        String action = path.get(1);
        boolean known = path.size() == 2 && TierActions.NAMES.contains(action);
        return known ? ConnectApi.post(call, "tier-" + action, () -> act(action, id, call)) : Endpoint.unknown();
    }

    private Reply list(Call call) {
        Query<TierRequest.View> query =
                QueryCompiler.compile(ConnectApi.decoded(call.query()), filters, Filters.TIER_REQUEST_PARTS);
        Random shuffling = ties == null ? null : new Random(ties.nextLong());
        RowCollection.Page<TierRequest.View> page = platform.read(() -> platform.tierRequests.page(query, shuffling));
        byte[] body = json.list(page.rows(), query.select());
        return ConnectApi.ranged(body, query.offset(), page.rows().size(), page.total());
    }

    private Reply create(Call call) {
        JsonNode body = bodies.object(call.body());
        return Reply.json(
                201, json.one(platform.write(() -> creation.create(body).view())));
    }

    private Reply update(String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return Reply.json(200, json.one(platform.write(() -> {
            TierRequest request = request(id);
            actions.update(request, body);
            return request.view();
        })));
    }

    private Reply act(String action, String id, Call call) {
        JsonNode body = bodies.object(call.body());
        TierRequest.View after = platform.write(() -> {
            TierRequest request = request(id);
            actions.perform(action, request, body);
            return request.view();
        });
        boolean speaks = Set.of("approve", "submit", "validate").contains(action)
                || platform.is(Variation.TIER_ACTIONS_ANSWER_WITH_A_BODY);
        return speaks ? Reply.json(200, json.one(after)) : Reply.NO_CONTENT;
    }

    private Endpoint configurations(Call call, List<String> path) {
        return switch (path.size()) {
            case 0 -> ConnectApi.get(call, "list-tier-configs", () -> configurations(call));
            case 1 ->
                ConnectApi.get(
                        call,
                        "get-tier-config",
                        () -> Reply.json(
                                200,
                                platform.read(() -> json.configuration(
                                        ConnectApi.found(platform.tierConfigurations.get(path.get(0)))))));
            default -> Endpoint.unknown();
        };
    }

    private Reply configurations(Call call) {
        Query<TierConfiguration> query = configurations.query(call);
        return platform.read(() -> {
            List<TierConfiguration> matching = configurations.matching(query, platform.tierConfigurations.values());
            List<TierConfiguration> page =
                    matching.stream().skip(query.offset()).limit(query.limit()).toList();
            return ConnectApi.ranged(json.configurations(page), query.offset(), page.size(), matching.size());
        });
    }

    private Endpoint accountRequests(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET")
                    ? new Endpoint(
                            "list-account-requests",
                            () -> platform.read(() -> accountRequestList.page(
                                    call,
                                    platform.accountRequests.values(),
                                    request -> accountRequests.json(request),
                                    mapper)))
                    : ConnectApi.post(call, "create-account-request", () -> createAccountRequest(call));
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return ConnectApi.get(
                    call, "get-account-request", () -> shown(() -> platform.read(() -> accountRequests.get(id))));
        }
        boolean known = path.size() == 2 && AccountRequests.NAMES.contains(path.get(1));
        return known
                ? ConnectApi.post(call, "account-" + path.get(1), () -> actOnAccount(path.get(1), id, call))
                : Endpoint.unknown();
    }

    private Reply shown(Supplier<AccountRequest> request) {
        AccountRequest found = request.get();
        return Reply.json(200, platform.read(() -> accountRequests.json(found)), mapper);
    }

    private Reply actOnAccount(String action, String id, Call call) {
        JsonNode body = bodies.object(call.body());
        return shown(() -> platform.write(() -> {
            AccountRequest request = accountRequests.get(id);
            accountRequests.perform(action, request, body);
            return request;
        }));
    }

    private Reply createAccountRequest(Call call) {
        JsonNode body = bodies.object(call.body());
        Map<String, Object> fields = new LinkedHashMap<>();
        body.path("account")
                .fields()
                .forEachRemaining(f -> fields.put(f.getKey(), mapper.convertValue(f.getValue(), Object.class)));
        fields.remove("version");
        AccountRequest made = platform.write(() -> accountRequests.create(body, fields));
        return Reply.json(201, platform.read(() -> accountRequests.json(made)), mapper);
    }

    private Endpoint accounts(Call call, List<String> path) {
        boolean version = path.size() == 3
                && path.get(1).equals("versions")
                && path.get(2).matches("[0-9]{1,6}");
        if (path.size() != 1 && !version) {
            return Endpoint.unknown();
        }
        int wanted = version ? Integer.parseInt(path.get(2)) : 0;
        return ConnectApi.get(
                call,
                "get-tier-account",
                () -> Reply.json(
                        200,
                        directory.fields(
                                ConnectApi.found(platform.read(() -> accountRequests.account(path.get(0), wanted)))),
                        mapper));
    }

    private TierRequest request(String id) {
        return ConnectApi.found(platform.tierRequests.get(id));
    }
}
