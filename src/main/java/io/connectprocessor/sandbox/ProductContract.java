package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a product promises: its parameters, items, configurations and connections (OpenAPI 37.0, GET /products/{id}/parameters and its neighbours). */
final class ProductContract {

    private final Platform platform;
    private final Directory directory;
    private final ObjectMapper mapper;
    private final SmallList<Product.Parameter> parameters = SmallList.of(
            Product.Parameter::id,
            List.of(
                    Property.text("name", Property.ALL_TEXT, Product.Parameter::name),
                    Property.text("title", Property.ALL_TEXT, Product.Parameter::title),
                    Property.text("phase", "eq in", Product.Parameter::phase),
                    Property.text("scope", "eq in", Product.Parameter::scope),
                    Property.text("type", "eq in", Product.Parameter::type),
                    Property.text("constraints.required", "eq", p -> String.valueOf(p.required())),
                    Property.text("constraints.unique", "eq", p -> String.valueOf(p.unique())),
                    Property.text("constraints.reconciliation", "eq", p -> String.valueOf(p.reconciliation()))));
    private final SmallList<Product.Item> items = SmallList.of(
            Product.Item::globalId,
            List.of(
                    Property.text("mpn", Property.ALL_TEXT, Product.Item::mpn),
                    Property.text("local_id", Property.ALL_TEXT, Product.Item::localId),
                    Property.text("item_type", "eq in", item -> itemType(item)),
                    Property.text("period", "eq in", item -> item.period()),
                    Property.text("status", "eq in", item -> "published")));

    ProductContract(Platform platform, Directory directory, ObjectMapper mapper) {
        this.platform = platform;
        this.directory = directory;
        this.mapper = mapper;
    }

    Reply parameters(Call call, Product product) {
        return parameters.page(call, product.parameters(), ProductContract::json, mapper);
    }

    Reply items(Call call, Product product) {
        return items.page(call, product.items(), ProductContract::json, mapper);
    }

    Reply configurations(Call call, Product product) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("id", "region");
        region.put("value", "eu-west");
        region.put("parameter", Map.of("id", "region", "title", "Region", "scope", "product", "type", "text"));
        region.put("events", Map.of("created", Map.of("at", "2025-01-01T00:00:00+00:00")));
        SmallList<Map<String, Object>> list = SmallList.of(
                row -> String.valueOf(row.get("id")),
                List.of(
                        Property.text("parameter.id", "eq in", row -> String.valueOf(row.get("id"))),
                        Property.text("value", Property.ALL_TEXT, row -> String.valueOf(row.get("value")))));
        return list.page(call, List.of(region), row -> row, mapper);
    }

    Reply connections(Call call, Product product) {
        List<Connection> all = platform.write(() -> Stream.of("production", "test", "preview")
                .map(environment -> directory.connection(product.id(), environment))
                .toList());
        SmallList<Connection> list = SmallList.of(
                Connection::id,
                List.of(
                        Property.text("type", "eq in", Connection::type),
                        Property.text("hub.id", Property.ALL_TEXT, Connection::hubId)));
        return list.page(call, all, connection -> directory.fields(connection.json()), mapper);
    }

    private static Object json(Product.Parameter parameter) {
        Map<String, Object> constraints = new LinkedHashMap<>();
        constraints.put("required", parameter.required());
        constraints.put("hidden", false);
        constraints.put("unique", parameter.unique());
        constraints.put("reconciliation", parameter.reconciliation());
        constraints.put("shared", "view");
        if (!parameter.choices().isEmpty()) {
            constraints.put(
                    "choices",
                    parameter.choices().stream()
                            .map(choice -> Map.of("value", choice, "label", choice))
                            .toList());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", parameter.id());
        json.put("name", parameter.name());
        json.put("title", parameter.title());
        json.put("description", parameter.title());
        json.put("type", parameter.type());
        json.put("scope", parameter.scope());
        json.put("phase", parameter.phase());
        json.put("hint", "");
        json.put("placeholder", "");
        json.put("constraints", constraints);
        json.put("position", 100);
        return json;
    }

    private static Object json(Product.Item item) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", item.globalId());
        json.put("local_id", item.localId());
        json.put("mpn", item.mpn());
        json.put("name", item.name());
        json.put("display_name", item.name());
        json.put("description", item.name());
        json.put("type", itemType(item));
        json.put("period", item.period());
        json.put("precision", item.precision());
        json.put("unit", Map.of("title", item.unit()));
        json.put("status", "published");
        json.put("dynamic", false);
        return json;
    }

    /** The catalogue writes in lower case what requests write as {@code Reservation} and {@code PPU}. */
    private static String itemType(Product.Item item) {
        return item.itemType().toLowerCase(java.util.Locale.ROOT);
    }
}
