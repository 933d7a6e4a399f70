package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns RQL into a {@link Query} by the rules of cloudblue/django-rql: an unknown property drops out of the query, an undocumented lookup or a bad value is refused, limit and offset are comparisons
 * like any other.
 */
final class QueryCompiler<V> {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1000;
    private static final int MOST_ORDERINGS = 5;

    private final Map<String, Property<V>> properties;
    private final Set<String> selectable;
    private final List<Criterion<V>> criteria = new ArrayList<>();
    private final Conditions<V> conditions;
    private List<String> ordering;
    private List<String> select;
    private String limit;
    private String offset;
    private Instant from;
    private Instant to;
    private Set<String> ids;
    private Set<String> assets;
    private final Set<String> without = new HashSet<>();

    private QueryCompiler(Map<String, Property<V>> properties, Set<String> selectable) {
        this.properties = properties;
        this.selectable = selectable;
        this.conditions = new Conditions<>(properties);
    }

    static <V> Query<V> compile(String rql, Map<String, Property<V>> properties, Set<String> selectable) {
        QueryCompiler<V> compiler = new QueryCompiler<>(properties, selectable);
        RqlParser.parse(rql).ifPresent(compiler::conjunct);
        return compiler.query();
    }

    private void conjunct(Rql term) {
        if (term instanceof Rql.And and) {
            and.terms().forEach(this::conjunct);
            return;
        }
        Rql stripped = strip(term);
        if (stripped != null && !indexed(stripped)) {
            Criterion<V> criterion = conditions.compile(stripped);
            if (criterion != null) {
                criteria.add(criterion);
            }
        }
    }

    /** Takes ordering, select, limit and offset out, wherever they stand; null when nothing is left. */
    private Rql strip(Rql term) {
        if (term instanceof Rql.Ordering wanted) {
            ordering = once(ordering, wanted.properties(), "Bad ordering filter: query can contain only one.");
            return null;
        }
        if (term instanceof Rql.Select wanted) {
            select = once(select, wanted.properties(), "Bad select filter: query can contain only one.");
            return null;
        }
        if (term instanceof Rql.Comparison comparison) {
            return stripPaging(comparison);
        }
        if (term instanceof Rql.Listing listing && isPaging(listing.property())) {
            throw wrongPaging();
        }
        if (term instanceof Rql.Like like && isPaging(like.property())) {
            throw wrongPaging();
        }
        if (term instanceof Rql.Not not) {
            Rql inner = strip(not.term());
            return inner == null ? null : new Rql.Not(inner);
        }
        return stripLogic(term);
    }

    private Rql stripLogic(Rql term) {
        if (term instanceof Rql.And and) {
            List<Rql> left = stripAll(and.terms());
            return left.isEmpty() ? null : new Rql.And(left);
        }
        if (term instanceof Rql.Or or) {
            List<Rql> left = stripAll(or.terms());
            return left.isEmpty() ? null : new Rql.Or(left);
        }
        return term;
    }

    private List<Rql> stripAll(List<Rql> terms) {
        List<Rql> left = new ArrayList<>();
        for (Rql term : terms) {
            Rql stripped = strip(term);
            if (stripped != null) {
                left.add(stripped);
            }
        }
        return left;
    }

    private Rql stripPaging(Rql.Comparison comparison) {
        if (!isPaging(comparison.property())) {
            return comparison;
        }
        boolean isLimit = comparison.property().equals("limit");
        if (!comparison.operator().equals("eq") || (isLimit ? limit : offset) != null) {
            throw wrongPaging();
        }
        if (isLimit) {
            limit = comparison.value().text();
        } else {
            offset = comparison.value().text();
        }
        return null;
    }

    /** Whether an index answers it; only for properties that allow the lookup, so that errors stay errors. */
    private boolean indexed(Rql term) {
        if (term instanceof Rql.Comparison comparison) {
            return comparison.value().kind() == Rql.Value.Kind.TEXT && indexed(comparison);
        }
        if (term instanceof Rql.Listing listing
                && listing.values().stream().allMatch(v -> v.kind() == Rql.Value.Kind.TEXT)) {
            return indexed(listing);
        }
        return false;
    }

    private boolean indexed(Rql.Comparison comparison) {
        String operator = comparison.operator();
        String text = comparison.value().text();
        if (!allows(comparison.property(), operator)) {
            return false;
        }
        if (comparison.property().equals("created")) {
            return bound(operator, conditions.instant(text));
        }
        if (operator.equals("eq")) {
            return onlyThese(comparison.property(), Set.of(text));
        }
        return operator.equals("ne") && comparison.property().equals("id") && notThese(List.of(comparison.value()));
    }

    private boolean indexed(Rql.Listing listing) {
        if (!allows(listing.property(), listing.operator())) {
            return false;
        }
        if (listing.operator().equals("in")) {
            Set<String> texts = new HashSet<>();
            listing.values().forEach(value -> texts.add(value.text()));
            return onlyThese(listing.property(), texts);
        }
        return listing.property().equals("id") && notThese(listing.values());
    }

    private boolean allows(String property, String operator) {
        return properties.containsKey(property)
                && properties.get(property).lookups().contains(operator);
    }

    private boolean bound(String operator, Instant value) {
        if (operator.equals("ne")) {
            return false;
        }
        if (operator.equals("ge") || operator.equals("eq")) {
            from = from == null || value.isAfter(from) ? value : from;
        }
        if (operator.equals("gt")) {
            return bound("ge", value.plusNanos(1));
        }
        if (operator.equals("le") || operator.equals("eq")) {
            return bound("lt", value.plusNanos(1));
        }
        if (operator.equals("lt")) {
            to = to == null || value.isBefore(to) ? value : to;
        }
        return true;
    }

    private boolean onlyThese(String property, Set<String> values) {
        if (property.equals("id")) {
            ids = intersection(ids, values);
            return true;
        }
        if (property.equals("asset.id") || property.equals("instance_id")) {
            assets = intersection(assets, values);
            return true;
        }
        return false;
    }

    private boolean notThese(List<Rql.Value> values) {
        values.forEach(value -> without.add(value.text()));
        return true;
    }

    private static Set<String> intersection(Set<String> known, Set<String> more) {
        if (known == null) {
            return more;
        }
        Set<String> both = new HashSet<>(known);
        both.retainAll(more);
        return both;
    }

    private Query<V> query() {
        Predicate<V> facets = view -> true;
        Predicate<V> rest = null;
        for (Criterion<V> criterion : criteria) {
            if (criterion.facetOnly()) {
                facets = facets.and(criterion.test());
            } else {
                rest = rest == null ? criterion.test() : rest.and(criterion.test());
            }
        }
        checkSelect();
        boolean byCreated = List.of("created").equals(ordering);
        return new Query<>(
                facets,
                from,
                to,
                ids,
                assets,
                without,
                rest,
                byCreated,
                byCreated ? null : order(),
                select == null ? List.of() : select,
                limit(),
                offset());
    }

    private Comparator<V> order() {
        if (ordering == null || ordering.isEmpty()) {
            return null;
        }
        if (ordering.size() > MOST_ORDERINGS) {
            throw new Refusal(400, "VAL_001", "Bad ordering filter: max ordering filters count = 5.");
        }
        Comparator<V> order = null;
        for (String wanted : ordering) {
            Comparator<V> one = orderBy(wanted);
            order = order == null ? one : order.thenComparing(one);
        }
        return order;
    }

    private Comparator<V> orderBy(String wanted) {
        boolean descending = wanted.startsWith("-");
        String name = descending ? wanted.substring(1) : wanted;
        Property<V> property = properties.get(name);
        if (property == null || !property.orderable()) {
            throw new Refusal(400, "VAL_001", "Bad ordering filter: " + name + ".");
        }
        Comparator<V> order = (a, b) ->
                Conditions.compare(property.read().apply(a), property.read().apply(b));
        return descending ? order.reversed() : order;
    }

    private void checkSelect() {
        for (String wanted : select == null ? List.<String>of() : select) {
            if (!selectable.contains(wanted.startsWith("-") ? wanted.substring(1) : wanted)) {
                throw new Refusal(400, "VAL_001", "Bad select filter: incorrect select properties.");
            }
        }
    }

    private int limit() {
        return limit == null || !limit.matches("[0-9]{1,9}")
                ? DEFAULT_LIMIT
                : Math.min(MAX_LIMIT, Integer.parseInt(limit));
    }

    private int offset() {
        return offset == null || !offset.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(offset);
    }

    private static boolean isPaging(String property) {
        return property.equals("limit") || property.equals("offset");
    }

    private static <T> T once(T known, T wanted, String message) {
        if (known != null) {
            throw new Refusal(400, "VAL_001", message);
        }
        return wanted;
    }

    private static Refusal wrongPaging() {
        return new Refusal(400, "VAL_001", "Limit and offset are set incorrectly.");
    }
}
