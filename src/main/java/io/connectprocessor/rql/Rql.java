package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Comparison;
import io.connectprocessor.rql.Term.Listing;
import io.connectprocessor.rql.Term.Logic;
import io.connectprocessor.rql.Term.Name;
import io.connectprocessor.rql.Term.Special;
import io.connectprocessor.rql.Term.Text;
import io.connectprocessor.rql.Term.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An RQL expression: built from data that is quoted so that it never becomes syntax, or parsed from a text.
 *
 * <p>{@code toString()} is the RQL text in function form, not percent-encoded: {@code and(eq(status,pending),in(asset.product.id,(PRD-1)))}.
 * Two expressions are equal when these texts are. Immutable and safe for use by many threads.
 *
 * <p>Every factory throws {@link IllegalArgumentException} if the property is no RQL property ({@code [A-Za-z][\w.-]*}, and not the keyword
 * {@code t}), or if RQL cannot express the value: {@code null}, both kinds of quotes in one value, a NUL character, half of a surrogate pair.
 */
public final class Rql {

    private static final Rql EVERYTHING = new Rql(null);
    private static final Pattern SPECIAL_IN_PATTERN = Pattern.compile("[\\\\*]");

    private final Term term;

    private Rql(Term term) {
        this.term = term;
    }

    /** No condition at all; its text is empty. */
    public static Rql everything() {
        return EVERYTHING;
    }

    /** Equal. A {@code *} stands for itself here. */
    public static Rql eq(String property, String value) {
        return comparison("eq", property, value);
    }

    /** Not equal. */
    public static Rql ne(String property, String value) {
        return comparison("ne", property, value);
    }

    /** Greater, later. */
    public static Rql gt(String property, String value) {
        return comparison("gt", property, value);
    }

    /** Greater or equal. */
    public static Rql ge(String property, String value) {
        return comparison("ge", property, value);
    }

    /** Less, earlier. */
    public static Rql lt(String property, String value) {
        return comparison("lt", property, value);
    }

    /** Less or equal. */
    public static Rql le(String property, String value) {
        return comparison("le", property, value);
    }

    /**
     * One of the values.
     *
     * @throws IllegalArgumentException also if there is no value: RQL has no empty list
     */
    public static Rql in(String property, Collection<String> values) {
        return listing("in", property, values, "no row can match: do not send the query");
    }

    /**
     * None of the values.
     *
     * @throws IllegalArgumentException also if there is no value: RQL has no empty list
     */
    public static Rql out(String property, Collection<String> values) {
        return listing("out", property, values, "every row matches: leave the condition out");
    }

    /**
     * Matches a pattern in which {@code *} is any run of characters; put data into it by {@link #literal(String)}.
     *
     * @throws IllegalArgumentException also if two wildcards stand side by side, which Connect refuses
     */
    public static Rql like(String property, String pattern) {
        return comparison("like", property, withoutDoubledWildcard(property, pattern));
    }

    /** {@link #like(String, String)} whatever the case. */
    public static Rql ilike(String property, String pattern) {
        return comparison("ilike", property, withoutDoubledWildcard(property, pattern));
    }

    /** Data as a part of a {@link #like(String, String)} pattern: {@code *} and {@code \} are escaped by {@code \}. */
    public static String literal(String text) {
        return SPECIAL_IN_PATTERN.matcher(text).replaceAll("\\\\$0");
    }

    /** The property has no value. */
    public static Rql isNull(String property) {
        return new Rql(new Comparison("eq", 0, name(property), new Special(Special.NULL, 0)));
    }

    /** The property is the empty text. */
    public static Rql isEmpty(String property) {
        return new Rql(new Comparison("eq", 0, name(property), new Special(Special.EMPTY, 0)));
    }

    /** {@link #and(List)}. */
    public static Rql and(Rql... conditions) {
        return and(List.of(conditions));
    }

    /** All conditions together. One stays as it is, none is {@link #everything()}. */
    public static Rql and(List<Rql> conditions) {
        List<Term> terms = new ArrayList<>();
        conditions.forEach(condition -> condition.term().ifPresent(term -> addFlat("and", term, terms)));
        return terms.isEmpty() ? EVERYTHING : logic("and", terms);
    }

    /** {@link #or(List)}. */
    public static Rql or(Rql... conditions) {
        return or(List.of(conditions));
    }

    /**
     * At least one of the conditions. One stays as it is; with {@link #everything()} among them it is everything.
     *
     * @throws IllegalArgumentException if there is no condition: no row can match, and RQL cannot say so
     */
    public static Rql or(List<Rql> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "or() of no condition matches no row, which RQL cannot say; do not send the query");
        }
        if (conditions.stream().anyMatch(Rql::matchesEverything)) {
            return EVERYTHING;
        }
        List<Term> terms = new ArrayList<>();
        conditions.forEach(condition -> condition.term().ifPresent(term -> addFlat("or", term, terms)));
        return logic("or", terms);
    }

    /**
     * The opposite. The grammar has {@code not} of a single comparison only, so it is pushed inward: {@code not(A and B)} becomes
     * {@code or(not(A),not(B))}, and {@code not(not(A))} is {@code A}.
     *
     * @throws IllegalArgumentException if RQL cannot say it: {@link #everything()}, {@code ordering}, {@code select} or {@code t(...)} inside
     */
    public static Rql not(Rql condition) {
        return new Rql(Negation.of(condition
                .term()
                .orElseThrow(() -> new IllegalArgumentException(
                        "not(everything) matches no row, which RQL cannot say; do not send the query"))));
    }

    /**
     * Reads a text that is RQL, not percent-encoded and without a leading {@code ?}. The empty text is {@link #everything()}.
     *
     * @throws RqlSyntaxException if it is not, with the column and what to write instead
     */
    public static Rql parse(String text) {
        return text.isEmpty() ? EVERYTHING : new Rql(new RqlParser(text).parse());
    }

    /** Whether there is no condition. */
    public boolean matchesEverything() {
        return term == null;
    }

    Optional<Term> term() {
        return Optional.ofNullable(term);
    }

    @Override
    public String toString() {
        return term == null ? "" : term.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rql rql && toString().equals(rql.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    static String property(String property) {
        if (property == null || !Syntax.isProperty(property)) {
            throw new IllegalArgumentException(
                    "'" + property + "' is not an RQL property; write letters, digits, '_', '-' and '.', a letter first"
                            + ("t".equals(property) ? " ('t' alone is a keyword)" : ""));
        }
        return property;
    }

    static Text text(String property, String value) {
        return new Text(Quoting.expressible(property, value), true, 0);
    }

    private static Name name(String property) {
        return new Name(property(property), 0);
    }

    private static Rql comparison(String operator, String property, String value) {
        return new Rql(new Comparison(operator, 0, name(property), text(property, value)));
    }

    private static Rql listing(String operator, String property, Collection<String> values, String advice) {
        Name name = name(property);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    operator + "(" + property + ",...) has no values, and RQL has no empty list; " + advice);
        }
        List<Value> texts =
                values.stream().<Value>map(value -> text(property, value)).toList();
        return new Rql(new Listing(operator, 0, name, texts));
    }

    private static Rql logic(String operator, List<Term> terms) {
        return new Rql(terms.size() == 1 ? terms.get(0) : new Logic(operator, 0, List.copyOf(terms)));
    }

    private static void addFlat(String operator, Term term, List<Term> terms) {
        if (term instanceof Logic logic && logic.operator().equals(operator)) {
            terms.addAll(logic.terms());
        } else {
            terms.add(term);
        }
    }

    private static String withoutDoubledWildcard(String property, String pattern) {
        if (pattern != null && Wildcards.doubled(pattern)) {
            throw new IllegalArgumentException(
                    "the pattern for RQL property '" + property
                            + "' has two wildcards side by side, which Connect refuses; write a single *, or pass data through Rql.literal");
        }
        return pattern;
    }
}
