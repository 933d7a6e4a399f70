package io.connectprocessor.rql;

/** A text that is not RQL. Connect answers such a query with 400. */
public final class RqlSyntaxException extends IllegalArgumentException {

    private static final int LONGEST_EXCERPT = 40;

    private final int column;
    private final String offending;
    private final String what;
    private final String advice;

    RqlSyntaxException(int column, String offending, String what, String advice) {
        super("column " + column + ", at " + excerpt(offending) + ": " + what + "; " + advice);
        this.column = column;
        this.offending = offending;
        this.what = what;
        this.advice = advice;
    }

    private static String excerpt(String offending) {
        if (offending.isEmpty()) {
            return "the end";
        }
        return offending.length() <= LONGEST_EXCERPT ? offending : offending.substring(0, LONGEST_EXCERPT) + "...";
    }

    /** Where the text stops being RQL, counted from 1 in Java characters; one past the last character when something is missing there. */
    public int column() {
        return column;
    }

    /** The text that cannot stand at {@link #column()}; empty at the end of the text. */
    public String offending() {
        return offending;
    }

    /** What is wrong, without place and advice. */
    public String what() {
        return what;
    }

    /** What to write instead. */
    public String advice() {
        return advice;
    }

    RqlFinding finding() {
        return new RqlFinding(column, what, advice);
    }
}
