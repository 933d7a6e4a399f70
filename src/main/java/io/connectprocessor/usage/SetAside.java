package io.connectprocessor.usage;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.connectprocessor.connect.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bad records: {@code set-aside.csv} holds them by our column names, to be repaired; {@code report.csv} beside it says what is wrong with
 * each. Both replace those of an earlier look when this one is complete. Not thread-safe.
 */
final class SetAside implements Closeable {

    /** By which a repaired row takes the place of the bad one. */
    static final String ID = "set_aside_id";

    private static final String ROWS = "set-aside.csv";
    private static final String REPORT = "report.csv";

    /** Beside these, the custom ones of the first bad record to have any. */
    private static final List<String> COLUMNS = List.of(
            Columns.RECORD_ID,
            Columns.NOTE,
            Columns.ITEM_CRITERION,
            Columns.ITEM_VALUE,
            Columns.MPN,
            Columns.ITEM_ID,
            Columns.QUANTITY,
            Columns.START,
            Columns.END,
            Columns.ASSET_CRITERION,
            Columns.ASSET_VALUE,
            Columns.CATEGORY,
            Columns.CATEGORY_NAME,
            Columns.CATEGORY_DESCRIPTION,
            Columns.AMOUNT,
            Columns.TIER,
            Columns.CURRENCY,
            Columns.ITEM_NAME,
            Columns.ITEM_UNIT,
            Columns.ITEM_MPN,
            Columns.ITEM_PRECISION);

    private final Path folder;
    private final List<String> columns;
    private CsvWriter rows;
    private CsvWriter report;
    private long count;

    /** @param custom names with {@code v.} before them that products ask for */
    SetAside(Path folder, Columns names, Iterable<String> custom) {
        this.folder = folder;
        this.columns = new ArrayList<>(COLUMNS);
        if (!columns.contains(names.assetColumn())) {
            columns.add(names.assetColumn());
        }
        custom.forEach(columns::add);
    }

    static String id(Map<String, Object> row) {
        return Fingerprint.hex(row.toString());
    }

    void add(SourceRow source, Map<String, Object> row, List<RowFault> faults) throws IOException {
        if (rows == null) {
            open(row);
        }
        count++;
        List<String> values = new ArrayList<>();
        values.add(id(row));
        columns.forEach(column -> values.add(text(row.get(column))));
        rows.writeRecord(values);
        for (RowFault fault : faults) {
            report.writeRecord(
                    source.source(),
                    String.valueOf(source.line()),
                    fault.column(),
                    fault.value() == null ? "" : fault.value(),
                    fault.fault());
        }
    }

    private static String text(Object value) {
        if (value instanceof java.math.BigDecimal number) {
            return Json.digits(number);
        }
        return value == null ? "" : RowTimeText.of(value);
    }

    /** Times of Java's are written as the check reads them again. */
    private static final class RowTimeText {
        private RowTimeText() {}

        static String of(Object value) {
            return value instanceof CharSequence || value instanceof Number
                    ? String.valueOf(value)
                    : RowTime.read(value).map(RowTime::write).orElse(String.valueOf(value));
        }
    }

    private void open(Map<String, Object> first) throws IOException {
        first.keySet().stream()
                .filter(column -> column.startsWith(Columns.CUSTOM) && !columns.contains(column))
                .forEach(columns::add);
        PrivateFiles.directories(folder);
        rows = writer(ROWS);
        report = writer(REPORT);
        List<String> header = new ArrayList<>();
        header.add(ID);
        header.addAll(columns);
        rows.writeRecord(header);
        report.writeRecord("source", "line", "column", "value", "fault");
    }

    private CsvWriter writer(String name) throws IOException {
        return CsvWriter.builder().build(PrivateFiles.create(folder.resolve(name + ".new")), StandardCharsets.UTF_8);
    }

    long count() {
        return count;
    }

    /** Puts the files in place of the earlier ones; without any bad record there are none. */
    void complete() throws IOException {
        close();
        for (String name : new String[] {ROWS, REPORT}) {
            if (count == 0) {
                Files.deleteIfExists(folder.resolve(name));
            } else {
                Files.move(folder.resolve(name + ".new"), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (rows != null) {
            rows.close();
            report.close();
            rows = null;
        }
    }
}
