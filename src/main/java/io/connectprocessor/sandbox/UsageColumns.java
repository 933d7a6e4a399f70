package io.connectprocessor.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of the sheets (cloudblue/agent-skills, connect-usage-converter; {@code asset_recon_id}: cloudblue/connect-php-sdk). Headers are matched by name, in any order; one that nobody knows is an
 * error.
 */
final class UsageColumns {

    static final List<String> REQUIRED = List.of(
            "record_id",
            "item_search_criteria",
            "item_search_value",
            "quantity",
            "start_time_utc",
            "end_time_utc",
            "asset_search_criteria",
            "asset_search_value");
    static final List<String> OF_DYNAMIC_ITEMS = List.of("item_name", "item_unit", "item_mpn", "item_precision");
    static final List<String> OF_CATEGORIES = List.of("category_id", "category_name", "category_description");
    private static final Set<String> OPTIONAL =
            Set.of("record_note", "category_id", "amount", "tier", "asset_recon_id");

    private UsageColumns() {}

    /** Null: they are as they should be; otherwise what is wrong. */
    static String wrong(List<String> headers, UsageTerms terms) {
        Set<String> seen = new HashSet<>();
        for (String header : headers) {
            boolean known = REQUIRED.contains(header)
                    || OPTIONAL.contains(header)
                    || OF_DYNAMIC_ITEMS.contains(header)
                    || header.matches("v\\..+");
            if (!known) {
                return "The sheet records has an unknown column \"" + header + "\".";
            }
            if (!seen.add(header)) {
                return "The sheet records has the column " + header + " twice.";
            }
        }
        return missing("records", required(terms), seen);
    }

    private static List<String> required(UsageTerms terms) {
        List<String> required = new ArrayList<>(REQUIRED);
        if (terms.wantsAmount()) {
            required.add("amount");
        }
        if (terms.wantsTier()) {
            required.add("tier");
        }
        required.addAll(terms.customColumns());
        return required;
    }

    /** @param headers null: there is no such sheet, which is fine */
    static String wrongCategories(List<String> headers) {
        if (headers == null) {
            return null;
        }
        for (String header : headers) {
            if (!OF_CATEGORIES.contains(header)) {
                return "The sheet categories has an unknown column \"" + header + "\".";
            }
        }
        return missing("categories", OF_CATEGORIES, new HashSet<>(headers));
    }

    private static String missing(String sheet, List<String> required, Set<String> present) {
        for (String column : required) {
            if (!present.contains(column)) {
                return "The sheet " + sheet + " has no column " + column + ".";
            }
        }
        return null;
    }
}
