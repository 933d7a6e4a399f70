package io.connectprocessor.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The assets of the products, by what records name them by. */
final class Assets {

    static final String BY_ID = "asset.id";
    static final String BY_PARAMETER = "parameter.";

    private final Map<String, UsageAsset> byId = new HashMap<>();
    private final Map<String, Map<String, List<String>>> byParameter = new HashMap<>();

    void add(UsageAsset asset) {
        byId.put(asset.id(), asset);
    }

    void add(String assetId, String parameter, String value) {
        List<String> ids = byParameter
                .computeIfAbsent(parameter, name -> new HashMap<>())
                .computeIfAbsent(value, v -> new ArrayList<>(1));
        if (!ids.contains(assetId)) {
            ids.add(assetId);
        }
    }

    boolean has(String assetId) {
        return byId.containsKey(assetId);
    }

    void rest(String assetId, List<UsageAsset.Rest> rests) {
        byId.computeIfPresent(assetId, (id, asset) -> asset.resting(rests));
    }

    int size() {
        return byId.size();
    }

    /** None, the one, or several among which the name does not decide. */
    List<UsageAsset> find(String criterion, String value) {
        if (criterion.equals(BY_ID)) {
            UsageAsset asset = byId.get(value);
            return asset == null ? List.of() : List.of(asset);
        }
        return byParameter
                .getOrDefault(criterion.substring(BY_PARAMETER.length()), Map.of())
                .getOrDefault(value, List.of())
                .stream()
                .map(byId::get)
                .toList();
    }
}
