package io.connectprocessor.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL with {@code :named} parameters, put into the dialect's words once. Thread-safe. */
final class Statements {
    private static final Pattern NAME = Pattern.compile(":([a-z_]+)");

    private final Dialect dialect;
    private final Duration lease;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    Statements(Dialect dialect, Duration lease) {
        this.dialect = dialect;
        this.lease = lease;
    }

    record Parsed(String jdbc, List<String> names) {}

    Parsed parse(String sql) {
        return parsed.computeIfAbsent(sql, this::read);
    }

    Dialect dialect() {
        return dialect;
    }

    Duration lease() {
        return lease;
    }

    private Parsed read(String sql) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(dialect.inWords(sql, lease));
        String jdbc = matcher.replaceAll(match -> {
            names.add(match.group(1));
            return "?";
        });
        return new Parsed(jdbc, List.copyOf(names));
    }
}
