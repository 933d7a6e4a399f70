package io.connectprocessor.component;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The request's parameters by id, read-only, as they are now: what connect:update saved is there. A text, or the Map or List of a
 * structured value; null when empty or absent.
 */
final class ParameterView extends AbstractMap<String, Object> {

    private final ClaimedRequest claimed;

    ParameterView(ClaimedRequest claimed) {
        this.claimed = claimed;
    }

    @Override
    public Object get(Object id) {
        return claimed.request().parameter(String.valueOf(id));
    }

    @Override
    public boolean containsKey(Object id) {
        return claimed.request().find(String.valueOf(id)) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map<String, Object> parameter : claimed.request().parameters()) {
            String id = String.valueOf(parameter.get("id"));
            values.put(id, get(id));
        }
        return java.util.Collections.unmodifiableMap(values).entrySet();
    }

    /** Values are customers' data: a log of all properties shows none. */
    @Override
    public String toString() {
        return "parameters of " + claimed.claim().id();
    }
}
