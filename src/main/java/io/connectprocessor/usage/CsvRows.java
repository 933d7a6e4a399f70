package io.connectprocessor.usage;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** CSV files with a header line each, one after the other, row by row. Not thread-safe. */
public final class CsvRows implements Iterator<SourceRow>, AutoCloseable {

    private final Iterator<Path> files;
    private final char separator;
    private final Charset charset;
    private CsvReader<NamedCsvRecord> reader;
    private Iterator<NamedCsvRecord> rows;
    private Path file;

    /** @param separator between the fields */
    public CsvRows(Iterable<Path> files, char separator, Charset charset) {
        this.files = files.iterator();
        this.separator = separator;
        this.charset = charset;
    }

    @Override
    public boolean hasNext() {
        while (rows == null || !rows.hasNext()) {
            close();
            if (!files.hasNext()) {
                return false;
            }
            open(files.next());
        }
        return true;
    }

    private void open(Path next) {
        file = next;
        try {
            reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .ignoreDifferentFieldCount(false)
                    .ofNamedCsvRecord(file, charset);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        rows = reader.iterator();
    }

    @Override
    public SourceRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        NamedCsvRecord row = rows.next();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < row.getHeader().size() && i < row.getFieldCount(); i++) {
            values.put(row.getHeader().get(i).strip(), row.getField(i));
        }
        return new SourceRow(String.valueOf(file.getFileName()), row.getStartingLineNumber(), values);
    }

    @Override
    public void close() {
        if (reader == null) {
            return;
        }
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + file + ": " + e.getMessage(), e);
        } finally {
            reader = null;
            rows = null;
        }
    }
}
