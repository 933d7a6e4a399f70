package io.connectprocessor.usage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a product says about its usage.
 *
 * @param dynamic whether records may bring items that the product does not have
 * @param consumption whether reservation items take usage too
 * @param requiredFields names behind {@code v.} that every record must have
 */
record UsageProduct(
        String id,
        UsageSchema schema,
        boolean dynamic,
        boolean consumption,
        Set<String> requiredFields,
        Map<String, UsageItem> items) {

    static final String BY_MPN = "item.mpn";
    static final String BY_GLOBAL_ID = "item.global_id";
    static final String BY_LOCAL_ID = "item.local_id";
    static final Set<String> CRITERIA = Set.of(BY_MPN, BY_GLOBAL_ID, BY_LOCAL_ID);

    static UsageProduct of(
            String id,
            UsageSchema schema,
            boolean dynamic,
            boolean consumption,
            Set<String> requiredFields,
            List<UsageItem> items) {
        Map<String, UsageItem> byName = new HashMap<>();
        for (UsageItem item : items) {
            byName.putIfAbsent(BY_MPN + "=" + item.mpn(), item);
            byName.putIfAbsent(BY_GLOBAL_ID + "=" + item.globalId(), item);
            byName.putIfAbsent(BY_LOCAL_ID + "=" + item.localId(), item);
        }
        return new UsageProduct(id, schema, dynamic, consumption, Set.copyOf(requiredFields), Map.copyOf(byName));
    }

    Optional<UsageItem> item(String criterion, String value) {
        return Optional.ofNullable(items.get(criterion + "=" + value));
    }
}
