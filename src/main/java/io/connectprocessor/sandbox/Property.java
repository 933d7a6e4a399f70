package io.connectprocessor.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A property that a collection documents as a filter.
 *
 * @param facet that every row of one facet has the same value of it
 * @param values the values of an enumeration; empty otherwise
 * @param lookups the documented lookups: eq ne ge gt le lt in out like ilike null
 * @param read gives the row's values: none for null, several for a list
 */
record Property<V>(
        String name,
        Type type,
        Set<String> lookups,
        Set<String> values,
        boolean orderable,
        boolean facet,
        Function<V, List<? extends Comparable<?>>> read) {

    enum Type {
        TEXT,
        INSTANT,
        INTEGER
    }

    static final String ALL_TEXT = "eq ne like ilike null in out";

    static <V> Property<V> text(String name, String lookups, Function<V, String> read) {
        return new Property<>(name, Type.TEXT, words(lookups), Set.of(), false, false, v -> single(read.apply(v)));
    }

    static <V> Property<V> texts(String name, String lookups, Function<V, List<String>> read) {
        return new Property<>(name, Type.TEXT, words(lookups), Set.of(), false, false, read::apply);
    }

    static <V> Property<V> instant(String name, String lookups, Function<V, java.time.Instant> read) {
        return new Property<>(name, Type.INSTANT, words(lookups), Set.of(), true, false, v -> single(read.apply(v)));
    }

    static <V> Property<V> integer(String name, String lookups, Function<V, Integer> read) {
        return new Property<>(name, Type.INTEGER, words(lookups), Set.of(), true, false, v -> single(read.apply(v)));
    }

    Property<V> of(String... allowed) {
        return new Property<>(name, type, lookups, Set.copyOf(Arrays.asList(allowed)), orderable, facet, read);
    }

    Property<V> ordered() {
        return new Property<>(name, type, lookups, values, true, facet, read);
    }

    Property<V> faceted() {
        return new Property<>(name, type, lookups, values, orderable, true, read);
    }

    Property<V> named(String other) {
        return new Property<>(other, type, lookups, values, orderable, facet, read);
    }

    private static <T> List<T> single(T value) {
        return value == null ? List.of() : List.of(value);
    }

    private static Set<String> words(String lookups) {
        return Set.of(lookups.split(" "));
    }
}
