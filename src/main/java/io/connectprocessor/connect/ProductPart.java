package io.connectprocessor.connect;

import java.util.Locale;

/** What a product is made of (OpenAPI 37.0, GET /products/{id}/parameters, /products/{id}/items, /products/{id}/templates). */
public enum ProductPart {
    PARAMETERS,
    ITEMS,
    TEMPLATES;

    /** As in the path, and in messages. */
    public String plural() {
        return name().toLowerCase(Locale.ROOT);
    }
}
