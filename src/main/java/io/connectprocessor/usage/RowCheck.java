package io.connectprocessor.usage;

import io.connectprocessor.connect.Json;
import io.connectprocessor.usage.UsageRecord.Category;
import io.connectprocessor.usage.UsageRecord.DynamicItem;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Checks a record before anything is sent: what the platform would refuse, and what would be billed wrongly. Thread-safe. */
final class RowCheck {

    /** Where the platform documents a length, it is this one (OpenAPI 37.0: categories). */
    private static final int LONGEST = 255;

    /** What a cell of a workbook holds at most. */
    private static final int LONGEST_TEXT = 32_767;

    /** Amounts (OpenAPI 37.0). */
    private static final BigDecimal LARGEST = new BigDecimal("1e16");

    private final Period period;
    private final Map<String, UsageProduct> products;
    private final Assets assets;
    private final UsageOptions options;

    RowCheck(Period period, Map<String, UsageProduct> products, Assets assets, UsageOptions options) {
        this.period = period;
        this.products = products;
        this.assets = assets;
        this.options = options;
    }

    /** What came of a row. */
    sealed interface Verdict {
        record Good(UsageRecord record) implements Verdict {}

        record Bad(List<RowFault> faults) implements Verdict {}

        /** Of a product that is not reported now. */
        record Elsewhere() implements Verdict {}
    }

    /** @param row by our names */
    Verdict check(Map<String, Object> row) {
        return new One(row).verdict();
    }

    private final class One {

        private final Map<String, Object> row;
        private final List<RowFault> faults = new ArrayList<>();

        One(Map<String, Object> row) {
            this.row = row;
        }

        Verdict verdict() {
            row.forEach(this::text);
            String assetCriterion = assetCriterion();
            String assetColumn = has(Columns.ASSET_VALUE)
                    ? Columns.ASSET_VALUE
                    : options.columns().assetColumn();
            String assetValue = required(assetColumn);
            UsageAsset asset = assetCriterion == null || assetValue == null
                    ? null
                    : asset(assetCriterion, assetColumn, assetValue);
            if (asset != null && !products.containsKey(asset.product())) {
                return new Verdict.Elsewhere();
            }
            UsageProduct product = asset == null ? null : products.get(asset.product());
            Item item = item(product);
            BigDecimal quantity = quantity(product, item);
            LocalDateTime start = time(Columns.START, false);
            LocalDateTime end = time(Columns.END, true);
            boolean ordered = ordered(start, end);
            if (ordered && asset != null) {
                active(asset, start, end);
            }
            BigDecimal amount = amount(product);
            Integer tier = tier(product);
            Category category = category();
            String currency = currency(product, asset);
            Map<String, String> custom = custom(product);
            if (!faults.isEmpty() || asset == null || product == null || item == null) {
                return new Verdict.Bad(faults);
            }
            return new Verdict.Good(new UsageRecord(
                    product.id(),
                    asset.contract(),
                    currency,
                    recordId(asset.id(), item, start, end, category, tier),
                    value(Columns.NOTE),
                    item.criterion(),
                    item.value(),
                    quantity,
                    start,
                    end,
                    Assets.BY_ID, // the platform may see more assets with the same value than we do
                    asset.id(),
                    category,
                    amount,
                    tier,
                    item.dynamic(),
                    custom));
        }

        private boolean has(String column) {
            return row.containsKey(column);
        }

        private String value(String column) {
            Object value = row.get(column);
            if (value instanceof BigDecimal number) {
                return Json.digits(number);
            }
            return value == null ? null : String.valueOf(value);
        }

        private void fault(String column, String what) {
            faults.add(new RowFault(column, value(column), what));
        }

        private String required(String column) {
            if (!has(column)) {
                faults.add(new RowFault(column, null, "is missing"));
            }
            return value(column);
        }

        private void text(String column, Object raw) {
            String text = value(column);
            boolean free = column.equals(Columns.NOTE) || column.startsWith(Columns.CUSTOM);
            int longest = free ? LONGEST_TEXT : LONGEST;
            if (text.length() > longest) {
                faults.add(new RowFault(
                        column,
                        text.substring(0, 40) + "…",
                        "is " + text.length() + " characters long; at most " + longest + " fit"));
            } else if (text.chars().anyMatch(c -> c < ' ' || c == 0xFFFE || c == 0xFFFF)
                    || !text.codePoints().allMatch(c -> c < 0xD800 || c > 0xDFFF)) {
                fault(column, "holds a line break or another character that a workbook cannot hold");
            }
        }

        private String assetCriterion() {
            if (!has(Columns.ASSET_VALUE)) {
                return options.columns().assetCriterion();
            }
            String criterion = has(Columns.ASSET_CRITERION)
                    ? value(Columns.ASSET_CRITERION)
                    : options.columns().assetCriterion();
            boolean known = criterion.equals(Assets.BY_ID)
                    || criterion.startsWith(Assets.BY_PARAMETER) && criterion.length() > Assets.BY_PARAMETER.length();
            if (!known) {
                fault(Columns.ASSET_CRITERION, "is neither asset.id nor parameter.<id>");
            }
            return known ? criterion : null;
        }

        private UsageAsset asset(String criterion, String column, String value) {
            List<UsageAsset> found = assets.find(criterion, value);
            if (found.isEmpty()) {
                fault(
                        column,
                        "names no asset of these products by " + criterion
                                + "; drafts and assets that are still processing do not count");
            } else if (found.size() > 1) {
                fault(
                        column,
                        "names " + found.size() + " assets by " + criterion + ": "
                                + String.join(
                                        ", ",
                                        found.stream()
                                                .map(UsageAsset::id)
                                                .limit(3)
                                                .toList()));
            } else if (found.get(0).contract() == null) {
                fault(column, "names an asset without a contract");
            } else {
                return found.get(0);
            }
            return null;
        }

        private record Item(String criterion, String value, int decimals, DynamicItem dynamic) {}

        /** Where the item is named, and how. */
        private Item item(UsageProduct product) {
            String column = has(Columns.ITEM_VALUE)
                    ? Columns.ITEM_VALUE
                    : has(Columns.MPN) || !has(Columns.ITEM_ID) ? Columns.MPN : Columns.ITEM_ID;
            String criterion = column.equals(Columns.ITEM_VALUE) && has(Columns.ITEM_CRITERION)
                    ? value(Columns.ITEM_CRITERION)
                    : column.equals(Columns.ITEM_ID) ? UsageProduct.BY_GLOBAL_ID : UsageProduct.BY_MPN;
            if (!UsageProduct.CRITERIA.contains(criterion)) {
                fault(Columns.ITEM_CRITERION, "is none of item.mpn, item.global_id and item.local_id");
                return null;
            }
            String value = required(column);
            if (value == null || product == null) {
                return null;
            }
            Optional<UsageItem> known = product.item(criterion, value);
            if (known.isPresent()) {
                if (!known.get().payAsYouGo() && !product.consumption()) {
                    fault(column, "is not a pay-as-you-go item of " + product.id());
                }
                return new Item(criterion, value, known.get().decimals(), null);
            }
            if (!product.dynamic()) {
                fault(column, "is no item of " + product.id() + " by " + criterion);
                return null;
            }
            return dynamicItem(criterion, column, value);
        }

        /** A new item has no id yet. */
        private Item dynamicItem(String criterion, String column, String value) {
            if (!criterion.equals(UsageProduct.BY_MPN)) {
                fault(column, "is no item of this product by " + criterion + "; a new one is named by its mpn");
                return null;
            }
            if (has(Columns.ITEM_MPN) && !value.equals(value(Columns.ITEM_MPN))) {
                fault(Columns.ITEM_MPN, "is not the mpn that names the item, " + value);
            }
            String name = required(Columns.ITEM_NAME);
            String unit = required(Columns.ITEM_UNIT);
            String precision = required(Columns.ITEM_PRECISION);
            OptionalInt decimals = UsageItem.decimals(precision);
            if (precision != null && decimals.isEmpty()) {
                fault(Columns.ITEM_PRECISION, "is none of integer, decimal(1), decimal(2), decimal(4) and decimal(8)");
            }
            return new Item(
                    criterion,
                    value,
                    decimals.orElse(UsageItem.MOST_DECIMALS),
                    new DynamicItem(name, unit, value, precision == null ? null : precision.toLowerCase(Locale.ROOT)));
        }

        private BigDecimal number(String column) {
            Object raw = row.get(column);
            try {
                BigDecimal number = new BigDecimal(String.valueOf(raw)).stripTrailingZeros();
                if (number.scale() < 0 && number.precision() - number.scale() <= 18) {
                    number = number.setScale(0);
                }
                if (number.abs().compareTo(LARGEST) > 0) {
                    fault(column, "is beyond 10^16");
                    return null;
                }
                return number;
            } catch (NumberFormatException e) {
                fault(column, "is not a number; write digits with a point, such as 1234.5");
                return null;
            }
        }

        private BigDecimal quantity(UsageProduct product, Item item) {
            if (required(Columns.QUANTITY) == null) {
                return null;
            }
            BigDecimal quantity = number(Columns.QUANTITY);
            if (quantity != null && quantity.signum() < 0) {
                fault(Columns.QUANTITY, "is negative; credits are settled by reconciliation, not by usage records");
            } else if (quantity != null && item != null && product != null && quantity.scale() > item.decimals()) {
                fault(
                        Columns.QUANTITY,
                        "has " + quantity.scale() + " decimals; " + item.value() + " takes " + item.decimals());
            }
            return quantity;
        }

        private LocalDateTime time(String column, boolean isEnd) {
            if (required(column) == null) {
                return null;
            }
            Optional<LocalDateTime> time = RowTime.read(row.get(column));
            if (time.isEmpty()) {
                fault(column, "is not a time; write it in UTC, such as 2026-10-31 23:59:59");
                return null;
            }
            // Many systems give the first moment after: that is the last second of the period.
            boolean justOver = isEnd && time.get().equals(period.next().start());
            LocalDateTime given = justOver ? period.end() : time.get();
            if (given.isBefore(period.start()) || given.isAfter(period.end())) {
                fault(
                        column,
                        "is outside " + period.label() + ", which is " + RowTime.write(period.start()) + " to "
                                + RowTime.write(period.end()) + " UTC");
                return null;
            }
            return given;
        }

        private boolean ordered(LocalDateTime start, LocalDateTime end) {
            if (start == null || end == null) {
                return false;
            }
            if (end.isBefore(start)) {
                fault(Columns.END, "is before " + Columns.START + " (" + RowTime.write(start) + ")");
                return false;
            }
            return true;
        }

        /** Wholly within a time in which nothing could be used: a record that reaches into it is the vendor's to judge. */
        private void active(UsageAsset asset, LocalDateTime start, LocalDateTime end) {
            if (asset.created() != null && end.isBefore(asset.created())) {
                fault(Columns.END, "is before " + asset.id() + " was created (" + RowTime.write(asset.created()) + ")");
            }
            if (options.allowInactive()) {
                return;
            }
            asset.rests().stream()
                    .filter(rest -> rest.covers(start, end))
                    .findFirst()
                    .ifPresent(rest ->
                            fault(Columns.START, "lies in a time in which " + asset.id() + " was not active: " + rest));
        }

        private BigDecimal amount(UsageProduct product) {
            if (product == null || !product.schema().needsAmount()) {
                return null;
            }
            return required(Columns.AMOUNT) == null ? null : positive(number(Columns.AMOUNT));
        }

        private BigDecimal positive(BigDecimal amount) {
            if (amount != null && amount.signum() < 0) {
                fault(Columns.AMOUNT, "is negative; credits are settled by reconciliation, not by usage records");
            }
            return amount;
        }

        private Integer tier(UsageProduct product) {
            if (product == null || !product.schema().needsTier() || required(Columns.TIER) == null) {
                return null;
            }
            String text = value(Columns.TIER);
            if (!text.matches("[0-9]")) {
                fault(Columns.TIER, "is not a tier; write 0 for the customer, 1 and 2 for the resellers above");
                return null;
            }
            return Integer.valueOf(text);
        }

        private Category category() {
            if (!has(Columns.CATEGORY)) {
                return null;
            }
            String id = value(Columns.CATEGORY);
            String name = has(Columns.CATEGORY_NAME)
                    ? value(Columns.CATEGORY_NAME)
                    : options.categories().get(id);
            if (name == null && !id.equals(UsageOptions.GENERAL)) {
                fault(
                        Columns.CATEGORY,
                        "is an unknown category; name it in usage.categories or in the column "
                                + Columns.CATEGORY_NAME);
            }
            return new Category(id, name, value(Columns.CATEGORY_DESCRIPTION));
        }

        /** The record's own, or else that of the settings, or else that of the asset's marketplace. */
        private String currency(UsageProduct product, UsageAsset asset) {
            String usual = options.currency() != null ? options.currency() : asset == null ? null : asset.currency();
            String currency = has(Columns.CURRENCY) ? value(Columns.CURRENCY) : usual;
            if (currency == null && product != null && product.schema().needsAmount()) {
                faults.add(new RowFault(
                        Columns.CURRENCY,
                        null,
                        "is missing; amounts need one: set usage.currency, or give the column"));
            } else if (currency != null && !currency.matches("[A-Z]{3}")) {
                fault(Columns.CURRENCY, "is not a currency; write three capitals, such as USD");
            }
            return currency == null ? "" : currency;
        }

        private Map<String, String> custom(UsageProduct product) {
            Map<String, String> custom = new TreeMap<>();
            row.keySet().stream()
                    .filter(column -> column.startsWith(Columns.CUSTOM))
                    .forEach(column -> custom.put(column, value(column)));
            if (product != null) {
                product.requiredFields().forEach(name -> required(Columns.CUSTOM + name));
            }
            return custom;
        }

        /** Without one of its own, what it is about: the same record gets the same id whenever it is read. */
        private String recordId(
                String asset, Item item, LocalDateTime start, LocalDateTime end, Category category, Integer tier) {
            if (has(Columns.RECORD_ID)) {
                return value(Columns.RECORD_ID);
            }
            String said = String.join(
                    ":",
                    asset,
                    item.value(),
                    start.toString(),
                    end.toString(),
                    category == null ? "" : category.id(),
                    tier == null ? "" : tier.toString());
            return said.length() <= 100 ? said : Fingerprint.hex(said);
        }
    }
}
