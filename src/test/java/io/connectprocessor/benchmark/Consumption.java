package io.connectprocessor.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What this process has used since the object was made: CPU, and the memory that its living threads have allocated. */
final class Consumption {

    private final long cpu = cpuNanos();
    private final Map<Long, Long> allocated = allocated();
    private final Map<String, Double> threads = Threads.millis();

    double cpuMillis() {
        return (cpuNanos() - cpu) / 1e6;
    }

    double allocatedKilobytes() {
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
            bytes += thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L);
        }
        return bytes / 1024.0;
    }

    /** Milliseconds of CPU by kind of thread, of the threads that live still. */
    Map<String, Double> threads() {
        Map<String, Double> used = Threads.millis();
        used.replaceAll((kind, millis) -> Math.max(0, millis - threads.getOrDefault(kind, 0.0)));
        return used;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Map<Long, Long> allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(0, bytes[i]));
        }
        return byThread;
    }

    /** A line of Linux's {@code /proc/<pid>/status} in megabytes, {@code VmHWM} for the peak or {@code VmRSS}; 0 elsewhere. */
    static double megabytes(long pid, String line) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(each -> each.startsWith(line + ":"))
                .mapToDouble(each -> Double.parseDouble(each.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
