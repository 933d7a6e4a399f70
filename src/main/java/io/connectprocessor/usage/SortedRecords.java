package io.connectprocessor.usage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts any number of records by product and record id, in a memory that does not grow with them: what fills 16 MB is sorted and written to a
 * file, and the files are merged. Not thread-safe.
 */
final class SortedRecords implements Closeable {

    private static final long MEMORY = 16 << 20;
    private static final int OVERHEAD = 160;
    private static final int MOST_RUNS = 128;
    private static final int BUFFER = 1 << 15;

    static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::product).thenComparing(Entry::recordId).thenComparingLong(Entry::rank);

    private final Path folder;
    private final List<Path> runs = new ArrayList<>();
    private final List<Entry> buffer = new ArrayList<>();
    private long buffered;
    private int written;

    SortedRecords(Path folder) {
        this.folder = folder;
    }

    /**
     * @param rank the first of two with the same id is the one that counts
     * @param source where it comes from
     * @param bytes the record itself
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(String product, String recordId, long rank, String source, long line, byte[] bytes) {}

    interface Reader {
        void read(Entry entry) throws IOException;
    }

    void add(Entry entry) throws IOException {
        buffer.add(entry);
        buffered += entry.bytes().length
                + 2L * (entry.recordId().length() + entry.product().length())
                + OVERHEAD;
        if (buffered >= MEMORY) {
            spill();
        }
    }

    private void spill() throws IOException {
        buffer.sort(ORDER);
        Path run = PrivateFiles.create(folder.resolve("run-" + written++));
        try (DataOutputStream out = output(run)) {
            for (Entry entry : buffer) {
                write(out, entry);
            }
        }
        runs.add(run);
        buffer.clear();
        buffered = 0;
        if (runs.size() >= MOST_RUNS) {
            shorten();
        }
    }

    private void shorten() throws IOException {
        Path whole = PrivateFiles.create(folder.resolve("run-" + written++));
        try (DataOutputStream out = output(whole)) {
            merge(entry -> write(out, entry));
        }
        for (Path run : runs) {
            Files.delete(run);
        }
        runs.clear();
        runs.add(whole);
    }

    /** Gives all, in order. */
    void read(Reader reader) throws IOException {
        if (runs.isEmpty()) {
            buffer.sort(ORDER);
            for (Entry entry : buffer) {
                reader.read(entry);
            }
            return;
        }
        if (!buffer.isEmpty()) {
            spill();
        }
        merge(reader);
    }

    private void merge(Reader reader) throws IOException {
        PriorityQueue<Run> queue = new PriorityQueue<>(Comparator.comparing(Run::next, ORDER));
        List<Run> open = new ArrayList<>();
        try {
            for (Path path : runs) {
                Run run = new Run(path);
                open.add(run);
                if (run.next() != null) {
                    queue.add(run);
                }
            }
            while (!queue.isEmpty()) {
                Run run = queue.poll();
                reader.read(run.next());
                run.advance();
                if (run.next() != null) {
                    queue.add(run);
                }
            }
        } finally {
            for (Run run : open) {
                run.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        buffer.clear();
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        runs.clear();
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    private static void write(DataOutputStream out, Entry entry) throws IOException {
        out.writeUTF(entry.product());
        out.writeUTF(entry.recordId());
        out.writeLong(entry.rank());
        out.writeUTF(entry.source());
        out.writeLong(entry.line());
        out.writeInt(entry.bytes().length);
        out.write(entry.bytes());
    }

    private static final class Run implements Closeable {

        private final DataInputStream in;
        private Entry next;

        Run(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            advance();
        }

        Entry next() {
            return next;
        }

        void advance() throws IOException {
            String product;
            try {
                product = in.readUTF();
            } catch (EOFException end) {
                next = null;
                return;
            }
            String recordId = in.readUTF();
            long rank = in.readLong();
            String source = in.readUTF();
            long line = in.readLong();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            next = new Entry(product, recordId, rank, source, line, bytes);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
