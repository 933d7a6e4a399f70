package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Comparison;
import io.connectprocessor.rql.Term.Listing;
import io.connectprocessor.rql.Term.Logic;
import io.connectprocessor.rql.Term.Name;
import io.connectprocessor.rql.Term.Not;
import io.connectprocessor.rql.Term.Properties;
import io.connectprocessor.rql.Term.Scope;
import io.connectprocessor.rql.Term.SignedName;
import io.connectprocessor.rql.Term.Value;
import java.util.ArrayList;
import java.util.List;

/** Recursive descent over one text. {@code &} binds tighter than the comma; alternatives stand in parentheses always. */
final class RqlParser {

    /** Deep enough for every filter, shallow enough for every stack. */
    private static final int DEEPEST = 200;

    private final RqlReader in;
    private final RqlValues values;
    private int depth;

    RqlParser(String text) {
        in = new RqlReader(text);
        values = new RqlValues(in, this::scope);
    }

    Term parse() {
        if (in.at('?')) {
            throw in.error("a filter has no leading ?", "leave the ? out");
        }
        int column = in.column();
        List<Term> terms = new ArrayList<>(List.of(conjunction()));
        while (in.take(',')) {
            terms.add(conjunction());
        }
        if (!in.atEnd()) {
            throw trailing();
        }
        return logic("and", column, terms);
    }

    private RqlSyntaxException trailing() {
        if (in.at(')')) {
            return in.error("this ) closes nothing", "leave it out, or open it before");
        }
        return unexpected("joined by & or ,");
    }

    private Term conjunction() {
        int column = in.column();
        List<Term> terms = new ArrayList<>(List.of(term()));
        while (in.take('&')) {
            terms.add(term());
        }
        return logic("and", column, terms);
    }

    private static Term logic(String operator, int column, List<Term> terms) {
        return terms.size() == 1 ? terms.get(0) : new Logic(operator, column, List.copyOf(terms));
    }

    private Term term() {
        if (++depth > DEEPEST) {
            throw in.error(
                    "nested deeper than " + DEEPEST,
                    "write it flatter: and(...) and or(...) take any number of conditions");
        }
        Term term = in.at('(') ? group() : in.at(Syntax::startsProperty) ? named() : nothing();
        depth--;
        return term;
    }

    private Term nothing() {
        if (in.at('&')) {
            throw in.error(
                    "a condition is missing before this &",
                    "write a single & between two conditions, none first and none last");
        }
        if (in.atEnd()) {
            throw in.error(
                    "a condition is missing at the end",
                    "take the last &, comma or parenthesis away, or write a condition after it");
        }
        if (in.at(Syntax::isBlank)) {
            throw in.error("blanks are not allowed here", "leave them out, after a comma too");
        }
        throw in.error(
                "a condition begins with a letter or (", "write eq(property,value), property=value or (a=b|c=d)");
    }

    private Term group() {
        int column = in.column();
        in.take('(');
        List<Term> terms = new ArrayList<>(List.of(conjunction()));
        char separator = in.at('|') ? '|' : in.at(';') ? ';' : ',';
        while (in.take(separator)) {
            terms.add(conjunction());
        }
        if (in.at('|') || in.at(';') || in.at(',')) {
            throw in.error(
                    "'" + separator + "' is used before in the same parentheses",
                    "give the alternatives parentheses of their own: (a=b,(c=d|e=f))");
        }
        close("(");
        return logic(separator == ',' ? "and" : "or", column, terms);
    }

    private Term named() {
        int column = in.column();
        String word = in.takeWhile(Syntax::continuesProperty);
        if (in.at('(')) {
            return function(word, column);
        }
        if (in.at('=')) {
            return infix(word, column);
        }
        throw unexpected("property=value or operator(...)");
    }

    private Term infix(String word, int column) {
        Name property = property(word, column);
        in.take('=');
        for (String operator : Syntax.COMPARISONS) {
            if (in.take(operator + "=")) {
                return new Comparison(operator, column, property, values.next());
            }
        }
        return new Comparison("eq", column, property, infixValue(property));
    }

    private Value infixValue(Name property) {
        int column = in.column();
        Value value = values.next();
        if (in.at('=') || in.at('(')) {
            throw in.errorSince(
                    column,
                    "no operator of the form property=operator=value",
                    Misspelling.infix(property.text(), value.toString()));
        }
        return value;
    }

    private Term function(String word, int column) {
        if (Syntax.COMPARISONS.contains(word) || Syntax.PATTERNS.contains(word)) {
            return comparison(word, column);
        }
        if (Syntax.LISTINGS.contains(word)) {
            return listing(word, column);
        }
        if (Syntax.LOGIC.contains(word)) {
            return junction(word, column);
        }
        if (Syntax.PROPERTIES.contains(word)) {
            return properties(word, column);
        }
        return switch (word) {
            case Syntax.NOT -> not(column);
            case Syntax.SCOPE -> scope(column);
            default -> throw in.errorSince(column, "'" + word + "' is no RQL operator", Misspelling.operator(word));
        };
    }

    private Comparison comparison(String operator, int column) {
        in.take('(');
        Name property = property();
        comma(operator + "(property,value)");
        Value value = values.next();
        closeValue(operator + "(");
        return new Comparison(operator, column, property, value);
    }

    private Listing listing(String operator, int column) {
        in.take('(');
        Name property = property();
        String form = operator + "(" + property + ",(value,value))";
        comma(form);
        if (!in.take('(')) {
            throw in.error(
                    "the values of " + operator + " stand in parentheses of their own, one value too", "write " + form);
        }
        if (in.at(')')) {
            throw in.error("RQL has no empty list", "write at least one value, or leave " + operator + " out");
        }
        List<Value> listed = new ArrayList<>(List.of(values.next()));
        while (in.take(',')) {
            listed.add(values.next());
        }
        closeValue("the list (");
        close(operator + "(");
        return new Listing(operator, column, property, List.copyOf(listed));
    }

    private Logic junction(String operator, int column) {
        in.take('(');
        if (in.at(')')) {
            throw in.errorSince(column, operator + " joins two conditions or more", "leave " + operator + "() out");
        }
        List<Term> terms = new ArrayList<>(List.of(conjunction()));
        while (in.take(',')) {
            terms.add(conjunction());
        }
        close(operator + "(");
        if (terms.size() == 1) {
            throw in.errorSince(
                    column, operator + " joins two conditions or more", "write the condition alone: " + terms.get(0));
        }
        return new Logic(operator, column, List.copyOf(terms));
    }

    private Not not(int column) {
        in.take('(');
        Term term = conjunction();
        if (in.at(',')) {
            throw in.error(
                    "not(...) takes a single comparison",
                    "write or(not(a=b),not(c=d)) for the opposite of both together");
        }
        close("not(");
        if (term instanceof Scope) {
            throw in.errorSince(column, "not(...) takes no t(...)", "negate the comparisons one by one");
        }
        if (term instanceof Logic || term instanceof Not) {
            throw in.errorSince(
                    column, "not(...) takes a single comparison, no and, or, not", Misspelling.negation(term));
        }
        return new Not(column, term);
    }

    private Properties properties(String operator, int column) {
        in.take('(');
        List<SignedName> names = new ArrayList<>();
        if (!in.at(')')) {
            do {
                String sign = in.take('-') ? "-" : in.take('+') ? "+" : "";
                names.add(new SignedName(sign, property()));
            } while (in.take(','));
        }
        close(operator + "(");
        return new Properties(operator, column, List.copyOf(names));
    }

    /** From the parenthesis after {@code t} on. */
    private Scope scope(int column) {
        in.take('(');
        List<Term> terms = new ArrayList<>();
        do {
            int start = in.column();
            Term term = term();
            if (!(term instanceof Comparison) || in.between(start, in.column()).startsWith("(")) {
                throw in.errorSince(
                        start, "t(...) takes comparisons only", "write t(a=b,like(c,d)), and the rest outside");
            }
            terms.add(term);
        } while (in.take(','));
        close("t(");
        return new Scope(column, List.copyOf(terms));
    }

    private Name property() {
        int column = in.column();
        if (in.at(Syntax::isBlank)) {
            throw in.error("blanks are not allowed here", "leave them out");
        }
        if (!in.at(Syntax::startsProperty)) {
            throw in.error("a property begins with a letter from a to z", "write the property's name, without quotes");
        }
        return property(in.takeWhile(Syntax::continuesProperty), column);
    }

    private Name property(String word, int column) {
        if (word.equals(Syntax.SCOPE)) {
            throw in.errorSince(column, "'t' alone is a keyword, no property", "write the property's whole name");
        }
        return new Name(word, column);
    }

    private void comma(String form) {
        if (!in.take(',')) {
            throw unexpected(form);
        }
    }

    private void close(String opened) {
        if (!in.take(')')) {
            throw in.atEnd() ? in.error("a ) is missing for " + opened, "close it") : unexpected("a ) for " + opened);
        }
    }

    private void closeValue(String opened) {
        if (!in.at(')') && !in.atEnd()) {
            throw in.at(',')
                    ? in.error("one value too many", "put a value with a comma into quotes, or use in(property,(a,b))")
                    : values.unquoted();
        }
        close(opened);
    }

    private RqlSyntaxException unexpected(String form) {
        if (in.atEnd()) {
            return in.error("the text ends too early", "write " + form);
        }
        if (in.at('|') || in.at(';')) {
            return in.error("alternatives stand in parentheses", "write (a=b|c=d) or or(eq(a,b),eq(c,d))");
        }
        if (in.at(Syntax::isBlank)) {
            return in.error("blanks are not allowed here", "leave them out");
        }
        if (in.at(c -> "<>!".indexOf(c) >= 0)) {
            return in.error(
                    "RQL has no <, >, ! signs",
                    "write gt(a,b), ge(a,b), lt(a,b), le(a,b) or ne(a,b); a value with such a sign needs quotes");
        }
        if (in.at('"') || in.at('\'')) {
            return in.error(
                    "a quote cannot stand here", "put the whole value into quotes, which it must not contain itself");
        }
        return in.error(
                "this cannot stand here", "expected " + form + "; a value with special characters needs quotes");
    }
}
