package io.connectprocessor.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an RQL expression strictly by the grammar of cloudblue/lib-rql; what does not fit is refused with 400. */
final class RqlParser {

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z][\\w.-]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern UNQUOTED =
            Pattern.compile("[\\w\\-*+\\\\][\\w.\\s\\-:+@*\\\\]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern INFIX_OPERATOR = Pattern.compile("(eq|ne|gt|ge|lt|le)=");
    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    private RqlParser(String text) {
        this.text = text;
    }

    /** Empty for an empty query. */
    static Optional<Rql> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        RqlParser parser = new RqlParser(text);
        Rql query = parser.commaList();
        if (parser.at != text.length()) {
            throw parser.bad();
        }
        return Optional.of(query);
    }

    private Rql commaList() {
        return commaListFrom(term());
    }

    private Rql commaListFrom(Rql first) {
        List<Rql> terms = separated(',', first);
        return terms.size() == 1 ? first : new Rql.And(terms);
    }

    private Rql term() {
        return termFrom(unit());
    }

    private Rql termFrom(Rql first) {
        List<Rql> terms = new ArrayList<>(List.of(first));
        while (take('&')) {
            terms.add(unit());
        }
        return terms.size() == 1 ? first : new Rql.And(terms);
    }

    private List<Rql> separated(char separator, Rql first) {
        List<Rql> terms = new ArrayList<>(List.of(first));
        while (take(separator)) {
            terms.add(term());
        }
        return terms;
    }

    private Rql unit() {
        if (++depth > DEEPEST) {
            throw bad();
        }
        Rql unit = take('(') ? group() : named();
        depth--;
        return unit;
    }

    private Rql group() {
        Rql first = unit();
        boolean or = peek('|') || peek(';');
        Rql group = or ? new Rql.Or(alternatives(text.charAt(at), first)) : commaListFrom(termFrom(first));
        require(')');
        return group;
    }

    /** Infix OR stands in parentheses of its own, and does not mix with {@code &} unless that has its own too. */
    private List<Rql> alternatives(char separator, Rql first) {
        List<Rql> terms = new ArrayList<>(List.of(first));
        while (take(separator)) {
            terms.add(unit());
        }
        return terms;
    }

    private Rql named() {
        String name = token(PROPERTY);
        if (take('(')) {
            Rql call = call(name);
            require(')');
            return call;
        }
        if (name.equals("t")) {
            throw bad();
        }
        require('=');
        return infix(name);
    }

    private Rql infix(String property) {
        Matcher operator = INFIX_OPERATOR.matcher(text).region(at, text.length());
        if (operator.lookingAt()) {
            at = operator.end();
            return new Rql.Comparison(operator.group(1), property, value());
        }
        return new Rql.Comparison("eq", property, value());
    }

    private Rql call(String name) {
        return switch (name) {
            case "and" -> new Rql.And(operands());
            case "or" -> new Rql.Or(operands());
            case "not" -> not();
            case "in", "out" -> listing(name);
            case "like", "ilike" -> new Rql.Like(name, propertyThenComma(), value());
            case "ordering" -> new Rql.Ordering(signedProperties());
            case "select" -> new Rql.Select(signedProperties());
            case "t" -> new Rql.Tuple(scoped());
            default -> {
                if (!COMPARISONS.contains(name)) {
                    throw bad();
                }
                yield new Rql.Comparison(name, propertyThenComma(), value());
            }
        };
    }

    private List<Rql> operands() {
        List<Rql> operands = separated(',', term());
        if (operands.size() < 2) {
            throw bad();
        }
        return operands;
    }

    private Rql not() {
        Rql term = unit();
        if (!term.isSimple()) {
            throw bad();
        }
        return new Rql.Not(term);
    }

    private Rql listing(String operator) {
        String property = propertyThenComma();
        require('(');
        List<Rql.Value> values = new ArrayList<>(List.of(value()));
        while (take(',')) {
            values.add(value());
        }
        require(')');
        return new Rql.Listing(operator, property, values);
    }

    private List<Rql> scoped() {
        List<Rql> terms = new ArrayList<>();
        do {
            Rql term = named();
            if (!(term instanceof Rql.Comparison || term instanceof Rql.Like)) {
                throw bad();
            }
            terms.add(term);
        } while (take(','));
        return terms;
    }

    private List<String> signedProperties() {
        List<String> properties = new ArrayList<>();
        if (peek(')')) {
            return properties;
        }
        do {
            String sign = take('-') ? "-" : "";
            if (sign.isEmpty()) {
                take('+');
            }
            properties.add(sign + property());
        } while (take(','));
        return properties;
    }

    private String propertyThenComma() {
        String property = property();
        require(',');
        return property;
    }

    private String property() {
        String property = token(PROPERTY);
        if (property.equals("t")) {
            throw bad();
        }
        return property;
    }

    private Rql.Value value() {
        if (peek('"') || peek('\'')) {
            return quoted();
        }
        if (text.startsWith("null()", at)) {
            at += "null()".length();
            return new Rql.Value(Rql.Value.Kind.NULL, "", List.of());
        }
        if (text.startsWith("empty()", at)) {
            at += "empty()".length();
            return new Rql.Value(Rql.Value.Kind.EMPTY, "", List.of());
        }
        if (text.startsWith("t(", at)) {
            at += "t(".length();
            List<Rql> terms = scoped();
            require(')');
            return new Rql.Value(Rql.Value.Kind.TUPLE, "", terms);
        }
        String value = token(UNQUOTED);
        if (value.equals("t")) {
            throw bad();
        }
        return Rql.Value.text(value);
    }

    private Rql.Value quoted() {
        int end = text.indexOf(text.charAt(at), at + 1);
        if (end < 0) {
            throw bad();
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return Rql.Value.text(value);
    }

    private String token(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw bad();
        }
        at = matcher.end();
        return matcher.group();
    }

    private boolean peek(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    private boolean take(char wanted) {
        if (!peek(wanted)) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char wanted) {
        if (!take(wanted)) {
            throw bad();
        }
    }

    private static Refusal bad() {
        return new Refusal(400, "VAL_001", "RQL Parsing error. Bad filter query.");
    }
}
