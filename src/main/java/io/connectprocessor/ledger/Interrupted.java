package io.connectprocessor.ledger;

/**
 * A request on which a process worked when it ended.
 *
 * @param product null when its row did not say
 * @param type as the platform named it, or null
 */
public record Interrupted(String id, String kind, String product, String type) {}
