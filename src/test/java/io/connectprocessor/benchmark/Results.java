package io.connectprocessor.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the results go: each part its raw figures (CSV), a table (Markdown) and a plot (SVG), named after part and JDK. */
final class Results {

    private final Path folder;
    private final PrintStream out;

    Results(Path folder, PrintStream out) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.out = out;
    }

    void write(String name, Table figures, Plot plot) throws IOException {
        figures.write(folder.resolve(name + ".csv"));
        if (plot != null) {
            plot.write(folder.resolve(name + ".svg"));
        }
    }

    /** Says it, too. */
    void tell(String name, String words, List<String> heads, List<List<String>> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(words);
        lines.add("");
        lines.add("| " + String.join(" | ", heads) + " |");
        lines.add("|---".repeat(heads.size()) + "|");
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        Files.write(folder.resolve(name + ".md"), lines);
        out.println();
        lines.forEach(out::println);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
