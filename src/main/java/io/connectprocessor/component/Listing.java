package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;

/**
 * What a collection calls the things that each list asks for (OpenAPI 37.0, the parameters of the list calls).
 *
 * @param created what it is ordered by
 * @param product the product's id
 * @param environment null when it has no such filter: then rows are checked here alone
 * @param type null when it has no such filter
 */
record Listing(String created, String product, String environment, String type) {

    static Listing of(RequestKind kind) {
        return switch (kind) {
            case REQUEST -> new Listing("created", "asset.product.id", "asset.connection.type", "type");
            case TIER_REQUEST ->
                new Listing("created", "configuration.product.id", "configuration.connection.type", "type");
            case TIER_ACCOUNT_REQUEST -> new Listing("events.created.at", "product.id", null, null);
        };
    }
}
