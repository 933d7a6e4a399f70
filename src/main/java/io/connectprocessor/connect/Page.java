package io.connectprocessor.connect;

import java.util.List;

/**
 * One page of a collection.
 *
 * @param rows as sent; a row may be anything
 * @param total how many rows matched when the page was made, from {@code Content-Range: items 0-99/250}, or -1 when the header says nothing
 */
public record Page(List<Object> rows, long total) {

    static long total(String contentRange) {
        if (contentRange == null) {
            return -1;
        }
        String text = contentRange.substring(contentRange.lastIndexOf('/') + 1).strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException star) {
            return -1;
        }
    }
}
