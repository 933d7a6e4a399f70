package io.connectprocessor.routing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Writes a route file as an editor of boxes and arrows does, such as Kaoto: no comment stays, keys, beans and the parts of the file come in another order,
 * every endpoint has {@code uri} and {@code parameters}, every expression its long form, every step and every routeConfiguration an id.
 */
public final class VisualEditor {

    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "header", "exchangeProperty", "jsonpath");
    private static final Set<String> ENDPOINTS = Set.of("to", "toD", "wireTap");

    private int ids;

    /** @param yaml a list, as all route files are */
    public String rewritten(String yaml) {
        List<Object> parts =
                new ArrayList<>((List<?>) new Load(LoadSettings.builder().build()).loadFromString(yaml));
        Collections.reverse(parts);
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(parts.stream().map(part -> changed(part, "")).toList());
    }

    private Object changed(Object node, String under) {
        if (node instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(under.equals("steps") ? step(item) : changed(item, under)));
            if (under.equals("beans")) {
                Collections.reverse(items);
            }
            return items;
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.equals("routeConfiguration")) {
                Map<Object, Object> identified = new LinkedHashMap<>((Map<?, ?>) value);
                identified.putIfAbsent("id", "routeConfiguration-" + ++ids);
                sorted.put(name, changed(identified, name));
            } else if (name.equals("parameters")) {
                sorted.put(name, new TreeMap<>((Map<?, ?>) value));
            } else if (LANGUAGES.contains(name) && !(value instanceof Map) && !under.equals("setHeader")) {
                sorted.put(name, new TreeMap<>(Map.of("expression", value)));
            } else if (ENDPOINTS.contains(name) || name.equals("from")) {
                sorted.put(name, changed(endpoint(value), name));
            } else {
                sorted.put(name, changed(value, name));
            }
        });
        return sorted;
    }

    /** A step is a map with one key; what it says stands below it, with an id. */
    private Object step(Object step) {
        Map.Entry<?, ?> only = ((Map<?, ?>) step).entrySet().iterator().next();
        String name = String.valueOf(only.getKey());
        Object below = ENDPOINTS.contains(name) ? endpoint(only.getValue()) : only.getValue();
        if (!(below instanceof Map<?, ?> map)) {
            return changed(step, "");
        }
        Map<Object, Object> identified = new LinkedHashMap<>(map);
        identified.putIfAbsent("id", name + "-" + ++ids);
        return new TreeMap<>(Map.of(name, changed(identified, name)));
    }

    private static Object endpoint(Object written) {
        Map<Object, Object> endpoint = written instanceof Map<?, ?> map
                ? new LinkedHashMap<>(map)
                : new LinkedHashMap<>(Map.of("uri", written));
        String uri = String.valueOf(endpoint.get("uri"));
        int question = uri.indexOf('?');
        Map<Object, Object> parameters = new LinkedHashMap<>();
        if (question > 0 && !uri.startsWith("{{")) {
            for (String pair : uri.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
            endpoint.put("uri", uri.substring(0, question));
        }
        if (endpoint.get("parameters") instanceof Map<?, ?> given) {
            parameters.putAll(given);
        }
        endpoint.put("parameters", parameters);
        return endpoint;
    }
}
