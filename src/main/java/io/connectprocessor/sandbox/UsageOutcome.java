package io.connectprocessor.sandbox;

import java.util.List;

/**
 * What the check of a usage workbook found.
 *
 * @param fatal why its records were not looked at; null: they were
 * @param faults the first thousand
 */
record UsageOutcome(String fatal, int records, int invalid, List<UsageFault> faults) {

    static UsageOutcome unreadable(String why) {
        return new UsageOutcome(why, 0, 0, List.of());
    }

    boolean isValid() {
        return fatal == null && invalid == 0;
    }

    /** In the 200 characters that the platform has for it. */
    String detail() {
        if (isValid()) {
            return "";
        }
        String text = fatal != null
                ? fatal
                : invalid + " of " + records + " records are invalid. "
                        + faults.get(0).text();
        return text.length() <= 200 ? text : text.substring(0, 199) + "…";
    }
}
