package io.connectprocessor.usage;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An item of a product.
 *
 * @param decimals digits behind the point that its quantities may have; 8 when the platform does not say
 * @param payAsYouGo whether its type is pay-as-you-go
 */
record UsageItem(String globalId, String localId, String mpn, int decimals, boolean payAsYouGo) {

    static final int MOST_DECIMALS = 8;

    private static final Pattern PRECISION = Pattern.compile("decimal\\(([1248])\\)");

    /** As listed (OpenAPI 37.0, GET /products/{id}/items). */
    static UsageItem of(Map<?, ?> json) {
        return new UsageItem(
                text(json.get("id")),
                text(json.get("local_id")),
                text(json.get("mpn")),
                decimals(text(json.get("precision"))).orElse(MOST_DECIMALS),
                !"reservation".equalsIgnoreCase(text(json.get("type"))));
    }

    /** {@code integer}, {@code decimal(1)}, {@code decimal(2)}, {@code decimal(4)} or {@code decimal(8)}, in any case. */
    static OptionalInt decimals(String precision) {
        String word = precision == null ? "" : precision.toLowerCase(Locale.ROOT);
        if (word.equals("integer")) {
            return OptionalInt.of(0);
        }
        Matcher decimal = PRECISION.matcher(word);
        return decimal.matches() ? OptionalInt.of(Integer.parseInt(decimal.group(1))) : OptionalInt.empty();
    }

    private static String text(Object value) {
        return value == null ? null : String.valueOf(value);
    }
}
