package io.connectprocessor.sandbox;

/**
 * What the vendor received.
 *
 * @param action as in {@link Books#vendorCalls()}
 * @param idempotencyKey null when the call had none
 * @param body as text, exactly as it was sent
 */
public record VendorBody(String action, String path, String idempotencyKey, String body) {}
