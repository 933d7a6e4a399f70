package io.connectprocessor.usage;

import java.util.Iterator;
import java.util.Map;

/** Where the records of a month come from. May be asked again for the same month; should give the same then. */
public interface UsageSource {

    /**
     * Gives the records one by one, each a {@link SourceRow} or a Map. If it is {@link AutoCloseable} it is closed after use.
     *
     * @throws RuntimeException when they cannot be had now; so may the iterator
     */
    Iterator<?> records(Period period);

    /** The row, with a number when the source gave none. */
    static SourceRow row(Object given, long number) {
        if (given instanceof SourceRow row) {
            return row;
        }
        if (given instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<String, ?> values = (Map<String, ?>) map;
            return new SourceRow("source", number, values);
        }
        throw new IllegalArgumentException("Usage record " + number + " is "
                + (given == null ? "null" : "a " + given.getClass().getName())
                + ". Give each record as a Map of column names and values.");
    }
}
