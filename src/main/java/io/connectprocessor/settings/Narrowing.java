package io.connectprocessor.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that gives a key a value for a product, a marketplace, or a product in a marketplace: {@code product.PRD-….<key>}, {@code
 * marketplace.MP-….<key>}, {@code product.PRD-….marketplace.MP-….<key>}.
 *
 * @param product null for every product
 * @param marketplace null for every marketplace
 * @param key the key that has the value
 */
record Narrowing(String product, String marketplace, String key) {
    static final String FORM = "product.PRD-….<key>, marketplace.MP-….<key> or product.PRD-….marketplace.MP-….<key>";

    /** Old products have an id that begins with CN. */
    private static final Pattern NAME = Pattern.compile(
            "(?:product\\.((?:PRD|CN)(?:-[0-9]+)+)\\.)?(?:marketplace\\.(MP(?:-[0-9]+)+)\\.)?(?!product\\.|marketplace\\.)(.+)");

    private static final Pattern VARIABLE = Pattern.compile(
            "(?=PRODUCT_|MARKETPLACE_)(?:PRODUCT_((?:PRD|CN)(?:_[0-9]+)+)_)?(?:MARKETPLACE_(MP(?:_[0-9]+)+)_)?(?!PRODUCT_|MARKETPLACE_)(.+)");

    /** Whether it can be nothing else, well formed or not. */
    static boolean isMeant(String name) {
        return name.startsWith("product.") || name.startsWith("marketplace.");
    }

    /** Empty when it is not well formed. */
    static Optional<Narrowing> of(String name) {
        Matcher parts = NAME.matcher(name);
        return isMeant(name) && parts.matches()
                ? Optional.of(new Narrowing(parts.group(1), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** The same of an environment variable, whose key is still in the spelling of the environment. */
    static Optional<Narrowing> ofVariable(String variable) {
        Matcher parts = VARIABLE.matcher(variable);
        return parts.matches()
                ? Optional.of(new Narrowing(id(parts.group(1)), id(parts.group(2)), parts.group(3)))
                : Optional.empty();
    }

    private static String id(String spelt) {
        return spelt == null ? null : spelt.replace('_', '-');
    }

    Narrowing withKey(String other) {
        return new Narrowing(product, marketplace, other);
    }

    String name() {
        return prefix() + key;
    }

    private String prefix() {
        return (product == null ? "" : "product." + product + ".")
                + (marketplace == null ? "" : "marketplace." + marketplace + ".");
    }

    /** Another key in the same scope, with what stands before it. */
    String beside(Key<?> other) {
        return prefix() + other.name();
    }
}
