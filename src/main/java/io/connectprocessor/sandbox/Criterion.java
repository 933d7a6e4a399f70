package io.connectprocessor.sandbox;

import java.util.function.Predicate;

/**
 * A compiled part of a filter.
 *
 * @param facetOnly that it reads faceted properties only
 */
record Criterion<V>(Predicate<V> test, boolean facetOnly) {}
