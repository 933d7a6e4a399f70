package io.connectprocessor.rql;

import java.util.Locale;
import java.util.Map;

/** What people write who know another query language, and what RQL calls it. */
final class Misspelling {

    private static final String KNOWN =
            "the operators are eq ne gt ge lt le in out like ilike and or not ordering select t";
    private static final String RANGE = "write and(ge(property,from),le(property,to))";
    private static final String SORT = "write ordering(-created)";
    private static final String NO_VALUE = "write eq(property,null()) or ne(property,null())";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("lte", "write le(property,value)"),
            Map.entry("gte", "write ge(property,value)"),
            Map.entry("neq", "write ne(property,value)"),
            Map.entry("equals", "write eq(property,value)"),
            Map.entry("nin", "write out(property,(a,b))"),
            Map.entry("notin", "write out(property,(a,b))"),
            Map.entry("range", RANGE),
            Map.entry("between", RANGE),
            Map.entry("sort", SORT),
            Map.entry("order", SORT),
            Map.entry("order_by", SORT),
            Map.entry("orderby", SORT),
            Map.entry("limit", "write limit=100&offset=0"),
            Map.entry("offset", "write limit=100&offset=0"),
            Map.entry("search", "write search=\"term\""),
            Map.entry("fields", "write select(property,-property)"),
            Map.entry("null", NO_VALUE),
            Map.entry("isnull", NO_VALUE),
            Map.entry("exists", NO_VALUE),
            Map.entry("empty", "write eq(property,empty()) or ne(property,empty())"),
            Map.entry("any", "write in(property,(a,b))"),
            Map.entry("contains", "write like(property,*text*), or ilike for any case"),
            Map.entry("startswith", "write like(property,text*), or ilike for any case"),
            Map.entry("endswith", "write like(property,*text), or ilike for any case"));

    private Misspelling() {}

    static String operator(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (isOperator(lower)) {
            return "write " + lower + "(...): operators are lower case";
        }
        return ADVICE.getOrDefault(lower, KNOWN);
    }

    static String infix(String property, String word) {
        if (Syntax.PATTERNS.contains(word)) {
            return "write " + word + "(" + property + ",value)";
        }
        if (Syntax.LISTINGS.contains(word)) {
            return "write " + word + "(" + property + ",(value,value))";
        }
        String advice = operator(word);
        return advice.equals(KNOWN)
                ? "write property=value or property=ge=value; a value with = or ( needs quotes"
                : advice;
    }

    static String negation(Term inner) {
        try {
            return "push it inward: " + Negation.of(inner);
        } catch (IllegalArgumentException noOpposite) {
            return noOpposite.getMessage();
        }
    }

    private static boolean isOperator(String word) {
        return Syntax.COMPARISONS.contains(word)
                || Syntax.LISTINGS.contains(word)
                || Syntax.PATTERNS.contains(word)
                || Syntax.LOGIC.contains(word)
                || Syntax.PROPERTIES.contains(word)
                || Syntax.NOT.equals(word);
    }
}
