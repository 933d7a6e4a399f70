package io.connectprocessor.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers in columns, kept as CSV. */
record Table(List<String> columns, List<List<String>> rows) {

    static Table of(String... columns) {
        return new Table(List.of(columns), new ArrayList<>());
    }

    static Table read(Path file) throws IOException {
        List<List<String>> lines = Files.readAllLines(file).stream()
                .map(line -> List.of(line.split(",")))
                .toList();
        return new Table(lines.get(0), lines.subList(1, lines.size()));
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                String.join(",", columns) + "\n"
                        + rows.stream().map(row -> String.join(",", row) + "\n").collect(Collectors.joining()));
    }

    String text(List<String> row, String column) {
        return row.get(columns.indexOf(column));
    }

    double number(List<String> row, String column) {
        return Double.parseDouble(text(row, column));
    }

    /** The median of a column over the rows that have these texts in other columns. */
    double median(String column, Map<String, String> where) {
        double[] values = rows.stream()
                .filter(row -> where.entrySet().stream()
                        .allMatch(each -> text(row, each.getKey()).equals(each.getValue())))
                .mapToDouble(row -> number(row, column))
                .sorted()
                .toArray();
        return median(values);
    }

    static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
