package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Logic;
import io.connectprocessor.rql.Term.Not;
import io.connectprocessor.rql.Term.Properties;
import io.connectprocessor.rql.Term.Scope;

/**
 * De Morgan's laws. {@code gt} is not swapped for {@code le} and so on: a row without a value is on neither side of a comparison, and would change
 * sides.
 */
final class Negation {

    private Negation() {}

    static Term of(Term term) {
        if (term instanceof Not not) {
            return not.term();
        }
        if (term instanceof Logic logic) {
            String dual = logic.operator().equals("and") ? "or" : "and";
            return new Logic(
                    dual,
                    logic.column(),
                    logic.terms().stream().map(Negation::of).toList());
        }
        if (term instanceof Properties properties) {
            throw new IllegalArgumentException(
                    properties + " is no condition, so it has no opposite; keep it outside not(...)");
        }
        if (term instanceof Scope) {
            throw new IllegalArgumentException("RQL has no not(t(...)); negate the comparisons one by one");
        }
        return new Not(term.column(), term);
    }
}
