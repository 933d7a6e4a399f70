package io.connectprocessor.rql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A collection of Connect and what its filters may say, by the OpenAPI file of version 37.0.
 *
 * <p>Check a filter before it is sent: Connect silently ignores a property that it does not know and returns every row there is. Immutable and
 * safe for use by many threads.
 */
public final class RqlCollection {

    private static final Map<String, RqlCollection> ALL = DocumentedCollections.read();

    /** {@code GET /requests}: fulfillment requests. */
    public static final RqlCollection REQUESTS = named("requests");

    /** {@code GET /tier/config-requests}. */
    public static final RqlCollection TIER_REQUESTS = named("tier-requests");

    /** {@code GET /assets}. */
    public static final RqlCollection ASSETS = named("assets");

    /** {@code GET /tier/configs}. */
    public static final RqlCollection TIER_CONFIGS = named("tier-configs");

    /** {@code GET /tier/accounts}. */
    public static final RqlCollection TIER_ACCOUNTS = named("tier-accounts");

    /** {@code GET /products}. */
    public static final RqlCollection PRODUCTS = named("products");

    /** {@code GET /products/{product_id}/items}. */
    public static final RqlCollection PRODUCT_ITEMS = named("product-items");

    /** {@code GET /products/{product_id}/parameters}. */
    public static final RqlCollection PRODUCT_PARAMETERS = named("product-parameters");

    /** {@code GET /products/{product_id}/templates}. */
    public static final RqlCollection PRODUCT_TEMPLATES = named("product-templates");

    /** {@code GET /usage/files}. */
    public static final RqlCollection USAGE_FILES = named("usage-files");

    /** {@code GET /usage/records}. */
    public static final RqlCollection USAGE_RECORDS = named("usage-records");

    private final String name;
    private final String path;
    private final boolean searchable;
    private final Map<String, DocumentedProperty> properties;

    RqlCollection(String name, String path, boolean searchable, Map<String, DocumentedProperty> properties) {
        this.name = name;
        this.path = path;
        this.searchable = searchable;
        this.properties = properties;
    }

    /** The names of all collections whose filters can be checked. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The collection of this name, one of {@link #names()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static RqlCollection named(String name) {
        RqlCollection collection = ALL.get(name);
        if (collection == null) {
            throw new IllegalArgumentException(
                    "no collection is named '" + name + "'; write one of " + String.join(", ", names()));
        }
        return collection;
    }

    /** As in {@code tier-requests}. */
    public String name() {
        return name;
    }

    /** Below the API's base, as in {@code /tier/config-requests}; path variables in braces. */
    public String path() {
        return path;
    }

    /** Whether {@code search=term} is documented. */
    public boolean searchable() {
        return searchable;
    }

    /** The documented properties, in the order of their documentation. */
    public Set<String> properties() {
        return properties.keySet();
    }

    /** The properties that {@code ordering} takes. */
    public List<String> orderable() {
        return properties.values().stream()
                .filter(DocumentedProperty::orderable)
                .map(DocumentedProperty::name)
                .toList();
    }

    /**
     * What is wrong with a filter that is RQL text, not percent-encoded: syntax, unknown properties, lookups that a property does not take, values it
     * does not have, and what cannot be ordered. With a syntax error that is the only finding.
     *
     * @return in the order of their columns; empty if Connect should take the filter
     */
    public List<RqlFinding> check(String filter) {
        try {
            return check(filter.isEmpty() ? null : new RqlParser(filter).parse());
        } catch (RqlSyntaxException e) {
            return List.of(e.finding());
        }
    }

    /** The same for an expression; columns are those of its {@code toString()}. */
    public List<RqlFinding> check(Rql filter) {
        return check(filter.toString());
    }

    /** The same for a whole query; columns are those of its {@code toString()}. */
    public List<RqlFinding> check(RqlQuery query) {
        return check(query.toString());
    }

    private List<RqlFinding> check(Term term) {
        return term == null ? List.of() : new FilterCheck(this).of(term);
    }

    DocumentedProperty property(String property) {
        return properties.get(property);
    }

    @Override
    public String toString() {
        return name;
    }
}
