package io.connectprocessor.ledger;

/** A request on which a process worked when it ended. */
public record Interrupted(String id, String kind, String product) {}
