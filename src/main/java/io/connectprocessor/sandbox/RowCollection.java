package io.connectprocessor.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rows of one collection with their indexes. Guarded by the platform's lock. */
final class RowCollection<R extends Row, V> {

    private final Map<String, R> byId = new HashMap<>();
    private final Map<String, List<R>> byAsset = new HashMap<>();
    private final Map<Row.Facet, OrderedRows<R>> byFacet = new LinkedHashMap<>();
    private final Function<R, V> view;

    RowCollection(Function<R, V> view) {
        this.view = view;
    }

    /** Rows of one page, as they stood, and how many match in all. */
    record Page<V>(List<V> rows, int total) {}

    R get(String id) {
        return byId.get(id);
    }

    Stream<R> all() {
        return byId.values().stream();
    }

    List<R> ofAsset(String assetId) {
        return byAsset.getOrDefault(assetId, List.of());
    }

    /** Status, then type, then how many. */
    Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        byFacet.forEach((facet, rows) -> counts.computeIfAbsent(facet.status(), status -> new TreeMap<>())
                .merge(facet.type(), (long) rows.size(), Long::sum));
        return counts;
    }

    void add(R row) {
        if (byId.putIfAbsent(row.id(), row) != null) {
            throw new IllegalArgumentException("There is a request " + row.id() + " already; leave the id out.");
        }
        if (!row.assetId().isEmpty()) {
            byAsset.computeIfAbsent(row.assetId(), id -> new ArrayList<>(1)).add(row);
        }
        byFacet.computeIfAbsent(row.facet(), facet -> new OrderedRows<>()).add(row);
    }

    /** To be called around a change of a row that may change its facet. */
    void change(R row, Runnable change) {
        Row.Facet before = row.facet();
        change.run();
        Row.Facet after = row.facet();
        if (!before.equals(after)) {
            OrderedRows<R> old = byFacet.get(before);
            old.remove(row);
            if (old.size() == 0) {
                byFacet.remove(before);
            }
            byFacet.computeIfAbsent(after, facet -> new OrderedRows<>()).add(row);
        }
    }

    /** @param ties shuffles rows of one created, and rows that no ordering tells apart; null: leaves them */
    Page<V> page(Query<V> query, Random ties) {
        if (query.ids() != null || query.assets() != null || query.rest() != null || query.order() != null) {
            return scanned(query, ties);
        }
        List<OrderedRows<R>> lists = byFacet.values().stream()
                .filter(rows -> query.facets().test(view.apply(rows.first())))
                .toList();
        int total = count(lists, query);
        if (query.byCreated() && query.without().isEmpty() && query.offset() > 0 && query.offset() < total) {
            Instant start = lastStartWithin(lists, query);
            int skipped = countBefore(lists, start) - countBefore(lists, query.from());
            return new Page<>(cut(new Merged<>(lists, start, ties), query, query.offset() - skipped), total);
        }
        Iterator<R> rows = query.byCreated()
                ? new Merged<>(lists, query.from(), ties)
                : lists.stream()
                        .flatMap(list -> stream(list.from(query.from())))
                        .iterator();
        return new Page<>(cut(rows, query, query.offset()), total);
    }

    /** The latest stamp that the rows before the page all stand before: found by counting, so that an offset of 100,000 costs no walk. */
    private Instant lastStartWithin(List<OrderedRows<R>> lists, Query<V> query) {
        int before = countBefore(lists, query.from());
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (OrderedRows<R> list : lists) {
            low = Math.min(low, micros(list.first().created()));
            high = Math.max(high, micros(list.last().created()));
        }
        low = query.from() == null ? low : Math.max(low, micros(query.from()));
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (countBefore(lists, instant(middle)) - before <= query.offset()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return instant(low);
    }

    private static <R extends Row> int countBefore(List<OrderedRows<R>> lists, Instant created) {
        return lists.stream().mapToInt(list -> list.countBefore(created)).sum();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private List<V> cut(Iterator<R> rows, Query<V> query, int offset) {
        List<V> page = new ArrayList<>(Math.min(query.limit(), 1000));
        int skip = offset;
        while (page.size() < query.limit() && rows.hasNext()) {
            R row = rows.next();
            if (query.to() != null && !row.created().isBefore(query.to())) {
                if (query.byCreated()) {
                    break;
                }
                continue;
            }
            if (!query.without().contains(row.id()) && skip-- <= 0) {
                page.add(view.apply(row));
            }
        }
        return page;
    }

    private int count(List<OrderedRows<R>> lists, Query<V> query) {
        int count = 0;
        for (OrderedRows<R> list : lists) {
            int end = query.to() == null ? list.size() : list.countBefore(query.to());
            count += Math.max(0, end - list.countBefore(query.from()));
        }
        for (String id : query.without()) {
            R row = byId.get(id);
            if (row != null && within(row, query) && query.facets().test(view.apply(row))) {
                count--;
            }
        }
        return count;
    }

    private Page<V> scanned(Query<V> query, Random ties) {
        List<R> matching = new ArrayList<>();
        candidates(query)
                .filter(row -> within(row, query) && !query.without().contains(row.id()))
                .filter(row -> matches(view.apply(row), query))
                .forEach(matching::add);
        if (query.byCreated() || query.order() != null) {
            matching.sort(OrderedRows.ORDER);
            if (ties != null) {
                Collections.shuffle(matching, ties);
            }
            Comparator<R> order = query.byCreated()
                    ? Comparator.comparing(Row::created)
                    : (a, b) -> query.order().compare(view.apply(a), view.apply(b));
            matching.sort(order);
        }
        List<V> page = matching.stream()
                .skip(query.offset())
                .limit(query.limit())
                .map(view)
                .toList();
        return new Page<>(page, matching.size());
    }

    private Stream<R> candidates(Query<V> query) {
        if (query.ids() != null) {
            return query.ids().stream()
                    .map(byId::get)
                    .filter(row -> row != null
                            && (query.assets() == null || query.assets().contains(row.assetId())));
        }
        if (query.assets() != null) {
            return query.assets().stream().flatMap(id -> ofAsset(id).stream());
        }
        return byFacet.values().stream()
                .filter(rows -> query.facets().test(view.apply(rows.first())))
                .flatMap(rows -> stream(rows.from(query.from())));
    }

    private boolean matches(V row, Query<V> query) {
        return query.facets().test(row) && (query.rest() == null || query.rest().test(row));
    }

    private static boolean within(Row row, Query<?> query) {
        Instant created = row.created();
        return (query.from() == null || !created.isBefore(query.from()))
                && (query.to() == null || created.isBefore(query.to()));
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        Iterable<T> once = () -> iterator;
        return java.util.stream.StreamSupport.stream(once.spliterator(), false);
    }

    /** Several ordered lists as one; groups of one created are shuffled when asked. */
    private static final class Merged<R extends Row> implements Iterator<R> {

        private final PriorityQueue<Head<R>> heads =
                new PriorityQueue<>((a, b) -> OrderedRows.ORDER.compare(a.row, b.row));
        private final Random ties;
        private List<R> group = List.of();
        private int next;

        private Merged(List<OrderedRows<R>> lists, Instant from, Random ties) {
            this.ties = ties;
            for (OrderedRows<R> list : lists) {
                push(list.from(from));
            }
        }

        @Override
        public boolean hasNext() {
            return next < group.size() || !heads.isEmpty();
        }

        @Override
        public R next() {
            if (ties == null) {
                return pop();
            }
            if (next == group.size()) {
                fillGroup();
            }
            return group.get(next++);
        }

        private void fillGroup() {
            group = new ArrayList<>(List.of(pop()));
            next = 0;
            while (!heads.isEmpty()
                    && heads.peek().row.created().equals(group.get(0).created())) {
                group.add(pop());
            }
            Collections.shuffle(group, ties);
        }

        private R pop() {
            Head<R> head = heads.remove();
            push(head.rest);
            return head.row;
        }

        private void push(Iterator<R> rest) {
            if (rest.hasNext()) {
                heads.add(new Head<>(rest.next(), rest));
            }
        }

        private record Head<R>(R row, Iterator<R> rest) {}
    }
}
