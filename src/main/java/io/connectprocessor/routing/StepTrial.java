package io.connectprocessor.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.Producer;
import org.apache.camel.spi.Language;
import org.apache.camel.support.service.ServiceHelper;

/** Tries endpoints and expressions one by one, because Camel does not say in which line the one is that it refuses. */
final class StepTrial {

    private static final Set<String> PREDICATES =
            Set.of("when", "filter", "validate", "onWhen", "retryWhile", "completionPredicate");
    private static final Set<String> EXPRESSION_OPTIONS = Set.of("params", "reason");

    private final CamelContext context;
    private final Placeholders keys;
    private final CamelMessage message;

    StepTrial(CamelContext context, Placeholders keys, CamelMessage message) {
        this.context = context;
        this.keys = keys;
        this.message = message;
    }

    List<RouteFinding> check(RouteDocument document) {
        List<RouteFinding> findings = expressions(document);
        document.endpoints().forEach(use -> endpoint(use, findings));
        return findings;
    }

    /** As {@link #check}, without the endpoints of others. */
    List<RouteFinding> ofOurs(RouteDocument document) {
        List<RouteFinding> findings = expressions(document);
        document.endpoints().stream()
                .filter(use -> use.resolved(keys).scheme().equals("connect"))
                .forEach(use -> endpoint(use, findings));
        return findings;
    }

    private List<RouteFinding> expressions(RouteDocument document) {
        List<RouteFinding> findings = new ArrayList<>();
        document.named("simple").forEach(simple -> simple(simple, findings));
        document.named("log").forEach(log -> {
            String text = log.text() == null ? log.text("message") : log.text();
            expression(document.file(), log.line(), text, false, findings);
        });
        return findings;
    }

    private void simple(Entry simple, List<RouteFinding> findings) {
        String text = simple.text() == null ? simple.text("expression") : simple.text();
        boolean predicate = simple.parent() != null
                && (PREDICATES.contains(simple.parent().name())
                        || simple.parent().name().equals("expression")
                                && simple.parent().parent() != null
                                && PREDICATES.contains(simple.parent().parent().name()));
        expression(simple.file(), simple.line(), text, predicate, findings);
    }

    private void expression(RouteText file, int line, String text, boolean predicate, List<RouteFinding> findings) {
        if (text == null) {
            return;
        }
        try {
            Language simple = context.resolveLanguage("simple");
            String resolved = keys.resolve(text);
            Object built = predicate ? simple.createPredicate(resolved) : simple.createExpression(resolved);
            if (built instanceof Expression expression) {
                expression.init(context);
            } else {
                ((Predicate) built).init(context);
            }
        } catch (Exception e) {
            findings.add(file.finding(
                    line,
                    "the expression does not parse: " + message.of(e),
                    "correct it; see Camel's Simple language"));
        }
    }

    private void endpoint(EndpointUse written, List<RouteFinding> findings) {
        EndpointUse use = written.resolved(keys);
        if (use.uri().contains("${") || !keys.isResolved(use.uri())) {
            return;
        }
        try {
            Component component = context.getComponent(use.scheme());
            if (component == null) {
                findings.add(use.finding(
                        "the component " + use.scheme() + ": is not on the class path",
                        "put the jar of camel-" + use.scheme() + " with what it needs into lib/"));
                return;
            }
            create(component, use, findings);
        } catch (Exception e) {
            findings.add(use.finding(
                    use.uri() + " does not take its options: " + message.of(e), "correct the option that this names"));
        }
    }

    private void create(Component component, EndpointUse use, List<RouteFinding> findings) throws Exception {
        boolean ours = use.scheme().equals("connect");
        int before = findings.size();
        if (ours) {
            use.options().stream()
                    .filter(option -> EXPRESSION_OPTIONS.contains(option.name()))
                    .forEach(option -> expression(use.entry().file(), option.line(), option.value(), false, findings));
        }
        if (findings.size() > before) {
            return;
        }
        Map<String, Object> options = new LinkedHashMap<>();
        use.options().forEach(option -> options.put(option.name(), option.value()));
        // Not by the context, which gives the endpoint of an earlier step if its uri is the same.
        Endpoint endpoint = component.createEndpoint(use.uri(), options);
        try {
            ServiceHelper.startService(endpoint);
            if (ours) {
                init(endpoint);
            }
        } finally {
            ServiceHelper.stopAndShutdownService(endpoint);
        }
    }

    /** A producer of {@code connect:} reads its options when it is initialised, and calls nobody. */
    private static void init(Endpoint endpoint) throws Exception {
        Producer producer = endpoint.createProducer();
        try {
            producer.init();
        } finally {
            ServiceHelper.stopAndShutdownService(producer);
        }
    }
}
