package io.connectprocessor.rql;

import java.util.function.IntPredicate;

/** A position in a text. Columns count from 1. */
final class RqlReader {

    private final String text;
    private int position;

    RqlReader(String text) {
        this.text = text;
    }

    int column() {
        return position + 1;
    }

    boolean atEnd() {
        return position == text.length();
    }

    boolean at(char c) {
        return !atEnd() && text.charAt(position) == c;
    }

    boolean at(String token) {
        return text.startsWith(token, position);
    }

    boolean at(IntPredicate characters) {
        return !atEnd() && characters.test(text.codePointAt(position));
    }

    boolean take(char c) {
        boolean there = at(c);
        if (there) {
            position++;
        }
        return there;
    }

    boolean take(String token) {
        boolean there = at(token);
        if (there) {
            position += token.length();
        }
        return there;
    }

    /** The longest run of the characters from here on. */
    String takeWhile(IntPredicate characters) {
        int start = position;
        while (at(characters)) {
            position += Character.charCount(text.codePointAt(position));
        }
        return text.substring(start, position);
    }

    /** What stands up to the next such character, which is taken too; null, and nothing taken, if there is none. */
    String takeThrough(char end) {
        int found = text.indexOf(end, position);
        if (found < 0) {
            return null;
        }
        String taken = text.substring(position, found);
        position = found + 1;
        return taken;
    }

    /** The text between two columns. */
    String between(int fromColumn, int toColumn) {
        return text.substring(fromColumn - 1, toColumn - 1);
    }

    RqlSyntaxException error(String what, String advice) {
        String offending = atEnd() ? "" : Character.toString(text.codePointAt(position));
        return new RqlSyntaxException(column(), offending, what, advice);
    }

    /** An error of everything from a column up to here. */
    RqlSyntaxException errorSince(int column, String what, String advice) {
        return new RqlSyntaxException(column, between(column, column()), what, advice);
    }
}
