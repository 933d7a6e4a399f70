package io.connectprocessor.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** Rows of a product's lists as the platform sends them. */
final class CatalogueRows {

    private CatalogueRows() {}

    /** {@code id} is the parameter's own; {@code name} is what requests call its id. */
    static Map<String, Object> parameter(Product.Parameter parameter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", parameter.id());
        json.put("name", parameter.name());
        json.put("title", parameter.title());
        json.put("description", parameter.title());
        json.put("type", parameter.type());
        json.put("scope", parameter.scope());
        json.put("phase", parameter.phase());
        json.put(
                "constraints",
                Map.of(
                        "required",
                        parameter.required(),
                        "hidden",
                        false,
                        "unique",
                        false,
                        "reconciliation",
                        parameter.reconciliation()));
        json.put("position", 100);
        return json;
    }

    static Map<String, Object> item(Product.Item item) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", item.globalId());
        json.put("local_id", item.localId());
        json.put("mpn", item.mpn());
        json.put("name", item.name());
        json.put("display_name", item.name());
        json.put("type", item.itemType());
        json.put("period", item.period());
        json.put("status", "published");
        json.put("unit", Map.of("id", item.unit(), "unit", item.unit()));
        return json;
    }
}
