package io.connectprocessor.testing;

import io.connectprocessor.component.Intake;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.embedded.RouteCheck;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.routing.RouteFiles;
import io.connectprocessor.routing.RouteFinding;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** What one test has for itself: a sandbox, an empty ledger in memory, and the routes running between them. Used by one thread. */
final class Rig implements AutoCloseable {

    /** Ties in the order of a list may keep one pass from seeing all; and a route that always comes back at once must end. */
    private static final int MOST_ROUNDS = 20;

    private static final Duration MOST_AT_ONCE = Duration.ofMinutes(1);

    private final Path directory;
    private final Sandbox sandbox;
    private final Settings settings;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final boolean whole;
    private final ConnectProcessor processor;
    private final RouteTrace trace = new RouteTrace();
    private final List<SandboxRequest> given = new ArrayList<>();
    private boolean started;

    Rig(Path routes, boolean whole, Sandbox.Builder builder, Map<String, String> wanted) throws IOException {
        this.whole = whole;
        directory = Files.createTempDirectory("connect-routes");
        sandbox = builder.start();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connect.api-url", sandbox.connectUrl());
        options.put("connect.api-key", sandbox.apiKey());
        options.put("connect.products", String.join(",", sandbox.products()));
        options.put("vendor.api-url", sandbox.vendorUrl());
        options.put("ledger.url", "jdbc:h2:mem:" + UUID.randomUUID());
        options.put("management.enabled", "false");
        options.put("shutdown.grace", "1s");
        options.put("routes.directory", routes.toAbsolutePath().toString());
        options.putAll(wanted);
        try {
            settings = Settings.resolve(Sources.given(options, Map.of(), directory));
            ConnectProcessor.Builder guest = ConnectProcessor.builder(options);
            processor = (whole
                            ? guest.onlyRoutes(settings.routesDirectory())
                            : guest.routes(settings.routesDirectory()))
                    .directory(directory)
                    .withoutSchedules()
                    .withoutStartUpCheck()
                    .clock(new SandboxClock(sandbox))
                    .build();
        } catch (RuntimeException wrong) {
            sandbox.close();
            Files.delete(directory);
            throw wrong;
        }
    }

    /** Does nothing without the optional dependencies of a check.
     *
     * @throws ConfigurationException with all that is wrong with the folder of routes */
    void checkRoutes() {
        if (!RouteCheck.isPossible()) {
            return;
        }
        List<RouteFinding> findings = whole
                ? RouteCheck.validator(settings).validate(settings.routesDirectory())
                : RouteCheck.ofGuest(settings, settings.all())
                        .validate(RouteFiles.packed().with(RouteFiles.in(settings.routesDirectory())));
        if (!findings.isEmpty()) {
            throw new ConfigurationException(
                    findings.stream().map(String::valueOf).collect(Collectors.joining(System.lineSeparator())), null);
        }
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Ledger ledger() {
        start();
        return processor.ledger();
    }

    CamelContext context() {
        start();
        return context;
    }

    SandboxRequest given(SandboxRequest request) {
        given.add(request);
        return request;
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        try {
            context.disableJMX();
            context.setStreamCaching(false);
            context.setAllowUseOriginalMessage(false);
            context.getShutdownStrategy().setTimeout(1);
            // A misspelt direct: fails at once instead of blocking its caller for 30 s.
            context.getComponent("direct", DirectComponent.class).setBlock(false);
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            processor.addTo(context);
            context.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The routes cannot be started: " + e.getMessage(), e);
        }
        context.getManagementStrategy().addEventNotifier(trace);
    }

    void process() {
        start();
        Intake intake = processor.intake();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            int rounds = 0;
            do {
                await(intake.restraint());
                intake.forgetPasses();
                template.sendBody("direct:poll", null);
                if (!intake.awaitQuiet(MOST_AT_ONCE)) {
                    throw new AssertionError(
                            "The routes have worked for a minute and are not at an end. Does a step wait for something?");
                }
            } while (++rounds < MOST_ROUNDS && !still(intake.lastPasses()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The test was interrupted while its requests were processed", e);
        }
    }

    private static void await(Duration restraint) throws InterruptedException {
        if (!restraint.isZero()) {
            Thread.sleep(restraint.toMillis() + 1);
        }
    }

    /** Nothing was handed over, and either all was seen or the list failed, which only time can cure. */
    private static boolean still(List<Intake.Pass> passes) {
        return passes.stream().allMatch(pass -> pass.handed() == 0 && pass.complete())
                || passes.stream().anyMatch(pass -> pass.failure() != null);
    }

    /** What became of the requests that the test knows. */
    Story story() {
        StringBuilder text = new StringBuilder("What became of the requests:");
        given.forEach(request -> tell(request, text));
        if (given.isEmpty()) {
            text.append(System.lineSeparator()).append("  none was given: use given(request(…))");
        }
        if (started) {
            processor.intake().lastPollFailure().ifPresent(why -> line(text, "  the last poll failed: " + why));
        } else {
            line(text, "  process() was not called");
        }
        return new Story(text.toString());
    }

    private void tell(SandboxRequest request, StringBuilder text) {
        line(text, "  " + request.type() + " " + request + ", parameters " + request.parameters());
        request.vendorBodies()
                .forEach(call -> line(text, "    vendor got " + call.action() + " " + call.path() + " " + call.body()));
        request.messages().forEach(message -> line(text, "    conversation: " + message));
        if (!started) {
            return;
        }
        trace.of(request.id()).forEach(step -> line(text, "    step " + step));
        for (Event event : processor.ledger().timeline(request.id())) {
            line(
                    text,
                    "    " + event.at() + " " + event.kind() + (event.detail() == null ? "" : ": " + event.detail()));
        }
        processor.ledger().find(request.id()).ifPresent(letter -> line(text, "    " + standing(letter)));
    }

    private static String standing(DeadLetter letter) {
        String state = letter.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        String cause = letter.failure() == null ? "" : " " + letter.failure() + ": " + letter.cause();
        String place = letter.step() == null ? "" : " (step " + letter.step() + " of " + letter.route() + ")";
        return state + cause + place + (letter.advice() == null ? "" : " -> " + letter.advice());
    }

    private static void line(StringBuilder text, String line) {
        text.append(System.lineSeparator()).append(line);
    }

    @Override
    public void close() throws IOException {
        try {
            if (started) {
                context.close();
            }
        } finally {
            sandbox.close();
            try (var files = Files.walk(directory)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
