package io.connectprocessor.sandbox;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules that each record of a usage file must keep. Not thread-safe. */
final class UsageRules {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final BigDecimal LARGEST_AMOUNT = BigDecimal.TEN.pow(16);
    private static final Set<String> PRECISIONS =
            Set.of("integer", "decimal(1)", "decimal(2)", "decimal(4)", "decimal(8)");
    private static final String PARAMETER = "parameter.";

    private final UsageTerms terms;
    private final AssetSearch assets;
    private final Set<String> categories;
    private final Map<String, Map<String, Product.Item>> items = new HashMap<>();

    /** @param categories ids of the sheet */
    UsageRules(UsageTerms terms, AssetSearch assets, Set<String> categories) {
        this.terms = terms;
        this.assets = assets;
        this.categories = categories;
        Map<String, Product.Item> byMpn = new HashMap<>();
        Map<String, Product.Item> byGlobalId = new HashMap<>();
        Map<String, Product.Item> byLocalId = new HashMap<>();
        terms.product().items().stream().filter(Product.Item::isPayAsYouGo).forEach(item -> {
            byMpn.put(item.mpn(), item);
            byGlobalId.put(item.globalId(), item);
            byLocalId.put(item.localId(), item);
        });
        items.put("item.mpn", byMpn);
        items.put("item.global_id", byGlobalId);
        items.put("item.local_id", byLocalId);
    }

    /** What is wrong with a record, but for its id's being there twice. */
    List<UsageFault> check(UsageRow row) {
        Findings found = new Findings(row);
        if (!row.has("record_id")) {
            found.add("record_id", "USG_001", "is empty.");
        }
        quantity(found, item(found));
        window(found);
        asset(found);
        money(found);
        if (row.has("category_id") && !categories.contains(row.get("category_id"))) {
            found.add("category_id", "USG_009", "is not in the sheet categories.");
        }
        for (String column : terms.customColumns()) {
            if (!row.has(column)) {
                found.add(column, "USG_010", "is empty; the product wants it.");
            }
        }
        return found.faults;
    }

    /** Null: unknown. */
    Product.Item item(UsageRow row) {
        return items.getOrDefault(row.get("item_search_criteria"), Map.of()).get(row.get("item_search_value"));
    }

    /** Null: unknown, or not one. */
    Asset asset(UsageRow row) {
        List<Asset> matching = matching(row);
        return matching.size() == 1 ? matching.get(0) : null;
    }

    /** @return digits after the point; -1: unknown */
    private int item(Findings found) {
        UsageRow row = found.row;
        if (!items.containsKey(row.get("item_search_criteria"))) {
            found.add("item_search_criteria", "USG_012", "is none of " + sorted(items.keySet()) + ".");
            return -1;
        }
        Product.Item item = item(row);
        if (item != null) {
            return item.decimals();
        }
        if (!terms.product().payAsYouGo().dynamic()
                || !row.get("item_search_criteria").equals("item.mpn")) {
            found.add("item_search_value", "USG_011", "is no pay-as-you-go item of the product.");
            return -1;
        }
        return newItem(found);
    }

    private int newItem(Findings found) {
        UsageRow row = found.row;
        boolean whole = true;
        for (String column : UsageColumns.OF_DYNAMIC_ITEMS) {
            if (!row.has(column)) {
                found.add(column, "USG_013", "is empty; the product does not have this item yet.");
                whole = false;
            }
        }
        if (!whole) {
            return -1;
        }
        if (!row.get("item_mpn").equals(row.get("item_search_value"))) {
            found.add("item_mpn", "USG_013", "is not the item that is searched for.");
        }
        String precision = row.get("item_precision").toLowerCase(Locale.ROOT);
        if (!PRECISIONS.contains(precision)) {
            found.add("item_precision", "USG_013", "is none of " + sorted(PRECISIONS) + ".");
            return -1;
        }
        return precision.equals("integer") ? 0 : precision.charAt("decimal(".length()) - '0';
    }

    private static void quantity(Findings found, int decimals) {
        BigDecimal quantity = number(found, "quantity", "USG_002");
        if (quantity == null) {
            return;
        }
        if (quantity.signum() < 0) {
            found.add("quantity", "USG_003", "is negative.");
        }
        if (decimals >= 0 && quantity.stripTrailingZeros().scale() > decimals) {
            found.add("quantity", "USG_004", "has more than " + decimals + " decimals.");
        }
    }

    private void window(Findings found) {
        LocalDateTime start = time(found, "start_time_utc");
        LocalDateTime end = time(found, "end_time_utc");
        outside(found, "start_time_utc", start);
        outside(found, "end_time_utc", end);
        if (start != null && end != null && end.isBefore(start)) {
            found.add("end_time_utc", "USG_006", "is before start_time_utc.");
        }
    }

    private void outside(Findings found, String column, LocalDateTime time) {
        if (time != null && (time.isBefore(terms.start()) || time.isAfter(terms.end()))) {
            found.add(column, "USG_007", "is outside the period " + terms.from() + " to " + terms.to() + ".");
        }
    }

    private static LocalDateTime time(Findings found, String column) {
        try {
            return LocalDateTime.parse(found.row.get(column), TIME);
        } catch (DateTimeParseException e) {
            found.add(column, "USG_005", "is not a text of the form YYYY-MM-DD HH:MM:SS.");
            return null;
        }
    }

    private void asset(Findings found) {
        String criteria = found.row.get("asset_search_criteria");
        boolean parameter = criteria.startsWith(PARAMETER)
                && terms.product()
                        .parameter("asset", criteria.substring(PARAMETER.length()))
                        .isPresent();
        if (!parameter && !criteria.equals("asset.id")) {
            found.add("asset_search_criteria", "USG_014", "is neither asset.id nor a parameter of the product.");
            return;
        }
        List<Asset> matching = matching(found.row);
        if (matching.isEmpty()) {
            found.add("asset_search_value", "USG_015", "fits no asset of the product.");
        } else if (matching.size() > 1) {
            found.add("asset_search_value", "USG_016", "fits " + matching.size() + " assets.");
        } else if (!matching.get(0).contract.id().equals(terms.contract().id())) {
            found.add("asset_search_value", "USG_017", "fits an asset of another contract.");
        } else if (!matching.get(0).connection.type().equals(terms.environment())) {
            found.add("asset_search_value", "USG_017", "fits an asset of another environment.");
        }
    }

    private List<Asset> matching(UsageRow row) {
        String criteria = row.get("asset_search_criteria");
        String value = row.get("asset_search_value");
        if (value.isBlank()) {
            return List.of();
        }
        return criteria.startsWith(PARAMETER)
                ? assets.byParameter(criteria.substring(PARAMETER.length()), value)
                : criteria.equals("asset.id") ? assets.byId(value) : List.of();
    }

    private void money(Findings found) {
        if (terms.wantsAmount()) {
            BigDecimal amount = number(found, "amount", "USG_018");
            if (amount != null && amount.abs().compareTo(LARGEST_AMOUNT) > 0) {
                found.add("amount", "USG_018", "is beyond 10^16.");
            }
        }
        if (terms.wantsTier()) {
            BigDecimal tier = number(found, "tier", "USG_019");
            if (tier != null && (tier.signum() < 0 || tier.stripTrailingZeros().scale() > 0)) {
                found.add("tier", "USG_019", "is not a whole number from 0 on.");
            }
        }
    }

    private static BigDecimal number(Findings found, String column, String code) {
        if (!found.row.has(column)) {
            found.add(column, code, "is empty.");
            return null;
        }
        try {
            return new BigDecimal(found.row.get(column));
        } catch (NumberFormatException e) {
            found.add(column, code, "is not a number.");
            return null;
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static final class Findings {

        private final UsageRow row;
        private final List<UsageFault> faults = new ArrayList<>(0);

        private Findings(UsageRow row) {
            this.row = row;
        }

        private void add(String column, String code, String message) {
            faults.add(new UsageFault(row.number(), column, code, message, row.get(column)));
        }
    }
}
