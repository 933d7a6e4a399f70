package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A collection that is small enough to look at each row for each query.
 *
 * @param created null when rows have no such property
 */
record SmallList<V>(Map<String, Property<V>> properties, Function<V, String> id, Function<V, Instant> created) {

    static <V> SmallList<V> of(Function<V, String> id, List<Property<V>> properties) {
        return of(id, null, properties);
    }

    static <V> SmallList<V> of(Function<V, String> id, Function<V, Instant> created, List<Property<V>> properties) {
        Map<String, Property<V>> byName = new LinkedHashMap<>();
        properties.forEach(property -> byName.put(property.name(), property));
        byName.put("id", Property.text("id", Property.ALL_TEXT, id).ordered());
        if (created != null) {
            String lookups = "eq ne ge gt le lt in out";
            byName.put("created", Property.instant("created", lookups, created));
            byName.put("events.created.at", Property.instant("events.created.at", lookups, created));
        }
        return new SmallList<>(byName, id, created);
    }

    Query<V> query(Call call) {
        return query(call, Set.of());
    }

    Query<V> query(Call call, Set<String> selectable) {
        return QueryCompiler.compile(ConnectApi.decoded(call.query()), properties, selectable);
    }

    /** The page that the query asks for, each row as {@code json} makes it. */
    Reply page(Call call, Iterable<V> rows, Function<V, Object> json, ObjectMapper mapper) {
        Query<V> query = query(call);
        List<V> matching = matching(query, rows);
        List<Object> page = new ArrayList<>();
        matching.stream().skip(query.offset()).limit(query.limit()).forEach(row -> page.add(json.apply(row)));
        byte[] body = Reply.json(200, page, mapper).body();
        return ConnectApi.ranged(body, query.offset(), page.size(), matching.size());
    }

    List<V> matching(Query<V> query, Iterable<V> rows) {
        List<V> matching = new ArrayList<>();
        for (V row : rows) {
            if (matches(query, row)) {
                matching.add(row);
            }
        }
        if (query.byCreated() && created != null) {
            matching.sort(java.util.Comparator.comparing(created));
        } else if (query.order() != null) {
            matching.sort(query.order());
        }
        return matching;
    }

    private boolean matches(Query<V> query, V row) {
        String key = id.apply(row);
        boolean named = (query.ids() == null || query.ids().contains(key))
                && !query.without().contains(key);
        return named
                && within(query, created == null ? null : created.apply(row))
                && query.facets().test(row)
                && (query.rest() == null || query.rest().test(row));
    }

    private static boolean within(Query<?> query, Instant at) {
        return at == null
                || (query.from() == null || !at.isBefore(query.from()))
                        && (query.to() == null || at.isBefore(query.to()));
    }
}
