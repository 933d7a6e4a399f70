package io.connectprocessor.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings as they hold for a product in a marketplace. The narrowest scope that has a value counts: {@code
 * product.PRD-….marketplace.MP-….<key>}, {@code product.PRD-….<key>}, {@code marketplace.MP-….<key>}, {@code <key>}. Immutable.
 */
public final class NarrowedSettings {

    private static final Pattern OF_MARKETPLACE =
            Pattern.compile("(?:product\\.[A-Z]+[0-9-]+\\.)?marketplace\\.(MP[0-9-]+)\\..+");

    private static final Pattern PREFIX =
            Pattern.compile("(?:product\\.[A-Z]+[0-9-]+\\.)?(?:marketplace\\.MP[0-9-]+\\.)?");

    private static final List<String> EVERYWHERE = List.of("");

    private final Map<String, String> texts;
    private final Set<String> marketplaces = new TreeSet<>();
    private final boolean anyNarrowed;

    /**
     * A value and the name that it is set by.
     *
     * @param text may be blank, which takes back what a wider scope has
     */
    public record Found(String name, String text) {
        /** Without the text, which may be a secret. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** @param texts by full name, as {@code product.PRD-000-000-000.vendor.rate} */
    public NarrowedSettings(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
        boolean any = false;
        for (String name : texts.keySet()) {
            any |= name.startsWith("product.") || name.startsWith("marketplace.");
            Matcher of = OF_MARKETPLACE.matcher(name);
            if (of.matches()) {
                marketplaces.add(of.group(1));
            }
        }
        anyNarrowed = any;
    }

    /** Marketplaces that some setting is for; in all others only the product counts. */
    public Set<String> marketplaces() {
        return Set.copyOf(marketplaces);
    }

    /**
     * @param product or null
     * @param marketplace or null
     * @param keys within each scope, the first that has a value counts
     */
    public Optional<Found> find(String product, String marketplace, String... keys) {
        for (String scope : anyNarrowed ? scopes(product, marketplace) : EVERYWHERE) {
            for (String key : keys) {
                String text = texts.get(scope + key);
                if (text != null) {
                    return Optional.of(new Found(scope + key, text));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> scopes(String product, String marketplace) {
        List<String> scopes = new ArrayList<>(4);
        String ofProduct = "product." + product + ".";
        String ofMarketplace = "marketplace." + marketplace + ".";
        if (product != null && marketplace != null) {
            scopes.add(ofProduct + ofMarketplace);
        }
        if (product != null) {
            scopes.add(ofProduct);
        }
        if (marketplace != null) {
            scopes.add(ofMarketplace);
        }
        scopes.add("");
        return scopes;
    }

    /** Every key that has a value in some scope, without its scope. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        texts.keySet().forEach(name -> {
            Matcher prefix = PREFIX.matcher(name);
            keys.add(prefix.lookingAt() ? name.substring(prefix.end()) : name);
        });
        return keys;
    }

    /** No values: any of them may be secret. */
    @Override
    public String toString() {
        return texts.size() + " settings";
    }
}
