package io.connectprocessor.rql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that follows the {@code ?} of a listing call. Immutable; the {@code with...} methods give copies.
 *
 * @param filter the condition; null or {@link Rql#everything()} for none
 * @param ordering properties to order by, {@code -} before one for descending; may be empty. Connect takes five at most
 * @param limit rows wanted; null leaves it to Connect, which silently clamps a number that is too large
 * @param offset rows to skip; null for none
 * @param select properties to add or, with {@code -} before them, to leave out; may be empty
 * @param search a term to look for in all searchable properties; null for none
 */
public record RqlQuery(
        Rql filter, List<String> ordering, Integer limit, Integer offset, List<String> select, String search) {

    private static final String LITERAL = "-._~()*,;=&:@!$'/?";

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a number is negative, a property is none, or the filter sets what is set here too
     */
    public RqlQuery {
        filter = filter == null ? Rql.everything() : filter;
        ordering = List.copyOf(ordering);
        select = List.copyOf(select);
        ordering.forEach(RqlQuery::signed);
        select.forEach(RqlQuery::signed);
        notNegative("limit", limit);
        notNegative("offset", offset);
        if (search != null) {
            Quoting.expressible("search", search);
        }
        SetTwice.refuse(filter, ordering, limit, offset, select, search);
    }

    /** A query of a filter alone. */
    public static RqlQuery of(Rql filter) {
        return new RqlQuery(filter, List.of(), null, null, List.of(), null);
    }

    /** A query without any condition. */
    public static RqlQuery everything() {
        return of(Rql.everything());
    }

    /** The same with this ordering, as in {@code withOrdering("created", "-updated")}. */
    public RqlQuery withOrdering(String... properties) {
        return new RqlQuery(filter, List.of(properties), limit, offset, select, search);
    }

    /** The same with this limit, in rows. */
    public RqlQuery withLimit(int rows) {
        return new RqlQuery(filter, ordering, rows, offset, select, search);
    }

    /** The same with this offset, in rows. */
    public RqlQuery withOffset(int rows) {
        return new RqlQuery(filter, ordering, limit, rows, select, search);
    }

    /** The same with this selection, as in {@code withSelect("-asset.items")}. */
    public RqlQuery withSelect(String... properties) {
        return new RqlQuery(filter, ordering, limit, offset, List.of(properties), search);
    }

    /** The same with this search term. */
    public RqlQuery withSearch(String term) {
        return new RqlQuery(filter, ordering, limit, offset, select, term);
    }

    /** The RQL text, not percent-encoded: what Connect parses after decoding the query string. Empty if nothing is set. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "select(", select);
        if (!filter.matchesEverything()) {
            parts.add(filter.toString());
        }
        add(parts, "ordering(", ordering);
        add(parts, "limit=", limit);
        add(parts, "offset=", offset);
        add(parts, "search=", search == null ? null : Quoting.quoted(search));
        return String.join("&", parts);
    }

    /**
     * The query string, to be put after {@code ?} as it is: encoding it again would break it.
     *
     * <p>Connect decodes it once, as a whole, before it parses. A blank travels as {@code %20}, never as {@code +}; a {@code +} travels as
     * {@code %2B}, which means the same to Connect and cannot be taken for a blank on the way.
     */
    public String encoded() {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : toString().getBytes(StandardCharsets.UTF_8)) {
            if (isLiteral((char) (octet & 0xFF))) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }

    private static boolean isLiteral(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || LITERAL.indexOf(c) >= 0;
    }

    private static void add(List<String> parts, String keyword, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(names.stream().collect(Collectors.joining(",", keyword, ")")));
        }
    }

    private static void add(List<String> parts, String keyword, Object value) {
        if (value != null) {
            parts.add(keyword + value);
        }
    }

    private static void signed(String name) {
        Rql.property(name.startsWith("-") || name.startsWith("+") ? name.substring(1) : name);
    }

    private static void notNegative(String name, Integer rows) {
        if (rows != null && rows < 0) {
            throw new IllegalArgumentException(name + " is " + rows + " rows; write 0 or more");
        }
    }
}
