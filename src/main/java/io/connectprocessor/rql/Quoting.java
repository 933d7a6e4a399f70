package io.connectprocessor.rql;

/** How data becomes a value that no parser can take for syntax. */
final class Quoting {

    private Quoting() {}

    /** The value as it stands in RQL: bare when the grammar takes it as it is, else in double quotes, or in single ones if it holds a double one. */
    static String quoted(String text) {
        if (standsBare(text)) {
            return text;
        }
        return text.indexOf('"') < 0 ? '"' + text + '"' : "'" + text + "'";
    }

    /**
     * Gives the text back if RQL can express it. The message names the property only: the value may be a customer's.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static String expressible(String property, String text) {
        if (text == null) {
            throw refusal(property, "is null", "use isNull(property) to ask for rows without a value");
        }
        if (text.indexOf('"') >= 0 && text.indexOf('\'') >= 0) {
            throw refusal(
                    property,
                    "holds both kinds of quotes, and RQL has no escape for a quote",
                    "compare another property, or filter the rows after reading them");
        }
        if (text.codePoints().anyMatch(Syntax::isSurrogate)) {
            throw refusal(property, "holds half of a surrogate pair, which has no UTF-8 form", "repair the text first");
        }
        if (text.indexOf('\0') >= 0) {
            throw refusal(property, "holds a NUL character, which no stored text contains", "repair the text first");
        }
        return text;
    }

    private static boolean standsBare(String text) {
        return !text.isEmpty()
                && !text.equals(Syntax.SCOPE)
                && Syntax.startsUnquoted(text.codePointAt(0))
                && text.codePoints().allMatch(Syntax::continuesUnquoted);
    }

    private static IllegalArgumentException refusal(String property, String why, String advice) {
        return new IllegalArgumentException("the value for RQL property '" + property + "' " + why + "; " + advice);
    }
}
