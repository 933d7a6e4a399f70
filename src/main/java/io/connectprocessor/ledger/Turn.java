package io.connectprocessor.ledger;

/**
 * The right to do one kind of work that one node does at a time. A lease, as a claim is.
 *
 * @param name what work
 * @param token fences off whoever had it before
 */
public record Turn(String name, long token) {}
