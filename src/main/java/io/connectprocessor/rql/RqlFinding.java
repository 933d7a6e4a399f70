package io.connectprocessor.rql;

/**
 * Something in a filter that Connect would refuse or, worse, silently ignore.
 *
 * @param column where it stands, counted from 1 in Java characters; for an expression that was built, in its {@code toString()}
 * @param what what is wrong there
 * @param advice what to write instead
 */
public record RqlFinding(int column, String what, String advice) {}
