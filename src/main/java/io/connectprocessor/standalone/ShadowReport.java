package io.connectprocessor.standalone;

import io.connectprocessor.component.Comparison;
import io.connectprocessor.component.HeldCall;
import io.connectprocessor.component.Look;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.component.Shadow;
import io.connectprocessor.connect.Json;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.Tally;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a shadow saw: a line of log for each request and each comparison, counts, and, if wanted, a file with one JSON object a line that holds
 * the payloads as they would have been sent. That file holds customers' data, so only its owner may read it; secrets of the settings are masked.
 * Thread-safe.
 */
public final class ShadowReport implements Shadow.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.connectprocessor.shadow");
    private static final int MOST_DIFFERENCES = 20;
    private static final String MASK = "***";

    private final Json json = new Json();
    private final OutputStream file;
    private final List<String> secrets;
    private final Map<String, Map<Outcome, Long>> byType = new TreeMap<>();
    private final Map<Comparison.Result, Long> compared = new EnumMap<>(Comparison.Result.class);
    private final Map<String, Long> held = new TreeMap<>();
    private final List<Comparison> differences = new ArrayList<>();
    private long guesses;

    private ShadowReport(OutputStream file, Set<String> secrets) {
        this.file = file;
        this.secrets = secrets.stream().filter(secret -> secret.length() >= 4).toList();
    }

    /**
     * @param file appended to, and made readable for its owner only; null for none
     * @param secrets texts that are masked in the file
     * @throws ConfigurationException when the file cannot be written
     */
    public static ShadowReport open(Path file, Set<String> secrets) {
        try {
            return new ShadowReport(file == null ? null : opened(file), secrets);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "--shadow-report: " + file + " cannot be written (" + e.getMessage() + "). Name another file.", e);
        }
    }

    private static OutputStream opened(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        if (posix && !Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        if (posix) {
            Files.setPosixFilePermissions(file, ownerOnly);
        }
        return Files.newOutputStream(
                file,
                new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE});
    }

    @Override
    public synchronized void looked(Look look) {
        LOG.info("{}", look.sentence());
        String type = Tally.row(look.kind(), look.type());
        byType.computeIfAbsent(type, unseen -> new EnumMap<>(Outcome.class)).merge(look.outcome(), 1L, Long::sum);
        guesses += look.guessedSteps().isEmpty() ? 0 : 1;
        look.calls().forEach(this::count);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", look.at().toString());
        line.put("request", look.id());
        line.put("kind", look.kind().label());
        line.put("type", look.type());
        line.put("product", look.product());
        line.put("asset", look.asset());
        line.put("updated", look.version());
        line.put("would", look.outcome().label());
        line.put("cause", look.cause());
        line.put("advice", look.advice());
        line.put("wait_seconds", look.later() == null ? null : look.later().toSeconds());
        line.put("guess_after", look.guessedSteps());
        line.put("calls", look.calls().stream().map(this::call).toList());
        write(line);
    }

    @Override
    public synchronized void compared(Comparison comparison) {
        compared.merge(comparison.result(), 1L, Long::sum);
        switch (comparison.result()) {
            case AGREE -> LOG.info("{} {} agrees: it is {}", comparison.type(), comparison.id(), comparison.status());
            case OPEN ->
                LOG.info(
                        "{} {} is {}; here it would still wait",
                        comparison.type(),
                        comparison.id(),
                        comparison.status());
            case DIFFER -> {
                LOG.warn("{}", sentence(comparison));
                if (differences.size() < MOST_DIFFERENCES) {
                    differences.add(comparison);
                }
            }
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", comparison.at().toString());
        line.put("request", comparison.id());
        line.put("type", comparison.type());
        line.put("would", comparison.would().label());
        line.put("is", comparison.status());
        line.put("result", label(comparison.result()));
        line.put("difference", comparison.difference());
        line.put("guess", comparison.guess());
        write(line);
    }

    /** One line that holds no data of a customer. */
    public static String sentence(Comparison comparison) {
        return comparison.type() + " " + comparison.id() + " differs: " + comparison.difference()
                + ", here it would be " + comparison.would().label()
                + (comparison.guess() ? " (a guess, after an answer that was not asked for)" : "");
    }

    static String label(Comparison.Result result) {
        return result.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public synchronized void held(HeldCall call) {
        LOG.warn("A call that belongs to no request was not made: {}", call);
        count(call);
        write(call(call));
    }

    private void count(HeldCall call) {
        held.merge(call.to(), 1L, Long::sum);
    }

    private Map<String, Object> call(HeldCall call) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("to", call.to());
        line.put("step", call.step());
        line.put("method", call.method());
        line.put("path", call.path());
        line.put("query", call.query());
        line.put("bytes", call.bytes());
        line.put("body", body(call.body()));
        line.put("answer", call.answer().name().toLowerCase(java.util.Locale.ROOT));
        return line;
    }

    private Object body(byte[] body) {
        if (body == null) {
            return null;
        }
        try {
            return json.value(body);
        } catch (IOException notJson) {
            String text = new String(body, StandardCharsets.UTF_8);
            return text.indexOf('\uFFFD') < 0
                    ? text
                    : "base64:" + Base64.getEncoder().encodeToString(body);
        }
    }

    private void write(Map<String, Object> line) {
        if (file == null) {
            return;
        }
        String text = json.text(line);
        for (String secret : secrets) {
            text = text.replace(secret, MASK);
        }
        try {
            file.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The shadow's report cannot be written: " + e.getMessage(), e);
        }
    }

    /** Requests looked at, by type and outcome, the types in alphabetical order; another version of a request counts again. */
    public synchronized Map<String, Map<Outcome, Long>> byType() {
        Map<String, Map<Outcome, Long>> copy = new TreeMap<>();
        byType.forEach((type, outcomes) -> copy.put(type, new EnumMap<>(outcomes)));
        return copy;
    }

    public synchronized long count(Outcome outcome) {
        return byType.values().stream()
                .mapToLong(outcomes -> outcomes.getOrDefault(outcome, 0L))
                .sum();
    }

    public synchronized long count(Comparison.Result result) {
        return compared.getOrDefault(result, 0L);
    }

    /** Calls that were not made: to {@code connect}, to {@code vendor}, to schemes of other endpoints. */
    public synchronized Map<String, Long> held() {
        return new TreeMap<>(held);
    }

    /** Requests whose outcome follows an answer that was not asked for. */
    public synchronized long guesses() {
        return guesses;
    }

    /** The first 20 comparisons that differ. */
    public synchronized List<Comparison> differences() {
        return List.copyOf(differences);
    }

    @Override
    public synchronized void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.warn("The shadow's report could not be closed: {}", e.getMessage());
        }
    }
}
