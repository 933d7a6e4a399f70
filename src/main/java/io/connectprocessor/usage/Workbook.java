package io.connectprocessor.usage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.Worksheet;

/**
 * The workbook of a usage file: the sheets {@code records} and {@code categories}, rows written as they come. Ids and times are text, so that
 * no program takes them for numbers or dates of its own; numbers with more digits than a cell keeps are text as well.
 */
final class Workbook {

    /** A sheet of this format holds one more, the header. */
    static final int MOST_ROWS = 1_048_575;

    private static final String GENERAL_NAME = "General";
    private static final int EXACT_DIGITS = 15;
    private static final int ROWS_IN_MEMORY = 500;
    private static final int BUFFER = 1 << 15;

    private final GroupFile records;
    private final boolean dynamic;
    private final Map<String, String> categoryNames;
    private final List<String> custom = new ArrayList<>();

    /**
     * @param product its required custom fields become columns even when no record has them
     * @param categoryNames of categories that records name by id alone
     */
    Workbook(GroupFile records, UsageProduct product, Map<String, String> categoryNames) {
        this.records = records;
        this.dynamic = product.dynamic();
        this.categoryNames = categoryNames;
        TreeSet<String> names = new TreeSet<>();
        records.custom().forEach(names::add);
        product.requiredFields().forEach(name -> names.add(Columns.CUSTOM + name));
        custom.addAll(names);
    }

    /** Whether two workbooks hold the same sheets, byte for byte; when they were written is told beside the sheets and does not count. */
    static boolean same(Path one, Path other) throws IOException {
        try (ZipFile first = new ZipFile(one.toFile());
                ZipFile second = new ZipFile(other.toFile())) {
            List<String> parts = parts(first);
            if (!parts.equals(parts(second))) {
                return false;
            }
            for (String part : parts) {
                try (InputStream a = first.getInputStream(first.getEntry(part));
                        InputStream b = second.getInputStream(second.getEntry(part))) {
                    if (!same(a, b)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static List<String> parts(ZipFile workbook) {
        return workbook.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith("xl/"))
                .sorted()
                .toList();
    }

    private static boolean same(InputStream a, InputStream b) throws IOException {
        byte[] left;
        do {
            left = a.readNBytes(BUFFER);
            if (!Arrays.equals(left, b.readNBytes(BUFFER))) {
                return false;
            }
        } while (left.length > 0);
        return true;
    }

    /** @param from of how many records to begin with, from 0 */
    void write(Path file, long from, long count) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                org.dhatim.fastexcel.Workbook workbook =
                        new org.dhatim.fastexcel.Workbook(out, "connect-processor", null)) {
            try (Worksheet sheet = workbook.newWorksheet("records")) {
                Rows rows = new Rows(sheet);
                rows.header();
                records.read(from, count, (record, bytes) -> rows.add(record));
            }
            try (Worksheet sheet = workbook.newWorksheet("categories")) {
                categories(sheet);
            }
        }
    }

    private void categories(Worksheet sheet) {
        String[] header = {"category_id", "category_name", "category_description"};
        for (int column = 0; column < header.length; column++) {
            sheet.inlineString(0, column, header[column]);
        }
        int row = 1;
        Map<String, UsageRecord.Category> named = records.categories();
        if (!named.containsKey(UsageOptions.GENERAL)) {
            category(sheet, row++, new UsageRecord.Category(UsageOptions.GENERAL, null, null));
        }
        for (UsageRecord.Category category : named.values()) {
            category(sheet, row++, category);
        }
    }

    private void category(Worksheet sheet, int row, UsageRecord.Category category) {
        String name = category.name() != null
                ? category.name()
                : categoryNames.getOrDefault(
                        category.id(), category.id().equals(UsageOptions.GENERAL) ? GENERAL_NAME : category.id());
        sheet.inlineString(row, 0, category.id());
        sheet.inlineString(row, 1, name);
        sheet.inlineString(row, 2, category.description() == null ? name : category.description());
    }

    private final class Rows {

        private final Worksheet sheet;
        private final UsageSchema schema = records.group().schema();
        private int row;
        private int column;

        Rows(Worksheet sheet) {
            this.sheet = sheet;
        }

        void header() throws IOException {
            for (String name : new String[] {
                Columns.RECORD_ID,
                Columns.NOTE,
                Columns.ITEM_CRITERION,
                Columns.ITEM_VALUE,
                Columns.QUANTITY,
                Columns.START,
                Columns.END,
                Columns.ASSET_CRITERION,
                Columns.ASSET_VALUE,
                Columns.CATEGORY
            }) {
                text(name);
            }
            if (schema.needsAmount()) {
                text(Columns.AMOUNT);
            }
            if (schema.needsTier()) {
                text(Columns.TIER);
            }
            if (dynamic) {
                text(Columns.ITEM_NAME);
                text(Columns.ITEM_UNIT);
                text(Columns.ITEM_MPN);
                text(Columns.ITEM_PRECISION);
            }
            custom.forEach(this::text);
            next();
        }

        void add(UsageRecord record) throws IOException {
            text(record.recordId());
            text(record.note());
            text(record.itemCriterion());
            text(record.itemValue());
            number(record.quantity());
            text(RowTime.write(record.start()));
            text(RowTime.write(record.end()));
            text(record.assetCriterion());
            text(record.assetValue());
            text(
                    record.category() == null
                            ? UsageOptions.GENERAL
                            : record.category().id());
            if (schema.needsAmount()) {
                number(record.amount());
            }
            if (schema.needsTier()) {
                number(BigDecimal.valueOf(record.tier()));
            }
            if (dynamic) {
                UsageRecord.DynamicItem item = record.dynamic();
                text(item == null ? null : item.name());
                text(item == null ? null : item.unit());
                text(item == null ? null : item.mpn());
                text(item == null ? null : item.precision());
            }
            custom.forEach(name -> text(record.custom().get(name)));
            next();
        }

        private void text(String value) {
            if (value != null) {
                sheet.inlineString(row, column, value);
            }
            column++;
        }

        private void number(BigDecimal value) {
            if (value.precision() <= EXACT_DIGITS) {
                sheet.value(row, column, value);
                column++;
            } else {
                text(value.toPlainString());
            }
        }

        private void next() throws IOException {
            row++;
            column = 0;
            if (row % ROWS_IN_MEMORY == 0) {
                sheet.flush();
            }
        }
    }
}
