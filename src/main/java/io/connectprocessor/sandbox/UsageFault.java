package io.connectprocessor.sandbox;

/**
 * What is wrong with one cell of a usage workbook.
 *
 * @param row as a spreadsheet counts; the header is 1
 * @param value as it was read
 */
record UsageFault(int row, String column, String code, String message, String value) {

    String text() {
        return "Row " + row + ", " + column + ": " + message;
    }
}
