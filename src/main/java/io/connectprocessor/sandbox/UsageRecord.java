package io.connectprocessor.sandbox;

/**
 * A record of a file that was checked.
 *
 * @param item null: one that the report brings itself, or unknown
 * @param asset null: unknown
 */
record UsageRecord(UsageFile file, String status, UsageRow row, Product.Item item, Asset asset) {

    /** The file's and the row's number: the platform's own form is not documented. */
    String id() {
        return "UR" + file.id.substring(2) + "-" + Digits.of(row.number(), 7);
    }

    String text(String column) {
        return row.get(column);
    }
}
