package io.connectprocessor.contract;

import java.util.List;
import java.util.Map;

/**
 * A product as Connect has it; what nobody asked for is empty.
 *
 * @param product its id
 * @param whole the product itself, with its {@code capabilities} (OpenAPI 37.0, GET /products/{id})
 * @param parameters as listed; {@code name} is what a request calls the parameter's id
 * @param items as listed
 * @param templates as listed
 */
public record ProductPicture(
        String product,
        Map<String, Object> whole,
        List<Map<String, Object>> parameters,
        List<Map<String, Object>> items,
        List<Map<String, Object>> templates) {

    List<Map<String, Object>> parametersNamed(String id) {
        return parameters.stream()
                .filter(parameter -> id.equals(parameter.get("name")))
                .toList();
    }

    /** What a dotted path leads to, or null. */
    static Object at(Map<String, Object> json, String path) {
        Object at = json;
        for (String step : path.split("\\.")) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }
}
