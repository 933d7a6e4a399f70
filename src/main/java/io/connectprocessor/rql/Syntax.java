package io.connectprocessor.rql;

import java.util.Set;

/** Character classes and keywords of the grammar in cloudblue/lib-rql. */
final class Syntax {

    static final Set<String> COMPARISONS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
    static final Set<String> LISTINGS = Set.of("in", "out");
    static final Set<String> PATTERNS = Set.of("like", "ilike");
    static final Set<String> LOGIC = Set.of("and", "or");
    static final Set<String> PROPERTIES = Set.of("ordering", "select");
    static final String NOT = "not";
    static final String SCOPE = "t";

    private static final int NEXT_LINE = 0x85;

    private Syntax() {}

    /** Word characters are Python's: letters and numerals of every script, and the underscore; combining marks are not among them. */
    static boolean isWord(int c) {
        return c == '_' || Character.isLetterOrDigit(c) || isOtherNumeral(c);
    }

    private static boolean isOtherNumeral(int c) {
        int type = Character.getType(c);
        return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
    }

    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    static boolean startsProperty(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean continuesProperty(int c) {
        return isWord(c) || c == '-' || c == '.';
    }

    static boolean startsUnquoted(int c) {
        return isWord(c) || c == '-' || c == '*' || c == '+' || c == '\\';
    }

    /** The grammar lets blanks stand inside an unquoted value too; a builder has no need of that. */
    static boolean continuesUnquoted(int c) {
        return startsUnquoted(c) || c == '.' || c == ':' || c == '@';
    }

    static boolean isProperty(String text) {
        return !text.isEmpty()
                && !text.equals(SCOPE)
                && startsProperty(text.codePointAt(0))
                && text.codePoints().allMatch(Syntax::continuesProperty);
    }

    /** A lone surrogate is no character and has no UTF-8 form. */
    static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
