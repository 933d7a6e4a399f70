package io.connectprocessor.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: down when a route that a request needs is gone or stopped; Camel's own checks stay up then. */
public final class RoutesHealthCheck extends AbstractHealthCheck {

    static final List<String> NEEDED = List.of("poll", "process-request", "dead-letter", "take-request");

    private final CamelContext context;
    private final List<String> needed;

    public RoutesHealthCheck(CamelContext context) {
        this("connect-routes", context, NEEDED);
    }

    /** @param routes ids of those that must run */
    RoutesHealthCheck(String id, CamelContext context, List<String> routes) {
        super("connect", id);
        this.needed = routes;
        this.context = context;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<String> reason = reason();
        if (reason.isEmpty()) {
            builder.up();
        } else {
            builder.down();
            builder.detail("reason", reason.get());
        }
    }

    Optional<String> reason() {
        List<String> gone = needed.stream().filter(id -> !runs(id)).toList();
        return gone.isEmpty() ? Optional.empty() : Optional.of("not running: " + String.join(", ", gone));
    }

    private boolean runs(String id) {
        Route route = context.getRoute(id);
        return route != null && context.getRouteController().getRouteStatus(id).isStarted();
    }
}
