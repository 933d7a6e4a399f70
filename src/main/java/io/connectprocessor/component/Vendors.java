package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.http.HttpGateway;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The vendor's API, or several of them: one gateway, with its own gate and connections, for each URL, key and rate that some product or
 * marketplace has. Which one a request belongs to is settled before the start.
 */
final class Vendors extends ServiceSupport {

    /**
     * How one API is called.
     *
     * @param key null for none
     * @param rate calls per second, 0 for no limit
     */
    record Target(URI url, String key, double rate) {
        /** Without the key. */
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /** Stands for a URL that is not set. */
    static final String NOBODY = "vendor.invalid";

    private record Scope(String product, String marketplace) {}

    private final NarrowedSettings settings;
    private final Target general;
    private final HttpGateway wide;
    private final Map<Target, HttpGateway> gateways = new LinkedHashMap<>();
    private final Map<Scope, HttpGateway> scopes = new HashMap<>();

    /**
     * @param general what counts where no narrower setting does
     * @param gateway makes the gateway of one target
     */
    Vendors(
            NarrowedSettings settings,
            Collection<String> products,
            Target general,
            BiFunction<Api, Target, HttpGateway> gateway) {
        this.settings = settings;
        this.general = general;
        List<String> marketplaces = new ArrayList<>(settings.marketplaces());
        marketplaces.add(null);
        List<Target> targets = new ArrayList<>();
        for (String product : products) {
            marketplaces.forEach(marketplace -> targets.add(target(product, marketplace)));
        }
        Target widest = target(null, null);
        boolean isSet = !NOBODY.equals(widest.url().getHost());
        if (isSet) {
            targets.add(widest);
        }
        boolean one = targets.stream().distinct().count() <= 1;
        for (String product : products) {
            for (String marketplace : marketplaces) {
                scopes.put(
                        new Scope(product, marketplace),
                        gateways.computeIfAbsent(
                                target(product, marketplace),
                                target -> gateway.apply(one ? Api.VENDOR : api(target), target)));
            }
        }
        this.wide = isSet
                ? gateways.computeIfAbsent(widest, target -> gateway.apply(one ? Api.VENDOR : api(target), target))
                : null;
    }

    /** The one that no product or marketplace narrows; empty when there is none. */
    Optional<HttpGateway> general() {
        return Optional.ofNullable(wide);
    }

    /** Told apart in pauses and messages; by their order, should one URL be there with two keys. */
    private Api api(Target target) {
        long before = gateways.keySet().stream()
                .filter(other -> other.url().equals(target.url()))
                .count();
        return Api.vendor(target.url() + (before == 0 ? "" : " (key " + (before + 1) + ")"));
    }

    private Target target(String product, String marketplace) {
        URI url = narrowed(product, marketplace, "vendor.api-url")
                .map(Vendors::withoutSlash)
                .orElse(general.url());
        String key = narrowed(product, marketplace, "vendor.api-key").orElse(general.key());
        double rate = narrowed(product, marketplace, "vendor.rate")
                .map(text -> text.equals("unlimited") ? 0 : Double.parseDouble(text))
                .orElse(general.rate());
        return new Target(url, key == null || key.isBlank() ? null : key, rate);
    }

    /** The general one is an option of the component, and need not be a setting. */
    private Optional<String> narrowed(String product, String marketplace, String key) {
        return settings.find(product, marketplace, key)
                .filter(found -> !found.name().equals(key))
                .map(NarrowedSettings.Found::text);
    }

    static URI withoutSlash(String url) {
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    HttpGateway of(ConnectRequest request) {
        return of(request.product(), request.marketplace());
    }

    /** Who is called for the request of a row, readable or not. */
    Api of(RequestKind kind, Map<String, Object> json) {
        return of(ConnectRequest.productOf(kind, json), ConnectRequest.marketplaceOf(kind, json))
                .api();
    }

    /** Of a product that is not ours, that cannot be read, or comes back from an older configuration: the first. */
    private HttpGateway of(String product, String marketplace) {
        HttpGateway there = scopes.get(new Scope(product, marketplace));
        there = there != null ? there : scopes.get(new Scope(product, null));
        return there != null ? there : gateways.values().iterator().next();
    }

    List<HttpGateway> gateways() {
        return List.copyOf(gateways.values());
    }

    List<Api> apis() {
        return gateways.values().stream().map(HttpGateway::api).toList();
    }

    /** How long an API of these wants to be left alone; nought for any other. */
    Duration closedFor(Api api) {
        return gateways.values().stream()
                .filter(gateway -> Objects.equals(gateway.api(), api))
                .map(gateway -> gateway.gate().closedFor())
                .findFirst()
                .orElse(Duration.ZERO);
    }

    long calls() {
        return gateways.values().stream().mapToLong(HttpGateway::calls).sum();
    }

    @Override
    protected void doInit() {
        gateways.values().forEach(ServiceHelper::initService);
    }

    @Override
    protected void doStart() {
        gateways.values().forEach(ServiceHelper::startService);
    }

    @Override
    protected void doStop() {
        gateways.values().forEach(ServiceHelper::stopService);
    }

    @Override
    protected void doShutdown() {
        gateways.values().forEach(ServiceHelper::stopAndShutdownService);
    }
}
