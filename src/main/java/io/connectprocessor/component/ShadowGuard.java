package io.connectprocessor.component;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Puts a {@link HeldEndpoint} in the place of each endpoint whose scheme is not known to stay inside this process, and skips nodes that run Java
 * code. What is not known is held.
 */
final class ShadowGuard implements EndpointStrategy, InterceptStrategy {

    private static final Set<String> HARMLESS = Set.of(
            "connect",
            "direct",
            "seda",
            "stub",
            "mock",
            "log",
            "kamelet",
            "language",
            "dataformat",
            "validator",
            "json-validator",
            "jslt",
            "jsonata",
            "jolt",
            "freemarker",
            "mustache",
            "velocity",
            "timer",
            "scheduler",
            "quartz");

    /** Nodes that call Java code straight away, without an endpoint. */
    private static final Set<String> CODE = Set.of("bean", "process", "script");

    private final Shadow shadow;
    private final Set<String> harmless;
    private final Set<CamelContext> mounted = new CopyOnWriteArraySet<>();

    ShadowGuard(Shadow shadow, Set<String> more) {
        this.shadow = shadow;
        this.harmless = new TreeSet<>(HARMLESS);
        harmless.addAll(more);
    }

    void mount(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback(this);
        context.getCamelContextExtension().addInterceptStrategy(this);
        mounted.add(context);
    }

    boolean isMountedOn(CamelContext context) {
        return mounted.contains(context);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        return endpoint instanceof HeldEndpoint || harmless.contains(scheme(endpoint.getEndpointUri()))
                ? endpoint
                : new HeldEndpoint(endpoint, shadow);
    }

    static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        String node = definition.getShortName();
        return CODE.contains(node) && !harmless.contains(node)
                ? new HeldCode(shadow, node, definition.getId())
                : target;
    }
}
