package io.connectprocessor.ledger;

import java.util.function.Supplier;

/**
 * What is told of a request with its outcome, and the ledger does not know by itself.
 *
 * @param marketplace {@code MP-…}, or null
 * @param payload gives the request as it was, as JSON; asked only when {@link OutboxOptions#payloads} wants it
 */
public record Particulars(String marketplace, Supplier<String> payload) {

    /** Nothing more is known. */
    public static final Particulars NONE = new Particulars(null, () -> null);
}
