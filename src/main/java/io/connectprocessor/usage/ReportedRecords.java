package io.connectprocessor.usage;

import java.nio.ByteBuffer;

/** The records of a product and month that were reported before: 24 bytes each, in one table. Not thread-safe. */
final class ReportedRecords {

    private long[] table = new long[3 * 64];
    private int size;

    enum Standing {
        NEW,
        REPORTED,
        REPORTED_OTHERWISE
    }

    /** @param fingerprints as the ledger keeps them */
    void add(byte[] fingerprints) {
        ByteBuffer bytes = ByteBuffer.wrap(fingerprints);
        while (bytes.hasRemaining()) {
            add(bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }

    private void add(long high, long low, long content) {
        if (size * 3L >= table.length / 2) {
            grow();
        }
        int slot = slot(high, low);
        if (isFree(slot)) {
            size++;
        }
        table[slot] = high;
        table[slot + 1] = low;
        table[slot + 2] = content;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        size = 0;
        for (int slot = 0; slot < old.length; slot += 3) {
            if (old[slot] != 0 || old[slot + 1] != 0) {
                add(old[slot], old[slot + 1], old[slot + 2]);
            }
        }
    }

    private int slot(long high, long low) {
        int places = table.length / 3;
        int place = (int) Long.remainderUnsigned(low, places);
        while (!isFree(3 * place) && (table[3 * place] != high || table[3 * place + 1] != low)) {
            place = place + 1 == places ? 0 : place + 1;
        }
        return 3 * place;
    }

    private boolean isFree(int slot) {
        return table[slot] == 0 && table[slot + 1] == 0;
    }

    Standing standing(Fingerprint record) {
        if (size == 0) {
            return Standing.NEW;
        }
        int slot = slot(record.high(), record.low());
        if (isFree(slot)) {
            return Standing.NEW;
        }
        return table[slot + 2] == record.content() ? Standing.REPORTED : Standing.REPORTED_OTHERWISE;
    }

    int size() {
        return size;
    }
}
