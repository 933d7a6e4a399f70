package io.connectprocessor.sandbox;

import java.time.Instant;

/** One request of a collection. */
interface Row {

    String id();

    Instant created();

    /** Tells apart rows of one created; grows with seeding. */
    long number();

    Facet facet();

    /** Empty when rows of this collection hang on no asset. */
    String assetId();

    /** What all rows of one index list share. */
    record Facet(String status, String type, String productId, String environment) {}
}
