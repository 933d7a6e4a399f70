package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A compiled query: what an index can answer is kept apart from what must be tried on each row.
 *
 * @param facets on faceted properties
 * @param from created, inclusive; null: open
 * @param to created, exclusive; null: open
 * @param ids the only ids that can match; null: open
 * @param assets the only assets whose requests can match; null: open
 * @param without ids that cannot match
 * @param rest the other conditions; null: none
 * @param byCreated that rows are wanted in ascending order of created and nothing else
 * @param order any other wanted order; null: none
 */
record Query<V>(
        Predicate<V> facets,
        Instant from,
        Instant to,
        Set<String> ids,
        Set<String> assets,
        Set<String> without,
        Predicate<V> rest,
        boolean byCreated,
        Comparator<V> order,
        List<String> select,
        int limit,
        int offset) {}
