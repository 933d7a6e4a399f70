package io.connectprocessor.sandbox;

import java.util.List;

/** A parsed RQL expression, as the grammar of cloudblue/lib-rql has it. */
sealed interface Rql {

    record And(List<Rql> terms) implements Rql {}

    record Or(List<Rql> terms) implements Rql {}

    record Not(Rql term) implements Rql {}

    /** {@code operator}: eq ne gt ge lt le. */
    record Comparison(String operator, String property, Value value) implements Rql {}

    /** {@code operator}: in out. */
    record Listing(String operator, String property, List<Value> values) implements Rql {}

    /** {@code operator}: like ilike. */
    record Like(String operator, String property, Value value) implements Rql {}

    record Ordering(List<String> properties) implements Rql {}

    record Select(List<String> properties) implements Rql {}

    record Tuple(List<Rql> terms) implements Rql {}

    /** What stands on the right of an operator; {@code terms} is for tuples only. */
    record Value(Kind kind, String text, List<Rql> terms) {
        enum Kind {
            TEXT,
            NULL,
            EMPTY,
            TUPLE
        }

        static Value text(String text) {
            return new Value(Kind.TEXT, text, List.of());
        }
    }

    /** What {@code not(...)} takes. */
    default boolean isSimple() {
        return !(this instanceof And || this instanceof Or || this instanceof Not || this instanceof Tuple);
    }
}
