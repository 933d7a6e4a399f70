package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows in ascending order of created, then of their number; counts a range without walking it. Guarded by its collection's lock. */
final class OrderedRows<R extends Row> {

    static final Comparator<Row> ORDER = Comparator.comparing(Row::created).thenComparingLong(Row::number);
    private static final int CHUNK = 512;

    private final List<List<R>> chunks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    R first() {
        return chunks.get(0).get(0);
    }

    R last() {
        return lastOf(chunks.size() - 1);
    }

    void add(R row) {
        size++;
        if (chunks.isEmpty()) {
            chunks.add(new ArrayList<>(List.of(row)));
            return;
        }
        int c = chunkFor(row);
        List<R> chunk = chunks.get(c);
        chunk.add(lowerBound(chunk, row), row);
        if (chunk.size() > CHUNK) {
            List<R> upper = chunk.subList(CHUNK / 2, chunk.size());
            chunks.add(c + 1, new ArrayList<>(upper));
            upper.clear();
        }
    }

    void remove(R row) {
        int c = chunkFor(row);
        List<R> chunk = chunks.get(c);
        int i = lowerBound(chunk, row);
        if (i == chunk.size() || chunk.get(i) != row) {
            throw new IllegalStateException("The index has lost " + row.id());
        }
        chunk.remove(i);
        size--;
        if (chunk.isEmpty()) {
            chunks.remove(c);
        }
    }

    /** How many were created before the instant; null: none. */
    int countBefore(Instant created) {
        if (created == null) {
            return 0;
        }
        int count = 0;
        for (List<R> chunk : chunks) {
            if (!chunk.get(chunk.size() - 1).created().isBefore(created)) {
                return count + firstAt(chunk, created);
            }
            count += chunk.size();
        }
        return count;
    }

    /** Rows from the given instant on; null: all. */
    Iterator<R> from(Instant created) {
        int c = 0;
        while (created != null && c < chunks.size() && lastOf(c).created().isBefore(created)) {
            c++;
        }
        int i = created == null || c == chunks.size() ? 0 : firstAt(chunks.get(c), created);
        return new Walk(c, i);
    }

    private R lastOf(int c) {
        List<R> chunk = chunks.get(c);
        return chunk.get(chunk.size() - 1);
    }

    private int chunkFor(Row row) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ORDER.compare(lastOf(middle), row) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int lowerBound(List<? extends Row> chunk, Row row) {
        int low = 0;
        int high = chunk.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ORDER.compare(chunk.get(middle), row) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int firstAt(List<? extends Row> chunk, Instant created) {
        int low = 0;
        int high = chunk.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunk.get(middle).created().isBefore(created)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private final class Walk implements Iterator<R> {
        private int chunk;
        private int index;

        private Walk(int chunk, int index) {
            this.chunk = chunk;
            this.index = index;
        }

        @Override
        public boolean hasNext() {
            return chunk < chunks.size() && index < chunks.get(chunk).size();
        }

        @Override
        public R next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            R row = chunks.get(chunk).get(index++);
            if (index == chunks.get(chunk).size()) {
                chunk++;
                index = 0;
            }
            return row;
        }
    }
}
