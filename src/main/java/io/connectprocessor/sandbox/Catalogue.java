package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The product pages. The list of templates takes plain parameters, not RQL: scope, type, limit, offset; others are ignored. */
final class Catalogue {

    private static final Set<String> SCOPES = Set.of("asset", "tier1", "tier2");
    private static final Set<String> TYPES = Set.of("inquire", "fulfillment", "pending");

    private final Platform platform;
    private final ObjectMapper mapper;
    private final ProductContract contract;
    private final SmallList<Product> products =
            SmallList.of(Product::id, List.of(Property.text("name", Property.ALL_TEXT, Product::name)));

    Catalogue(Platform platform, Directory directory, ObjectMapper mapper) {
        this.platform = platform;
        this.mapper = mapper;
        this.contract = new ProductContract(platform, directory, mapper);
    }

    Endpoint list(Call call) {
        return ConnectApi.get(
                call,
                "list-products",
                () -> platform.read(() -> products.page(call, platform.products.values(), this::whole, mapper)));
    }

    Endpoint endpoint(Call call, List<String> path) {
        String id = path.get(0);
        if (!call.is("GET") || path.size() > 3) {
            return Endpoint.unknown();
        }
        if (path.size() == 1) {
            return new Endpoint("get-product", () -> Reply.json(200, whole(product(id)), mapper));
        }
        if (path.size() == 3) {
            return path.get(1).equals("templates")
                    ? new Endpoint("get-template", () -> template(product(id), path.get(2)))
                    : Endpoint.unknown();
        }
        return switch (path.get(1)) {
            case "templates" -> new Endpoint("list-templates", () -> templates(product(id), parameters(call.query())));
            case "parameters" -> new Endpoint("list-parameters", () -> contract.parameters(call, product(id)));
            case "items" -> new Endpoint("list-items", () -> contract.items(call, product(id)));
            case "configurations" ->
                new Endpoint("list-configurations", () -> contract.configurations(call, product(id)));
            case "connections" -> new Endpoint("list-connections", () -> contract.connections(call, product(id)));
            default -> Endpoint.unknown();
        };
    }

    private Reply templates(Product product, Map<String, String> parameters) {
        String scope = among(SCOPES, "scope", parameters.get("scope"));
        String type = among(TYPES, "type", parameters.get("type"));
        String name = platform.is(Variation.TEMPLATES_BY_NAME) ? parameters.get("name") : null;
        List<Product.Template> matching = product.templates().stream()
                .filter(t -> scope == null || t.scope().equals(scope))
                .filter(t -> type == null || type.equals(t.type()))
                .filter(t -> name == null || name.equals(t.name()))
                .toList();
        int limit = Math.min(QueryCompiler.MAX_LIMIT, number(parameters.get("limit"), QueryCompiler.DEFAULT_LIMIT));
        int offset = number(parameters.get("offset"), 0);
        List<Map<String, Object>> page = new ArrayList<>();
        matching.stream().skip(offset).limit(limit).forEach(t -> page.add(template(t)));
        byte[] body = Reply.json(200, page, mapper).body();
        return ConnectApi.ranged(body, offset, page.size(), matching.size());
    }

    private Reply template(Product product, String id) {
        return product.template(id)
                .map(template -> Reply.json(200, template(template), mapper))
                .orElseThrow(Refusal::notFound);
    }

    private static Map<String, Object> template(Product.Template template) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", template.id());
        json.put("title", template.name());
        json.put("name", template.name());
        json.put("body", template.body());
        json.put("scope", template.scope());
        json.put("type", template.type());
        json.put("position", 100);
        json.put("events", Map.of("created", Map.of("at", "2025-01-01T00:00:00+00:00")));
        return json;
    }

    private Map<String, Object> whole(Product product) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", product.id());
        json.put("name", product.name());
        json.put("status", "published");
        json.put("version", 1);
        json.put("latest", true);
        json.put("owner", Map.of("id", "VA-000-000", "name", "Vendor of the sandbox"));
        json.put("capabilities", Capability.json(platform.capabilities(product), product));
        return json;
    }

    private Product product(String id) {
        Product product = platform.read(() -> platform.products.get(id));
        if (product == null) {
            throw Refusal.notFound();
        }
        return product;
    }

    private static String among(Set<String> allowed, String name, String value) {
        if (value != null && !allowed.contains(value)) {
            throw Refusal.validation(name, "\"" + value + "\" is not a valid choice.");
        }
        return value;
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals),
                        java.net.URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
