package io.connectprocessor.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The CPU of this process's threads by what they do, the JVM's own included, as Linux's scheduler counts it, in nanoseconds. */
final class Threads {

    /** Linux keeps the first 15 characters of a thread's name, newer JDKs give it seven of the beginning and six of the end. */
    private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("JIT compiler", Pattern.compile("C[12] Comp.*|.*Compiler.*|Sweeper.*"));
        KINDS.put("garbage collector and VM", Pattern.compile("G1.*|GC Thr.*|VM .*|Monitor.*|Service Thread|Signal.*"));
        KINDS.put("flight recorder", Pattern.compile("JFR.*"));
        KINDS.put("ledger", Pattern.compile("ledger.*|MVStore.*|H2.*|Generate Hash.*"));
        KINDS.put("workers", Pattern.compile("Camel.*|ForkJoin.*|raw client"));
        KINDS.put("poll", Pattern.compile("java|main|poll.*"));
    }

    private Threads() {}

    /** Empty where there is no {@code /proc}. */
    static Map<String, Double> millis() {
        Map<String, Double> byKind = new TreeMap<>();
        Path tasks = Path.of("/proc/self/task");
        if (Files.exists(tasks)) {
            try (Stream<Path> all = Files.list(tasks)) {
                for (Path task : all.toList()) {
                    add(task, byKind);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return byKind;
    }

    private static void add(Path task, Map<String, Double> byKind) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            // The time on a core, the time spent waiting for one, the number of turns.
            String[] turns = Files.readString(task.resolve("schedstat")).split(" ");
            byKind.merge(kind(name), Long.parseLong(turns[0]) / 1e6, Double::sum);
        } catch (IOException e) {
            // The list may be older than the thread's end.
            if (Files.exists(task)) {
                throw e;
            }
        }
    }

    private static String kind(String name) {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().matcher(name).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("other");
    }

    static String text(Map<String, Double> threads) {
        return threads.isEmpty()
                ? "none"
                : threads.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s=%.4f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(";"));
    }

    static Map<String, Double> parse(String text) {
        return Stream.of(text.split(";"))
                .filter(each -> each.contains("="))
                .map(each -> each.split("="))
                .collect(Collectors.toMap(
                        each -> each[0], each -> Double.parseDouble(each[1]), Double::sum, TreeMap::new));
    }
}
