package io.connectprocessor.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lines over one axis, as SVG. */
final class Plot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int BOTTOM = 48;
    private static final int TOP = 40;
    private static final int RIGHT = 24;
    private static final int TICKS = 5;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#d1495b", "#3c896d", "#7a5195");

    private record Point(double x, double y) {}

    private final String title;
    private final String across;
    private final String upward;
    private final Map<String, List<Point>> lines;
    private final boolean dots;

    private Plot(String title, String across, String upward, Map<String, List<Point>> lines, boolean dots) {
        this.title = title;
        this.across = across;
        this.upward = upward;
        this.lines = lines;
        this.dots = dots;
    }

    /** Medians at 20 ms. */
    static Plot throughput(Table table) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        Set<String> connections = new LinkedHashSet<>();
        table.rows().stream()
                .filter(row -> table.text(row, "latency_ms").equals("20"))
                .forEach(row -> {
                    connections.add(table.text(row, "connections"));
                    lines.computeIfAbsent(table.text(row, "contender"), name -> new ArrayList<>());
                });
        lines.forEach((name, points) -> connections.forEach(count -> points.add(new Point(
                Double.parseDouble(count),
                table.median("per_second", Map.of("contender", name, "latency_ms", "20", "connections", count))))));
        return new Plot("Throughput at 20 ms latency", "connections", "requests/s", lines, true);
    }

    static Plot memory(Table table) {
        double all = table.rows().stream()
                .mapToDouble(row -> table.number(row, "left"))
                .max()
                .orElse(0);
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        lines.put("heap after a full collection", against(table, "live_mb", all));
        lines.put("heap in use", against(table, "heap_mb", all));
        lines.put("of the process", against(table, "rss_mb", all));
        return new Plot("Memory while a backlog is worked on", "requests done", "MB", lines, false);
    }

    private static List<Point> against(Table table, String column, double all) {
        return table.rows().stream()
                .map(row -> new Point(all - table.number(row, "left"), table.number(row, column)))
                .toList();
    }

    void write(Path file) throws IOException {
        double right = most(Point::x);
        double top = most(Point::y);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        text(svg, WIDTH / 2.0, 20, "middle", title);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", across);
        text(svg, 8, TOP - 8, "start", upward);
        for (int i = 0; i <= TICKS; i++) {
            double y = y(top * i / TICKS, top);
            add(svg, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            text(svg, LEFT - 6, y + 4, "end", String.format(Locale.ROOT, "%.0f", top * i / TICKS));
            text(
                    svg,
                    x(right * i / TICKS, right),
                    HEIGHT - BOTTOM + 18,
                    "middle",
                    String.format(Locale.ROOT, "%.0f", right * i / TICKS));
        }
        int number = 0;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            line(svg, line.getKey(), line.getValue(), number++, right, top);
        }
        svg.append("</svg>\n");
        Files.writeString(file, svg);
    }

    private void line(StringBuilder svg, String name, List<Point> points, int number, double right, double top) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder way = new StringBuilder();
        for (Point point : points) {
            way.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x(), right), y(point.y(), top)));
            if (dots) {
                add(
                        svg,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                        x(point.x(), right),
                        y(point.y(), top),
                        colour);
            }
        }
        add(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                way.toString().trim(),
                colour);
        int legend = HEIGHT - BOTTOM - 12 - 18 * number;
        add(svg, "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>", WIDTH - 232, legend - 6, colour);
        text(svg, WIDTH - 214, legend, "start", name);
    }

    /** A round number that nothing is above. */
    private double most(java.util.function.ToDoubleFunction<Point> value) {
        double highest = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(value)
                .max()
                .orElse(1);
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(1, highest))));
        for (double part : List.of(0.1, 0.2, 0.5, 1.0, 2.0)) {
            double rounded = Math.ceil(highest / (step * part)) * step * part;
            if (rounded / (step * part) <= 2 * TICKS) {
                return rounded;
            }
        }
        return step * 10;
    }

    private static double x(double value, double right) {
        return LEFT + value / right * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        add(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private static void add(StringBuilder svg, String element, Object... values) {
        svg.append(String.format(Locale.ROOT, element, values)).append('\n');
    }
}
