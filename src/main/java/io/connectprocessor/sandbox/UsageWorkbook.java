package io.connectprocessor.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** A usage workbook on disk, read row by row. */
final class UsageWorkbook implements Closeable {

    private static final int MOST_COLUMNS = 200;

    private final ReadableWorkbook workbook;
    private final Sheet records;

    private UsageWorkbook(ReadableWorkbook workbook, Sheet records) {
        this.workbook = workbook;
        this.records = records;
    }

    /** The file is no such workbook; the message says why. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** @param sheetNames of the records, the preferred one first */
    static UsageWorkbook open(Path file, List<String> sheetNames) throws UnreadableException {
        ReadableWorkbook workbook;
        try {
            workbook = new ReadableWorkbook(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("The file is not an XLSX workbook.");
        }
        for (String name : sheetNames) {
            Sheet sheet = workbook.findSheet(name).orElse(null);
            if (sheet != null) {
                return new UsageWorkbook(workbook, sheet);
            }
        }
        String found = workbook.getSheets().map(Sheet::getName).toList().toString();
        close(workbook);
        throw new UnreadableException("The workbook has no sheet " + sheetNames.get(0) + "; it has " + found + ".");
    }

    /** The names in the first row of the records. */
    List<String> headers() throws UnreadableException {
        return headers(records);
    }

    /** The rows below the header; empty ones are left out. */
    void records(Consumer<UsageRow> consumer) throws UnreadableException {
        rows(records, consumer);
    }

    /** Null when the workbook has no such sheet. */
    List<String> categoryHeaders() throws UnreadableException {
        Sheet sheet = workbook.findSheet("categories").orElse(null);
        return sheet == null ? null : headers(sheet);
    }

    List<UsageRow> categories() throws UnreadableException {
        Sheet sheet = workbook.findSheet("categories").orElse(null);
        List<UsageRow> all = new ArrayList<>();
        if (sheet != null) {
            rows(sheet, all::add);
        }
        return all;
    }

    private static List<String> headers(Sheet sheet) throws UnreadableException {
        try (Stream<Row> rows = sheet.openStream()) {
            Iterator<Row> iterator = rows.iterator();
            return iterator.hasNext() ? headers(iterator.next()) : List.of();
        } catch (IOException | ExcelReaderException e) {
            throw unreadable(sheet);
        }
    }

    private static List<String> headers(Row row) {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < Math.min(row.getCellCount(), MOST_COLUMNS); i++) {
            headers.add(text(row, i));
        }
        while (!headers.isEmpty() && headers.get(headers.size() - 1).isEmpty()) {
            headers.remove(headers.size() - 1);
        }
        return headers;
    }

    private static void rows(Sheet sheet, Consumer<UsageRow> consumer) throws UnreadableException {
        try (Stream<Row> rows = sheet.openStream()) {
            Iterator<Row> iterator = rows.iterator();
            List<String> headers = iterator.hasNext() ? headers(iterator.next()) : List.of();
            while (iterator.hasNext()) {
                Row row = iterator.next();
                String[] values = new String[headers.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = text(row, i);
                }
                if (Arrays.stream(values).anyMatch(value -> !value.isBlank())) {
                    consumer.accept(new UsageRow(row.getRowNum(), headers, values));
                }
            }
        } catch (IOException | ExcelReaderException e) {
            throw unreadable(sheet);
        }
    }

    private static UnreadableException unreadable(Sheet sheet) {
        return new UnreadableException("The sheet " + sheet.getName() + " cannot be read.");
    }

    private static String text(Row row, int column) {
        Cell cell = row.hasCell(column) ? row.getCell(column) : null;
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return "";
        }
        String text = cell.getType() == CellType.STRING ? cell.asString() : cell.getRawValue();
        return text == null ? "" : text;
    }

    @Override
    public void close() {
        close(workbook);
    }

    private static void close(ReadableWorkbook workbook) {
        try {
            workbook.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
