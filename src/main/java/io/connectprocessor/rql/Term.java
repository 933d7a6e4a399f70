package io.connectprocessor.rql;

import java.util.List;
import java.util.stream.Collectors;

/** A parsed or built expression; {@code toString()} gives it in function form. Columns are 0 in what was built. */
sealed interface Term {

    /** {@code eq ne gt ge lt le like ilike}. */
    record Comparison(String operator, int column, Name property, Value value) implements Term {
        @Override
        public String toString() {
            return operator + "(" + property + "," + value + ")";
        }
    }

    /** {@code in out}. */
    record Listing(String operator, int column, Name property, List<Value> values) implements Term {
        @Override
        public String toString() {
            return operator + "(" + property + ",(" + joined(values) + "))";
        }
    }

    /** {@code and or}, always of two or more. */
    record Logic(String operator, int column, List<Term> terms) implements Term {
        @Override
        public String toString() {
            return operator + "(" + joined(terms) + ")";
        }
    }

    /** {@code not}, of a comparison, a listing, or a list of properties. */
    record Not(int column, Term term) implements Term {
        @Override
        public String toString() {
            return "not(" + term + ")";
        }
    }

    /** {@code ordering select}. */
    record Properties(String operator, int column, List<SignedName> names) implements Term {
        @Override
        public String toString() {
            return operator + "(" + joined(names) + ")";
        }
    }

    /** {@code t}: several comparisons of one and the same related object. */
    record Scope(int column, List<Term> terms) implements Term, Value {
        @Override
        public String toString() {
            return "t(" + joined(terms) + ")";
        }
    }

    /** A property. */
    record Name(String text, int column) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A property in {@code ordering} or {@code select}; the sign is {@code +}, {@code -} or empty. */
    record SignedName(String sign, Name name) {
        @Override
        public String toString() {
            return sign + name;
        }
    }

    /** What a property is compared with. */
    sealed interface Value permits Scope, Text, Special {
        int column();
    }

    /** A plain value, quotes taken off. */
    record Text(String text, boolean quoted, int column) implements Value {
        @Override
        public String toString() {
            return Quoting.quoted(text);
        }
    }

    /** {@code null()} or {@code empty()}. */
    record Special(String token, int column) implements Value {
        static final String NULL = "null()";
        static final String EMPTY = "empty()";

        @Override
        public String toString() {
            return token;
        }
    }

    int column();

    private static String joined(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
