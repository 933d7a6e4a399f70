package io.connectprocessor.usage;

import java.nio.file.Path;

/**
 * What is to be done with a month.
 *
 * @param byHand an operator asks for it: all products are looked at again, and what is parked
 * @param preview where workbooks are written instead of being sent, or null to report
 * @param dryRun nothing is sent, and no workbook written
 */
public record UsageOrder(Period period, boolean byHand, Path preview, boolean dryRun) {

    /** What the schedule asks for. */
    public static UsageOrder due(Period period) {
        return new UsageOrder(period, false, null, false);
    }

    public boolean sends() {
        return preview == null && !dryRun;
    }
}
