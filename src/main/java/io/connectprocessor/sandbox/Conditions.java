package io.connectprocessor.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compiles conditions on a collection's properties, as cloudblue/django-rql does; null stands for a condition that drops out. */
final class Conditions<V> {

    private final Map<String, Property<V>> properties;

    Conditions(Map<String, Property<V>> properties) {
        this.properties = properties;
    }

    Criterion<V> compile(Rql term) {
        if (term instanceof Rql.And and) {
            return all(and.terms());
        }
        if (term instanceof Rql.Or or) {
            return any(or.terms());
        }
        if (term instanceof Rql.Not not) {
            Criterion<V> inner = compile(not.term());
            return inner == null ? null : new Criterion<>(inner.test().negate(), inner.facetOnly());
        }
        if (term instanceof Rql.Comparison comparison) {
            Property<V> property = properties.get(comparison.property());
            return property == null ? null : criterion(property, comparison(property, comparison));
        }
        if (term instanceof Rql.Listing listing) {
            Property<V> property = properties.get(listing.property());
            return property == null ? null : criterion(property, listing(property, listing));
        }
        if (term instanceof Rql.Like like) {
            Property<V> property = properties.get(like.property());
            return property == null ? null : criterion(property, like(property, like));
        }
        throw wrongLookup("t");
    }

    private Criterion<V> criterion(Property<V> property, Predicate<V> test) {
        return new Criterion<>(test, property.facet());
    }

    private Criterion<V> all(List<Rql> terms) {
        List<Criterion<V>> left = compiled(terms);
        return left.isEmpty() ? null : left.stream().reduce(Conditions::and).orElseThrow();
    }

    private Criterion<V> any(List<Rql> terms) {
        List<Criterion<V>> left = compiled(terms);
        return left.isEmpty() ? null : left.stream().reduce(Conditions::or).orElseThrow();
    }

    private List<Criterion<V>> compiled(List<Rql> terms) {
        return terms.stream().map(this::compile).filter(Objects::nonNull).toList();
    }

    private static <V> Criterion<V> and(Criterion<V> a, Criterion<V> b) {
        return new Criterion<>(a.test().and(b.test()), a.facetOnly() && b.facetOnly());
    }

    private static <V> Criterion<V> or(Criterion<V> a, Criterion<V> b) {
        return new Criterion<>(a.test().or(b.test()), a.facetOnly() && b.facetOnly());
    }

    private Predicate<V> comparison(Property<V> property, Rql.Comparison comparison) {
        String operator = comparison.operator();
        boolean equality = operator.equals("eq") || operator.equals("ne");
        // Whether a property can be compared with null is a lookup of its own, beside eq and ne.
        if (!equality || comparison.value().kind() != Rql.Value.Kind.NULL) {
            requireLookup(property, operator);
        }
        if (equality) {
            Predicate<V> equal = equal(property, comparison.value());
            return operator.equals("eq") ? equal : equal.negate();
        }
        if (comparison.value().kind() != Rql.Value.Kind.TEXT) {
            throw wrongLookup(property.name());
        }
        return range(property, operator, convert(property, comparison.value().text()));
    }

    private Predicate<V> equal(Property<V> property, Rql.Value value) {
        switch (value.kind()) {
            case NULL -> {
                requireLookup(property, "null");
                return view -> property.read().apply(view).isEmpty();
            }
            case EMPTY -> {
                if (property.type() != Property.Type.TEXT || !property.values().isEmpty()) {
                    throw wrongLookup(property.name());
                }
                return view -> property.read().apply(view).contains("");
            }
            case TUPLE -> throw wrongLookup(property.name());
            default -> {
                Comparable<?> wanted = convert(property, value.text());
                return view -> property.read().apply(view).contains(wanted);
            }
        }
    }

    private Predicate<V> range(Property<V> property, String operator, Comparable<?> bound) {
        List<Comparable<?>> wanted = List.of(bound);
        return view -> {
            List<? extends Comparable<?>> values = property.read().apply(view);
            if (values.isEmpty()) {
                return false;
            }
            int order = compare(values, wanted);
            return switch (operator) {
                case "gt" -> order > 0;
                case "ge" -> order >= 0;
                case "lt" -> order < 0;
                default -> order <= 0;
            };
        };
    }

    private Predicate<V> listing(Property<V> property, Rql.Listing listing) {
        requireLookup(property, listing.operator());
        List<Predicate<V>> each = new ArrayList<>();
        listing.values().forEach(value -> each.add(equal(property, value)));
        Predicate<V> any = each.stream().reduce(Predicate::or).orElseThrow();
        return listing.operator().equals("in") ? any : any.negate();
    }

    private Predicate<V> like(Property<V> property, Rql.Like like) {
        requireLookup(property, like.operator());
        if (like.value().kind() != Rql.Value.Kind.TEXT) {
            throw wrongLookup(property.name());
        }
        Pattern pattern = pattern(property, like.value().text(), like.operator().equals("ilike"));
        return view -> property.read().apply(view).stream()
                .anyMatch(value -> pattern.matcher(value.toString()).matches());
    }

    /** {@code *} any run, {@code \*} a star, {@code \\} a backslash; two stars side by side are refused. */
    private static Pattern pattern(Property<?> property, String text, boolean ignoreCase) {
        if (text.contains("**")) {
            throw wrongValue(property.name());
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && i + 1 < text.length() && "*\\".indexOf(text.charAt(i + 1)) >= 0;
            if (escapes) {
                i++;
                regex.append(Pattern.quote(String.valueOf(text.charAt(i))));
            } else if (c == '*') {
                regex.append(".*");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }

    private Comparable<?> convert(Property<V> property, String text) {
        if (!property.values().isEmpty() && !property.values().contains(text)) {
            throw wrongValue(property.name());
        }
        return switch (property.type()) {
            case TEXT -> text;
            case INSTANT -> instant(text);
            case INTEGER -> integer(property, text);
        };
    }

    private static Integer integer(Property<?> property, String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw wrongValue(property.name());
        }
    }

    /** ISO-8601 with or without an offset (then UTC); a bare date is its midnight. */
    Instant instant(String text) {
        try {
            if (text.length() == "2026-01-01".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean offset = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw wrongValue(text);
        }
    }

    @SuppressWarnings("unchecked")
    static int compare(List<? extends Comparable<?>> a, List<? extends Comparable<?>> b) {
        Comparator<Comparable<?>> natural = (x, y) -> ((Comparable<Object>) x).compareTo(y);
        Comparable<?> first = a.isEmpty() ? null : a.get(0);
        Comparable<?> second = b.isEmpty() ? null : b.get(0);
        return Comparator.nullsFirst(natural).compare(first, second);
    }

    private static void requireLookup(Property<?> property, String lookup) {
        if (!property.lookups().contains(lookup)) {
            throw wrongLookup(property.name());
        }
    }

    private static Refusal wrongLookup(String property) {
        return new Refusal(400, "VAL_001", "RQL Lookup error. Bad filter lookup: " + property + ".");
    }

    private static Refusal wrongValue(String property) {
        return new Refusal(400, "VAL_001", "RQL Value error. Bad filter value: " + property + ".");
    }
}
