package io.connectprocessor.usage;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of the work on one month.
 *
 * @param read records that the source gave
 * @param good records that are reported, or would be
 * @param setAside bad records
 * @param elsewhere records of products that are not reported now
 * @param before records that were reported before, as they are
 * @param otherwise records that were reported before with other values; nothing is sent for them
 * @param files one line for each usage file
 * @param items what each item comes to
 * @param kept where bad records are, or null when there are none
 * @param failure why it did not come to an end, or null
 */
public record UsageSummary(
        Period period,
        long read,
        long good,
        long setAside,
        long elsewhere,
        long before,
        long otherwise,
        List<FileLine> files,
        List<ItemLine> items,
        Path kept,
        String failure) {

    /**
     * @param state as the ledger has it, or {@code would be sent}
     * @param workbook where a preview wrote it, or null
     */
    public record FileLine(String externalId, String fileId, String state, long records, String cause, Path workbook) {}

    public record ItemLine(
            String product,
            String contract,
            String currency,
            String item,
            long records,
            BigDecimal quantity,
            BigDecimal amount) {}
}
