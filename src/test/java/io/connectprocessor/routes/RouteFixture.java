package io.connectprocessor.routes;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seeding;
import io.connectprocessor.sandbox.VendorBody;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import io.connectprocessor.standalone.Processor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The shipped routes, started once per class as the standalone processor starts them, without the trigger: the real component, an embedded
 * ledger in a folder of its own, and a sandbox over HTTP. Waiting requests come back after an hour, so one test's leftovers are not touched
 * by the next.
 */
final class RouteFixture implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final Path SHIPPED = Path.of("routes").toAbsolutePath();

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final SentMessages sent = new SentMessages();
    private boolean triggered;
    private Path directory;
    private Sandbox sandbox;
    private VendorDoor vendor;
    private Processor processor;
    private ProducerTemplate template;

    private RouteFixture() {}

    /** The files in routes/, where they are. */
    static RouteFixture shipped() {
        return new RouteFixture();
    }

    /** Adds a file to a copy of routes/, or takes the place of one there. */
    RouteFixture withFile(String name, String yaml) {
        files.put(name, yaml);
        return this;
    }

    /** A copy of routes/ without this file. */
    RouteFixture withoutFile(String name) {
        files.put(name, null);
        return this;
    }

    RouteFixture with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** With the trigger route, and nobody else who says when to poll. */
    RouteFixture triggered() {
        triggered = true;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        directory = Files.createTempDirectory("routes");
        sandbox = Sandbox.builder().start();
        vendor = new VendorDoor(sandbox.vendorUrl());
        Map<String, String> options = new HashMap<>();
        options.put("connect.api-url", sandbox.connectUrl());
        options.put("connect.api-key", sandbox.apiKey());
        options.put("connect.products", String.join(",", sandbox.products()));
        options.put("vendor.api-url", vendor.url());
        options.put("management.enabled", "false");
        options.put("retry.first-delay", "1h");
        options.put("retry.max-delay", "1h");
        options.put("shutdown.grace", "1s");
        options.put("routes.directory", routes().toString());
        options.putAll(settings);
        processor = new Processor(
                Settings.resolve(new Sources(options, Map.of(), Map.of(), directory)), directory, !triggered);
        processor.start();
        processor.context().getManagementStrategy().addEventNotifier(sent);
        template = processor.context().createProducerTemplate();
        processor.intake().letGo();
    }

    private Path routes() throws IOException {
        if (files.isEmpty()) {
            return SHIPPED;
        }
        Path copy = copyShipped(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getValue() == null) {
                Files.delete(copy.resolve(file.getKey()));
            } else {
                Files.writeString(copy.resolve(file.getKey()), file.getValue());
            }
        }
        return copy;
    }

    /** Copies the shipped files into {@code <directory>/routes}. */
    static Path copyShipped(Path directory) throws IOException {
        Path copy = Files.createDirectory(directory.resolve("routes"));
        try (Stream<Path> shipped = Files.list(SHIPPED)) {
            for (Path file : shipped.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        sandbox.clearFaults();
        sandbox.refuseKey(false);
        vendor.forgetAnswers();
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        if (template != null) {
            template.close();
        }
        if (processor != null) {
            processor.close();
        }
        vendor.close();
        sandbox.close();
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(RouteFixture::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Sandbox sandbox() {
        return sandbox;
    }

    VendorDoor vendor() {
        return vendor;
    }

    Seeding seed() {
        return sandbox.seed();
    }

    Processor processor() {
        return processor;
    }

    CamelContext context() {
        return processor.context();
    }

    /** Messages that a step sent since the start. */
    SentMessages sent() {
        return sent;
    }

    /** One poll, and all that it handed over worked on. */
    void poll() {
        template.sendBody("direct:poll", null);
        try {
            if (!processor.intake().awaitQuiet(Duration.ofSeconds(30))) {
                throw new AssertionError("something is still on its way");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands one request over as the poll does, and works on it in this thread. */
    Exchange process(String id) {
        return process(id, Map.of());
    }

    /** As {@link #process(String)}, with further headers on the message. */
    Exchange process(String id, Map<String, Object> headers) {
        return hand(kind(id), sandbox.requestJson(id), headers);
    }

    /** Hands this row over, noted in the ledger and asked for just now, and works on it in this thread. */
    Exchange hand(RequestKind kind, Map<String, Object> row, Map<String, Object> headers) {
        return send("direct:process-request", message(kind, row, headers));
    }

    /** The headers of a row that {@code connect:list} gave, after noting it in the ledger. */
    Map<String, Object> message(RequestKind kind, Map<String, Object> row, Map<String, Object> further) {
        String id = ConnectRequest.idOf(row);
        String lane = ConnectRequest.laneOf(kind, row);
        Instant askedAt = processor.ledger().now();
        processor
                .ledger()
                .sight(
                        List.of(new Sighting(
                                id,
                                kind.label(),
                                lane == null ? id : lane,
                                ConnectRequest.createdOf(kind, row),
                                ConnectRequest.productOf(kind, row),
                                String.valueOf(row.get("type")))),
                        askedAt);
        Map<String, Object> headers = new HashMap<>(further);
        headers.put("ConnectRequestId", id);
        headers.put("ConnectRequestKind", kind.label());
        headers.put("ConnectAskedAt", askedAt.toEpochMilli());
        headers.put(BODY, row);
        return headers;
    }

    private static final String BODY = "the body";

    /** Sends what {@link #message} made. */
    Exchange send(String uri, Map<String, Object> message) {
        return template.send(uri, exchange -> {
            Map<String, Object> headers = new HashMap<>(message);
            exchange.getMessage().setBody(headers.remove(BODY));
            exchange.getMessage().setHeaders(headers);
        });
    }

    static RequestKind kind(String id) {
        return id.startsWith("TAR-")
                ? RequestKind.TIER_ACCOUNT_REQUEST
                : id.startsWith("TCR-") ? RequestKind.TIER_REQUEST : RequestKind.REQUEST;
    }

    /** An operator's replay; the request is worked on by the next {@link #process} or {@link #poll}. */
    void replay(String id) {
        if (processor.ledger().replay(List.of(id), null, "a test") != 1) {
            throw new AssertionError(id + " cannot be replayed: " + standing(id));
        }
    }

    String status(String id) {
        return (String) sandbox.requestJson(id).get("status");
    }

    String reason(String id) {
        return (String) sandbox.requestJson(id).get("reason");
    }

    String templateId(String id) {
        return (String) map(sandbox.requestJson(id).get("template")).get("id");
    }

    /** The parameter's value at the platform. */
    String parameter(String id, String name) {
        Map<String, Object> json = sandbox.requestJson(id);
        Object holder = kind(id) == RequestKind.REQUEST ? json.get("asset") : json;
        for (Object parameter : (List<?>) map(holder).get("params")) {
            if (name.equals(map(parameter).get("id"))) {
                return (String) map(parameter).get("value");
            }
        }
        throw new AssertionError(id + " has no parameter " + name);
    }

    private static Map<?, ?> map(Object json) {
        return (Map<?, ?>) json;
    }

    Standing.State standing(String id) {
        return processor.ledger().standing(id).orElseThrow().state();
    }

    DeadLetter letter(String id) {
        return processor.ledger().find(id).orElseThrow();
    }

    /** Effects at the vendor. */
    int effects(String id) {
        return sandbox.books().vendorEffects().getOrDefault(id, 0);
    }

    /** The one call that the vendor received for the request. */
    VendorBody vendorCall(String id) {
        List<VendorBody> calls = sandbox.vendorBodies(id);
        if (calls.size() != 1) {
            throw new AssertionError("calls on the vendor for " + id + ": " + calls);
        }
        return calls.get(0);
    }

    /** How often an action on the request was refused because it was decided already. */
    long doubleActions(String id) {
        return sandbox.books().doubleActions().stream()
                .filter(action -> action.requestId().equals(id))
                .count();
    }
}
