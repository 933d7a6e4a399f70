package io.connectprocessor.rql;

import io.connectprocessor.rql.Term.Special;
import io.connectprocessor.rql.Term.Text;
import io.connectprocessor.rql.Term.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a documented property takes an operator and its values. */
final class ValueCheck {

    private static final Set<String> EQUALITIES = Set.of("eq", "ne");
    private static final Map<String, Pattern> FORMS = Map.of(
            "integer", Pattern.compile("[+-]?[0-9]+"),
            "boolean", Pattern.compile("true|false"),
            "datetime",
                    Pattern.compile(
                            "\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d(:?\\d\\d)?)?)?"));
    private static final Map<String, String> EXAMPLES = Map.of(
            "integer",
            "a whole number",
            "boolean",
            "true or false",
            "datetime",
            "a date or a time, as in 2026-01-31T10:00:00+00:00");

    private final DocumentedProperty property;
    private final String operator;
    private final List<RqlFinding> findings;

    ValueCheck(DocumentedProperty property, String operator, List<RqlFinding> findings) {
        this.property = property;
        this.operator = operator;
        this.findings = findings;
    }

    void of(int column, List<Value> values) {
        if (!operatorFits(column, values)) {
            return;
        }
        for (Value value : values) {
            if (value instanceof Special special) {
                special(special);
            } else if (value instanceof Text text) {
                text(text);
            }
        }
    }

    /** {@code null()} is compared by {@code eq} and {@code ne} wherever the null lookup is documented, even if these two are not. */
    private boolean operatorFits(int column, List<Value> values) {
        boolean nullOnly = EQUALITIES.contains(operator)
                && property.lookups().contains("null")
                && values.stream().allMatch(value -> value.toString().equals(Special.NULL));
        if (property.lookups().contains(operator) || nullOnly) {
            return true;
        }
        find(column, "'" + property.name() + "' does not take " + operator, allowed());
        return false;
    }

    private String allowed() {
        List<String> operators = property.lookups().stream()
                .filter(lookup -> !lookup.equals("null"))
                .toList();
        return operators.isEmpty() ? "it can be named in select only" : "it takes " + String.join(", ", operators);
    }

    private void special(Special special) {
        boolean isNull = special.token().equals(Special.NULL);
        boolean listed = isNull && Syntax.LISTINGS.contains(operator);
        if (!EQUALITIES.contains(operator) && !listed) {
            find(special.column(), special + " cannot be compared by " + operator, "use it with eq or ne");
        } else if (isNull && !property.lookups().contains("null")) {
            find(special.column(), "'" + property.name() + "' does not take null()", "leave the condition out");
        }
    }

    private void text(Text text) {
        if (!text.quoted()
                && Syntax.isBlank(text.text().codePointBefore(text.text().length()))) {
            find(
                    text.column(),
                    "a blank or line break ends the value and is compared with it",
                    "take it out, or put the value into quotes");
        } else if (Syntax.PATTERNS.contains(operator)) {
            pattern(text);
        } else if (!property.values().isEmpty() && !property.values().contains(text.text())) {
            find(
                    text.column(),
                    "'" + text.text() + "' is no documented value of '" + property.name() + "'",
                    "write one of " + String.join(", ", property.values()));
        } else if (FORMS.containsKey(property.type())
                && !FORMS.get(property.type()).matcher(text.text()).matches()) {
            find(
                    text.column(),
                    "'" + text.text() + "' does not fit '" + property.name() + "'",
                    "write " + EXAMPLES.get(property.type()));
        }
    }

    private void pattern(Text text) {
        if (Wildcards.doubled(text.text())) {
            find(
                    text.column(),
                    "two wildcards side by side, which Connect refuses",
                    "write a single *, or \\* for the character");
        }
    }

    private void find(int column, String what, String advice) {
        findings.add(new RqlFinding(column, what, advice));
    }
}
