package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Comparison;
import io.connectprocessor.rql.Term.Listing;
import io.connectprocessor.rql.Term.Logic;
import io.connectprocessor.rql.Term.Name;
import io.connectprocessor.rql.Term.Not;
import io.connectprocessor.rql.Term.Properties;
import io.connectprocessor.rql.Term.Scope;
import io.connectprocessor.rql.Term.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One check of one filter against one collection. */
final class FilterCheck {

    private static final Set<String> SORTS = Set.of("ordering", "order_by", "orderby", "order", "sort");
    private static final Set<String> PAGING = Set.of("limit", "offset");
    private static final String SEARCH = "search";

    private final RqlCollection collection;
    private final List<RqlFinding> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    FilterCheck(RqlCollection collection) {
        this.collection = collection;
    }

    List<RqlFinding> of(Term term) {
        check(term, true);
        return findings.stream()
                .sorted(Comparator.comparingInt(RqlFinding::column))
                .toList();
    }

    /** @param wholeQuery whether the term holds for the query as a whole: neither in an alternative nor in a negation */
    private void check(Term term, boolean wholeQuery) {
        if (term instanceof Logic logic) {
            logic.terms()
                    .forEach(
                            inner -> check(inner, wholeQuery && logic.operator().equals("and")));
        } else if (term instanceof Not not) {
            check(not.term(), false);
        } else if (term instanceof Scope scope) {
            scope("", scope);
        } else if (term instanceof Listing listing) {
            compared("", listing.operator(), listing.column(), listing.property(), listing.values());
        } else if (term instanceof Properties properties) {
            properties(properties, wholeQuery);
        } else if (term instanceof Comparison comparison) {
            comparison(comparison, wholeQuery);
        }
    }

    private void comparison(Comparison comparison, boolean wholeQuery) {
        String property = comparison.property().text();
        if (PAGING.contains(property)) {
            paging(comparison, wholeQuery);
        } else if (property.equals(SEARCH)) {
            search(comparison, wholeQuery);
        } else {
            compared(
                    "", comparison.operator(), comparison.column(), comparison.property(), List.of(comparison.value()));
        }
    }

    private void paging(Comparison comparison, boolean wholeQuery) {
        String property = comparison.property().text();
        once(property, comparison.column(), wholeQuery, "write it once");
        if (!comparison.operator().equals("eq")) {
            find(comparison.column(), property + " takes a plain = only", "write " + property + "=100");
        }
        if (!comparison.value().toString().matches("[0-9]+")) {
            find(
                    comparison.value().column(),
                    property + " takes a number only, Connect ignores any other value",
                    "write " + property + "=100");
        }
    }

    private void search(Comparison comparison, boolean wholeQuery) {
        once(SEARCH, comparison.column(), wholeQuery, "write it once");
        if (!collection.searchable()) {
            find(
                    comparison.column(),
                    "search is not documented for " + collection,
                    "compare a property, as in ilike(property,*text*)");
        } else if (!comparison.operator().equals("eq")) {
            find(comparison.column(), "search takes a plain = only", "write search=\"term\"");
        }
    }

    private void properties(Properties list, boolean wholeQuery) {
        boolean ordering = list.operator().equals("ordering");
        once(
                list.operator(),
                list.column(),
                wholeQuery,
                ordering
                        ? "write one ordering(a,-b) with all its properties"
                        : "write one select(a,-b) with all its properties");
        if (ordering && list.names().size() > PropertyCheck.MOST_ORDERED) {
            find(
                    list.column(),
                    "Connect orders by " + PropertyCheck.MOST_ORDERED + " properties at most",
                    "leave the last ones out");
        }
        PropertyCheck check = new PropertyCheck(collection, findings);
        list.names().forEach(name -> {
            if (ordering) {
                check.ordered(name.name());
            } else {
                check.selected(name.name());
            }
        });
    }

    private void once(String part, int column, boolean wholeQuery, String advice) {
        if (!seen.add(part)) {
            find(column, "a second " + part + ", Connect takes one", advice);
        } else if (!wholeQuery) {
            find(
                    column,
                    part + " inside an alternative or a negation holds for the whole query all the same",
                    "join it by & at the end");
        }
    }

    private void scope(String prefix, Scope scope) {
        for (Term term : scope.terms()) {
            Comparison comparison = (Comparison) term;
            compared(
                    prefix,
                    comparison.operator(),
                    comparison.column(),
                    comparison.property(),
                    List.of(comparison.value()));
        }
    }

    private void compared(String prefix, String operator, int column, Name name, List<Value> values) {
        List<Value> plain =
                values.stream().filter(value -> !(value instanceof Scope)).toList();
        for (Value value : values) {
            if (value instanceof Scope scope) {
                scope(prefix + name + ".", scope);
            }
        }
        if (!plain.isEmpty()) {
            plain(prefix + name, operator, column, name, plain);
        }
    }

    private void plain(String property, String operator, int column, Name name, List<Value> values) {
        DocumentedProperty documented = collection.property(property);
        if (documented == null && SORTS.contains(property)) {
            find(
                    name.column(),
                    property + " is compared like a property, which orders nothing",
                    "write ordering(-created)");
        } else if (documented == null) {
            new PropertyCheck(collection, findings).unknown(property, name.column());
        } else {
            new ValueCheck(documented, operator, findings).of(column, values);
        }
    }

    private void find(int column, String what, String advice) {
        findings.add(new RqlFinding(column, what, advice));
    }
}
