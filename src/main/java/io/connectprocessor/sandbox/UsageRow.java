package io.connectprocessor.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record of a usage workbook as it stands there; numbers as the workbook writes them.
 *
 * @param number as a spreadsheet counts; the header is 1
 * @param values one for each header, "" for an empty cell
 */
record UsageRow(int number, List<String> headers, String[] values) {

    /** "" when there is no such column. */
    String get(String column) {
        int index = headers.indexOf(column);
        return index < 0 ? "" : values[index];
    }

    boolean has(String column) {
        return !get(column).isBlank();
    }

    Map<String, String> cells() {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            cells.put(headers.get(i), values[i]);
        }
        return cells;
    }
}
