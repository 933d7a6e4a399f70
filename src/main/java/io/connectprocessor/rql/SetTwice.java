package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Comparison;
import io.connectprocessor.rql.Term.Logic;
import io.connectprocessor.rql.Term.Not;
import io.connectprocessor.rql.Term.Properties;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A filter may bring its own ordering, limit and so on, but Connect refuses each of them when it comes twice. */
final class SetTwice {

    private SetTwice() {}

    static void refuse(
            Rql filter, List<String> ordering, Integer limit, Integer offset, List<String> select, String search) {
        Set<String> inFilter = new HashSet<>();
        filter.term().ifPresent(term -> collect(term, inFilter));
        refuse("ordering", !ordering.isEmpty(), inFilter);
        refuse("limit", limit != null, inFilter);
        refuse("offset", offset != null, inFilter);
        refuse("select", !select.isEmpty(), inFilter);
        refuse("search", search != null, inFilter);
    }

    private static void refuse(String part, boolean set, Set<String> inFilter) {
        if (set && inFilter.contains(part)) {
            throw new IllegalArgumentException(
                    "the filter has " + part + " already, and Connect takes it once; take it out of the filter");
        }
    }

    private static void collect(Term term, Set<String> parts) {
        if (term instanceof Logic logic) {
            logic.terms().forEach(inner -> collect(inner, parts));
        } else if (term instanceof Not not) {
            collect(not.term(), parts);
        } else if (term instanceof Properties properties) {
            parts.add(properties.operator());
        } else if (term instanceof Comparison comparison) {
            parts.add(comparison.property().text());
        }
    }
}
