package io.connectprocessor.failure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets and customers' data out of what is shown or kept. Of a request, only what says which request it is stays: ids, types,
 * statuses, dates, part numbers and quantities. Of a text, keys, tokens, addresses and every value that the request holds are masked.
 */
public final class Redaction {

    private static final String MASK = "***";
    private static final char CUT = '…';
    private static final int SHORTEST_VALUE = 4;
    private static final int LONGEST_LIST = 50;
    private static final int DEEPEST = 12;
    private static final Set<String> SHOWN = Set.of(
            "id",
            "type",
            "status",
            "created",
            "updated",
            "mpn",
            "quantity",
            "old_quantity",
            "item_type",
            "period",
            "phase",
            "scope",
            "scopes",
            "tier_level",
            "planned_date",
            "effective_date",
            "global_id",
            "environment",
            "version",
            "at");
    /** What a customer may fill in as they like: masked whole, names of fields included. */
    private static final Set<String> FREE = Set.of("value", "structured_value", "value_error", "external_attributes");
    /** Where customers' data stands; names of products, templates and parameters, which error texts need, are not among it. */
    private static final Set<String> PERSONAL = Set.of(
            "value",
            "structured_value",
            "value_error",
            "tiers",
            "account",
            "customer",
            "external_id",
            "external_uid",
            "external_attributes",
            "activation_key",
            "activation",
            "params_form_url",
            "note",
            "notes",
            "assignee");

    /** The last one is no secret everywhere. */
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("SU-[0-9-]+:[^\\s\"']+"),
            Pattern.compile("(?i)(bearer|apikey)\\s+[^\\s\"',;]+"),
            Pattern.compile("(?i)\\b(password|secret|token|api[_-]?key)\\b[\"']?\\s*[:=]\\s*[\"']?[^\\s\"'&,;]{6,}"),
            Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)*"));

    /** Blanks, and what terminals and viewers obey: control characters of both kinds, and those that turn the direction of writing. */
    private static final Pattern UNSHOWN =
            Pattern.compile("[\\s\\p{Cntrl}\\x{80}-\\x{9F}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

    private Redaction() {}

    /** The text as it may stand in a log or on a terminal: on one line, each run of blanks and of what would be obeyed there as one blank. */
    public static String oneLine(String text) {
        return UNSHOWN.matcher(text).replaceAll(" ").strip();
    }

    /** A copy of the request in which every other value is masked; lists are cut to 50 entries, nesting to 12 levels. */
    public static Object ofRequest(Object json) {
        return mask(json, false, 0);
    }

    /**
     * The text with keys, tokens and what is named a password masked, and these values.
     *
     * @param secrets values of the request that are nobody else's to read
     */
    public static String ofSecrets(String text, Collection<String> secrets) {
        String masked = text;
        for (Pattern secret : SECRETS.subList(0, SECRETS.size() - 1)) {
            masked = secret.matcher(masked).replaceAll(MASK);
        }
        for (String value : secrets) {
            masked = value.length() < SHORTEST_VALUE ? masked : masked.replace(value, MASK);
        }
        return masked;
    }

    /** The text with secrets, e-mail addresses and the request's own values masked. */
    public static String ofText(String text, Object json) {
        if (text == null) {
            return null;
        }
        String masked = text;
        for (Pattern secret : SECRETS) {
            masked = secret.matcher(masked).replaceAll(MASK);
        }
        Set<String> values = new HashSet<>();
        collect(json, false, false, values, 0);
        List<String> longestFirst = new ArrayList<>(values);
        longestFirst.sort((a, b) -> b.length() - a.length());
        for (String value : longestFirst) {
            masked = withoutCutOff(masked.replace(value, MASK), value);
        }
        return masked;
    }

    /** A long text was cut before it got here, and may end in the middle of a value. */
    private static String withoutCutOff(String text, String value) {
        int cut = text.indexOf(CUT);
        for (int length = Math.min(value.length(), Math.max(cut, 0)); length >= SHORTEST_VALUE; length--) {
            if (text.startsWith(value.substring(0, length), cut - length)) {
                return text.substring(0, cut - length) + MASK + text.substring(cut);
            }
        }
        return text;
    }

    private static Object mask(Object json, boolean shown, int depth) {
        if (json instanceof Map<?, ?> map) {
            if (depth >= DEEPEST) {
                return MASK;
            }
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(
                    String.valueOf(key),
                    FREE.contains(key) ? value == null ? null : MASK : mask(value, SHOWN.contains(key), depth + 1)));
            return copy;
        }
        if (json instanceof List<?> list) {
            return depth >= DEEPEST
                    ? MASK
                    : list.stream()
                            .limit(LONGEST_LIST)
                            .map(value -> mask(value, shown, depth + 1))
                            .toList();
        }
        return json == null || json instanceof Boolean || shown && isShort(json) ? json : MASK;
    }

    private static boolean isShort(Object value) {
        return String.valueOf(value).length() <= 64;
    }

    /** @param free everything below is the customer's, whatever its name */
    private static void collect(Object json, boolean personal, boolean free, Set<String> values, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (json instanceof Map<?, ?> map) {
            map.forEach((key, value) -> collect(
                    value,
                    free || (personal || PERSONAL.contains(key)) && !SHOWN.contains(key),
                    free || FREE.contains(key),
                    values,
                    depth + 1));
        } else if (json instanceof List<?> list) {
            list.stream().limit(LONGEST_LIST).forEach(value -> collect(value, personal, free, values, depth + 1));
        } else if (personal && (json instanceof String || json instanceof Number)) {
            collect(String.valueOf(json), values);
        }
    }

    /** As it stands, and as it stands in messages: on one line, and inside JSON. */
    private static void collect(String value, Set<String> values) {
        String text = value.length() > 200 ? value.substring(0, 200) : value;
        String line = oneLine(text);
        if (line.length() >= SHORTEST_VALUE) {
            values.add(text);
            values.add(line);
            values.add(line.replace("\\", "\\\\").replace("\"", "\\\""));
        }
    }
}
