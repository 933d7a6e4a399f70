package io.connectprocessor.sandbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The assets of one product as they stood at one moment, by id and by each parameter. Not thread-safe. */
final class AssetSearch {

    private static final Set<String> UNBORN = Set.of("draft", "processing");

    private final List<Asset> assets;
    private final Map<String, Asset> byId;
    private final Map<String, Map<String, List<Asset>>> byParameter = new HashMap<>();

    AssetSearch(Product product, Collection<Asset> all) {
        this.assets = all.stream()
                .filter(asset -> asset.product.id().equals(product.id()))
                .filter(asset -> !UNBORN.contains(asset.state.status()))
                .toList();
        this.byId = assets.stream().collect(Collectors.toMap(asset -> asset.id, asset -> asset));
    }

    List<Asset> byId(String id) {
        Asset found = byId.get(id);
        return found == null ? List.of() : List.of(found);
    }

    List<Asset> byParameter(String name, String value) {
        return byParameter
                .computeIfAbsent(
                        name,
                        n -> assets.stream()
                                .collect(Collectors.groupingBy(asset -> asset.state
                                        .params()
                                        .getOrDefault(n, ParameterValue.NONE)
                                        .value())))
                .getOrDefault(value, List.of());
    }
}
