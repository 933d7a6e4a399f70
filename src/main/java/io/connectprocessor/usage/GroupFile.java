package io.connectprocessor.usage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The records of one group, in order, in a temporary file; and what there is to know of them all. Not thread-safe. */
final class GroupFile implements Closeable {

    /** More items than a person reads are told together. */
    private static final int MOST_ITEMS = 1000;

    private static final String OTHERS = "(others)";

    private final Group group;
    private final Path file;
    private final Map<String, Total> totals = new TreeMap<>();
    private final Map<String, UsageRecord.Category> categories = new TreeMap<>();
    private final TreeSet<String> custom = new TreeSet<>();
    private long records;
    private DataOutputStream out;

    GroupFile(Group group, Path file) throws IOException {
        this.group = group;
        this.file = PrivateFiles.create(file);
    }

    /** What an item comes to. */
    record Total(long records, BigDecimal quantity, BigDecimal amount) {

        Total plus(UsageRecord record) {
            return new Total(
                    records + 1,
                    quantity.add(record.quantity()),
                    record.amount() == null ? amount : amount.add(record.amount()));
        }
    }

    interface Reader {
        void read(UsageRecord record, byte[] bytes) throws IOException;
    }

    Group group() {
        return group;
    }

    long records() {
        return records;
    }

    /** By what records name the item. */
    Map<String, Total> totals() {
        return totals;
    }

    /** Those that records name, by id. */
    Map<String, UsageRecord.Category> categories() {
        return categories;
    }

    /** Names with {@code v.} before them. */
    Iterable<String> custom() {
        return custom;
    }

    void add(UsageRecord record, byte[] bytes) throws IOException {
        if (out == null) {
            out = new DataOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), 1 << 15));
        }
        out.writeInt(bytes.length);
        out.write(bytes);
        records++;
        String item =
                totals.containsKey(record.itemValue()) || totals.size() < MOST_ITEMS ? record.itemValue() : OTHERS;
        totals.merge(item, new Total(0, BigDecimal.ZERO, BigDecimal.ZERO).plus(record), (old, one) -> old.plus(record));
        if (record.category() != null) {
            categories.merge(record.category().id(), record.category(), (a, b) -> a.name() == null ? b : a);
        }
        custom.addAll(record.custom().keySet());
    }

    /** Lets go of the file until more is added or it is read. */
    void rest() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    /** @param from of how many to begin with, from 0 */
    void read(long from, long count, Reader reader) throws IOException {
        rest();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 15))) {
            for (long i = 0; i < from + count; i++) {
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                if (i >= from) {
                    reader.read(UsageRecord.of(bytes), bytes);
                }
            }
        } catch (EOFException e) {
            throw new IOException("the temporary file of " + group + " ended early", e);
        }
    }

    @Override
    public void close() throws IOException {
        rest();
        Files.deleteIfExists(file);
    }
}
