package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /accounts}, which knows the key's own account alone, and {@code /marketplaces}. */
final class AccountApi {

    private static final String OWN = "VA-000-000";

    private final Platform platform;
    private final Directory directory;
    private final ObjectMapper mapper;
    private final SmallList<Party> list =
            SmallList.of(Party::id, List.of(Property.text("name", Property.ALL_TEXT, Party::name)));

    AccountApi(Platform platform, Directory directory, ObjectMapper mapper) {
        this.platform = platform;
        this.directory = directory;
        this.mapper = mapper;
    }

    Endpoint accounts(Call call, List<String> path) {
        if (path.isEmpty()) {
            return ConnectApi.get(
                    call,
                    "list-accounts",
                    () -> ConnectApi.ranged(
                            Reply.json(200, List.of(own()), mapper).body(), 0, 1, 1));
        }
        boolean known = path.size() == 1 && path.get(0).equals(OWN);
        return known ? ConnectApi.get(call, "get-account", () -> Reply.json(200, own(), mapper)) : Endpoint.unknown();
    }

    private static Map<String, Object> own() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", OWN);
        json.put("name", "Vendor of the sandbox");
        json.put("type", "vendor");
        json.put("role", "vendor");
        json.put("brand", "BR-000");
        json.put("external_id", "sandbox");
        json.put("events", Map.of("created", Map.of("at", "2025-01-01T00:00:00+00:00")));
        return json;
    }

    Endpoint marketplaces(Call call, List<String> path) {
        if (path.isEmpty()) {
            return ConnectApi.get(
                    call, "list-marketplaces", () -> list.page(call, all(), marketplace -> json(marketplace), mapper));
        }
        return path.size() == 1
                ? ConnectApi.get(call, "get-marketplace", () -> marketplace(path.get(0)))
                : Endpoint.unknown();
    }

    private Reply marketplace(String id) {
        return all().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .map(known -> Reply.json(200, json(known), mapper))
                .orElseThrow(Refusal::notFound);
    }

    private List<Party> all() {
        return platform.write(directory::marketplaces);
    }

    private Map<String, Object> json(Party marketplace) {
        Map<String, Object> json = directory.fields(marketplace);
        json.put("description", marketplace.name());
        json.put("active_contracts", 2);
        json.put("owner", Map.of("id", "PA-100-000", "name", "Distributor of the sandbox"));
        json.put("currency", Directory.currency(marketplace));
        return json;
    }
}
