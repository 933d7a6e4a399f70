package io.connectprocessor.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether URL, key and rate of the vendor's API fit together for each product and marketplace: a key goes to no host that it is not meant
 * for, and one API has one rate.
 */
final class VendorScopes {
    private final Map<String, Setting<?>> own;
    private final List<String> products;
    private final Collection<String> marketplaces;
    private final Set<Finding> findings = new LinkedHashSet<>();

    /** @param own all keys of ours that have a value, by their full name */
    VendorScopes(Map<String, Setting<?>> own, List<String> products, Collection<String> marketplaces) {
        this.own = own;
        this.products = products;
        this.marketplaces = new ArrayList<>(marketplaces);
        this.marketplaces.add(null);
    }

    /** What a key is for one scope, and where it is set. */
    private record Effective(Narrowing at, Setting<?> setting) {}

    Set<Finding> findings() {
        Map<List<Object>, Effective> rates = new LinkedHashMap<>();
        for (String product : products) {
            for (String marketplace : marketplaces) {
                Optional<Effective> url = effective(Keys.VENDOR_API_URL, product, marketplace);
                Optional<Effective> key = effective(Keys.VENDOR_API_KEY, product, marketplace)
                        .filter(found -> !found.setting().text().isEmpty());
                url.ifPresent(address -> key.ifPresent(secret -> checkHost(address, secret)));
                Effective rate =
                        effective(Keys.VENDOR_RATE, product, marketplace).orElse(null);
                if (url.isPresent() && rate != null) {
                    Object called = url.get().setting().value();
                    Effective before = rates.putIfAbsent(
                            List.of(called, key.map(k -> k.setting().text()).orElse("")), rate);
                    checkRate(before, rate);
                }
            }
        }
        return findings;
    }

    private void checkHost(Effective url, Effective key) {
        Object meant = effective(
                        Keys.VENDOR_API_URL, key.at().product(), key.at().marketplace())
                .map(found -> found.setting().value())
                .orElse(null);
        URI address = (URI) url.setting().value();
        if (meant == null || !isSameHost((URI) meant, address)) {
            findings.add(new Finding(
                    url.setting().place(),
                    url.at().name() + " leads to " + address.getHost() + ", for which "
                            + key.at().name() + " (" + key.setting().place() + ") is not meant",
                    "set " + url.at().beside(Keys.VENDOR_API_KEY) + "; leave it blank when that API takes no key"));
        }
    }

    private static boolean isSameHost(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private void checkRate(Effective before, Effective rate) {
        if (before != null && !before.setting().value().equals(rate.setting().value())) {
            Effective narrow = rate.setting().place().equals(Given.DEFAULT) ? before : rate;
            Effective other = narrow == rate ? before : rate;
            findings.add(new Finding(
                    narrow.setting().place(),
                    narrow.at().name() + " (" + narrow.setting().text() + ") and "
                            + other.at().name() + " (" + other.setting().text() + ") are for the same URL and key",
                    "give that API one rate, or the product a URL or key of its own"));
        }
    }

    /** The narrowest that has a value: product and marketplace, product, marketplace, general. */
    private Optional<Effective> effective(Key<?> key, String product, String marketplace) {
        List<Narrowing> scopes = new ArrayList<>();
        if (product != null && marketplace != null) {
            scopes.add(new Narrowing(product, marketplace, key.name()));
        }
        if (product != null) {
            scopes.add(new Narrowing(product, null, key.name()));
        }
        if (marketplace != null) {
            scopes.add(new Narrowing(null, marketplace, key.name()));
        }
        scopes.add(new Narrowing(null, null, key.name()));
        return scopes.stream()
                .map(scope -> own.get(scope.name()) == null ? null : new Effective(scope, own.get(scope.name())))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
