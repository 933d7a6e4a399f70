package io.connectprocessor.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** Builds the routes in a context of their own, which starts none of them, to find what only Camel can tell. */
final class TrialLoad {

    private final Map<String, String> properties;
    private final Placeholders keys;
    private final Consumer<CamelContext> prepare;
    private final CamelMessage message;

    TrialLoad(Map<String, String> properties, Placeholders keys, Consumer<CamelContext> prepare, CamelMessage message) {
        this.properties = properties;
        this.keys = keys;
        this.prepare = prepare;
        this.message = message;
    }

    List<RouteFinding> load(List<RouteDocument> documents) {
        List<RouteFinding> findings = new ArrayList<>();
        if (documents.isEmpty()) {
            return findings;
        }
        try (DefaultCamelContext scratch = context()) {
            Set<RouteDocument> wrong = new HashSet<>();
            StepTrial steps = new StepTrial(scratch, keys, message);
            for (RouteDocument document : documents) {
                List<RouteFinding> ofSteps = steps.check(document);
                findings.addAll(ofSteps);
                if (!ofSteps.isEmpty()) {
                    wrong.add(document);
                }
            }
            // Policies come first: a route takes its own when it is built.
            List<RouteDocument> order = new ArrayList<>(documents);
            order.sort(
                    Comparator.comparing(document -> document.configurations().isEmpty()));
            for (RouteDocument document : order) {
                if (!wrong.contains(document)) {
                    build(scratch, document, findings);
                }
            }
        } catch (Exception e) {
            RouteText first = documents.get(0).file();
            findings.add(new RouteFinding(
                    first.file().getParent() == null
                            ? first.file()
                            : first.file().getParent(),
                    1,
                    "the routes cannot be tried: " + message.of(e),
                    "correct the configuration that this names"));
        }
        return findings;
    }

    /** As {@link #load}, without the routes as a whole: expressions, and what {@code connect:} takes. */
    List<RouteFinding> steps(List<RouteDocument> documents) {
        List<RouteFinding> findings = new ArrayList<>();
        DefaultCamelContext scratch = context();
        try {
            StepTrial steps = new StepTrial(scratch, keys, message);
            documents.forEach(document -> findings.addAll(steps.ofOurs(document)));
        } finally {
            scratch.stop();
        }
        return findings;
    }

    private DefaultCamelContext context() {
        DefaultCamelContext scratch = new DefaultCamelContext();
        try {
            scratch.disableJMX();
            scratch.setAutoStartup(false);
            scratch.getCamelContextExtension().setName("validate");
            Properties values = new Properties();
            values.putAll(properties);
            scratch.getPropertiesComponent().setInitialProperties(values);
            scratch.setStartupSummaryLevel(StartupSummaryLevel.Off);
            scratch.addComponent("quartz", standby());
            prepare.accept(scratch);
            scratch.start();
            return scratch;
        } catch (RuntimeException e) {
            scratch.stop();
            throw e;
        }
    }

    /** A schedule that fires during the trial must find nobody. */
    private static QuartzComponent standby() {
        QuartzComponent quartz = new QuartzComponent();
        quartz.setAutoStartScheduler(false);
        quartz.setEnableJmx(false);
        // Threads would take half a second to end; and Quartz gives one scheduler to all who say the same name.
        quartz.setProperties(Map.of(
                "org.quartz.scheduler.instanceName", "validate-" + UUID.randomUUID(),
                "org.quartz.threadPool.class", "org.quartz.simpl.ZeroSizeThreadPool",
                "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore"));
        return quartz;
    }

    private void build(CamelContext scratch, RouteDocument document, List<RouteFinding> findings) {
        try {
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(scratch)
                    .findRoutesBuilders(List.of(new RouteSource(document.file())))) {
                scratch.addRoutes(builder);
            }
        } catch (Exception e) {
            findings.add(document.file()
                    .finding(
                            message.lineOf(e, document),
                            "Camel cannot build the route: " + message.of(e),
                            message.advice(e)));
        }
    }
}
