package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Scope;
import io.connectprocessor.rql.Term.Special;
import io.connectprocessor.rql.Term.Text;
import io.connectprocessor.rql.Term.Value;
import java.util.function.IntFunction;

/** Reads the values of a text. */
final class RqlValues {

    private static final String IN_QUOTES =
            "put the whole value into double quotes, or into single ones if it holds a double one";

    private final RqlReader in;
    private final IntFunction<Scope> scopes;

    RqlValues(RqlReader in, IntFunction<Scope> scopes) {
        this.in = in;
        this.scopes = scopes;
    }

    Value next() {
        int column = in.column();
        if (in.at('"') || in.at('\'')) {
            return quoted(column);
        }
        for (String special : new String[] {Special.NULL, Special.EMPTY}) {
            if (in.take(special)) {
                return new Special(special, column);
            }
        }
        if (!in.at(Syntax::startsUnquoted)) {
            throw missing();
        }
        String text = in.takeWhile(c -> Syntax.continuesUnquoted(c) || Syntax.isBlank(c));
        if (!text.equals(Syntax.SCOPE)) {
            return new Text(text, false, column);
        }
        if (in.at('(')) {
            return scopes.apply(column);
        }
        throw in.errorSince(column, "'t' alone is a keyword", "write \"t\"");
    }

    private Text quoted(int column) {
        char quote = in.take('"') ? '"' : '\'';
        if (quote == '\'') {
            in.take('\'');
        }
        String text = in.takeThrough(quote);
        if (text == null) {
            throw new RqlSyntaxException(
                    column, String.valueOf(quote), "this quote is not closed", "write " + quote + " after the value");
        }
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(Syntax::isSurrogate)) {
            throw in.errorSince(column, "a NUL or half of a surrogate pair in a value", "take it out");
        }
        return new Text(text, true, column);
    }

    private RqlSyntaxException missing() {
        if (in.atEnd() || in.at(')') || in.at(',') || in.at('&')) {
            return in.error("a value is missing", "write \"\" or empty() for the empty text, null() for no value");
        }
        return in.at(Syntax::isBlank)
                ? in.error("a value cannot begin with a blank", "leave the blank out, or put the value into quotes")
                : unquoted();
    }

    /** An error for a character that only a quoted value may hold. */
    RqlSyntaxException unquoted() {
        if (in.at('%')) {
            return in.error(
                    "% is not allowed in a value without quotes",
                    "write characters as they are, not percent-encoded; a value with a % needs quotes");
        }
        return in.error("this character is not allowed in a value without quotes", IN_QUOTES);
    }
}
