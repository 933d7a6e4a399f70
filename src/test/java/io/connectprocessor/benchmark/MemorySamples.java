package io.connectprocessor.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** This process's memory from one look to the next: what the heap held, what a full collection left of it, and what the operating system gave. */
final class MemorySamples implements Contender.Watch {

    static final List<String> COLUMNS = List.of("seconds", "left", "heap_mb", "live_mb", "rss_mb");

    private final long start = System.nanoTime();
    private final Table table = new Table(COLUMNS, new ArrayList<>());

    @Override
    public void left(long left) {
        double heap = heapMegabytes();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        try {
            table.rows()
                    .add(List.of(
                            Table.number(seconds),
                            String.valueOf(left),
                            Table.number(heap),
                            Table.number(heapMegabytes()),
                            Table.number(Consumption.megabytes(
                                    ProcessHandle.current().pid(), "VmRSS"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Table table() {
        return table;
    }

    private static double heapMegabytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }
}
