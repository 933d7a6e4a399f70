package io.connectprocessor.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the source calls our columns. */
public final class Columns {

    static final String RECORD_ID = "record_id";
    static final String NOTE = "record_note";
    static final String ITEM_CRITERION = "item_search_criteria";
    static final String ITEM_VALUE = "item_search_value";
    static final String MPN = "mpn";
    static final String ITEM_ID = "item_id";
    static final String QUANTITY = "quantity";
    static final String START = "start_time_utc";
    static final String END = "end_time_utc";
    static final String ASSET_CRITERION = "asset_search_criteria";
    static final String ASSET_VALUE = "asset_search_value";
    static final String ASSET_ID = "asset_id";
    static final String CATEGORY = "category_id";
    static final String CATEGORY_NAME = "category_name";
    static final String CATEGORY_DESCRIPTION = "category_description";
    static final String AMOUNT = "amount";
    static final String TIER = "tier";
    static final String CURRENCY = "currency";
    static final String ITEM_NAME = "item_name";
    static final String ITEM_UNIT = "item_unit";
    static final String ITEM_MPN = "item_mpn";
    static final String ITEM_PRECISION = "item_precision";
    static final String CUSTOM = "v.";

    private static final List<String> FIXED = List.of(
            RECORD_ID,
            NOTE,
            ITEM_CRITERION,
            ITEM_VALUE,
            MPN,
            ITEM_ID,
            QUANTITY,
            START,
            END,
            ASSET_CRITERION,
            ASSET_VALUE,
            ASSET_ID,
            CATEGORY,
            CATEGORY_NAME,
            CATEGORY_DESCRIPTION,
            AMOUNT,
            TIER,
            CURRENCY,
            ITEM_NAME,
            ITEM_UNIT,
            ITEM_MPN,
            ITEM_PRECISION);

    private final String assetCriterion;
    private final List<String> known;
    private final Map<String, String> theirs;

    private Columns(String assetCriterion, Map<String, String> theirs) {
        this.assetCriterion = assetCriterion;
        this.theirs = Map.copyOf(theirs);
        this.known = new ArrayList<>(FIXED);
        if (byParameter(assetCriterion) && !known.contains(parameter(assetCriterion))) {
            known.add(parameter(assetCriterion));
        }
    }

    /**
     * Reads {@code usage.asset} and {@code usage.columns}.
     *
     * @param asset {@code asset.id}, or {@code parameter.} and a parameter's id
     * @param mapping {@code ours=theirs,ours=theirs}; null or blank when the source uses our names
     * @throws IllegalArgumentException naming key, value and what to write
     */
    public static Columns of(String asset, String mapping) {
        if (!asset.equals(Assets.BY_ID) && !(byParameter(asset) && asset.length() > Assets.BY_PARAMETER.length())) {
            throw new IllegalArgumentException("usage.asset: \"" + asset
                    + "\" names no way to find an asset. Write asset.id, or parameter. and the"
                    + " id of a parameter, such as parameter.subscription_id.");
        }
        Columns plain = new Columns(asset, Map.of());
        Map<String, String> theirs = new HashMap<>();
        for (String pair : mapping == null || mapping.isBlank() ? new String[0] : mapping.split(",")) {
            int equals = pair.indexOf('=');
            String ours = equals < 1 ? pair.strip() : pair.substring(0, equals).strip();
            String other = equals < 1 ? "" : pair.substring(equals + 1).strip();
            if (other.isEmpty() || !plain.known.contains(ours) && !ours.startsWith(CUSTOM)) {
                throw new IllegalArgumentException("usage.columns: \"" + pair.strip()
                        + "\" gives no source column to one of ours. Write ours=theirs; ours is one of "
                        + String.join(", ", plain.known) + " or v.name.");
            }
            theirs.put(ours, other);
        }
        return new Columns(asset, theirs);
    }

    /** For rows that have our own names already. */
    Columns ours() {
        return new Columns(assetCriterion, Map.of());
    }

    private static boolean byParameter(String criterion) {
        return criterion.startsWith(Assets.BY_PARAMETER);
    }

    private static String parameter(String criterion) {
        return criterion.substring(Assets.BY_PARAMETER.length());
    }

    /** How an asset is found when the record does not say. */
    String assetCriterion() {
        return assetCriterion;
    }

    /** Our column that names the asset when the record does not say how. */
    String assetColumn() {
        return byParameter(assetCriterion) ? parameter(assetCriterion) : ASSET_ID;
    }

    /** The row by our names, in our order; what is missing or blank is left out, and so is what we do not know. */
    Map<String, Object> ours(Map<String, ?> row) {
        Map<String, Object> ours = new LinkedHashMap<>();
        for (String column : known) {
            put(ours, column, row.get(theirs.getOrDefault(column, column)));
        }
        theirs.forEach((column, other) -> {
            if (column.startsWith(CUSTOM)) {
                put(ours, column, row.get(other));
            }
        });
        row.forEach((name, value) -> {
            if (name.startsWith(CUSTOM)) {
                put(ours, name, value);
            }
        });
        return ours;
    }

    private static void put(Map<String, Object> ours, String column, Object value) {
        boolean blank = value == null
                || value instanceof CharSequence text && text.toString().isBlank();
        if (!blank) {
            ours.putIfAbsent(
                    column, value instanceof CharSequence text ? text.toString().strip() : value);
        }
    }
}
