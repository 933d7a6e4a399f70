package io.connectprocessor.embedded;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: down when a route that a request needs is gone or stopped; Camel's own checks stay up then. */
public final class RoutesHealthCheck extends AbstractHealthCheck {

    private static final List<String> NEEDED = List.of("poll", "process-request", "dead-letter", "take-request");

    private final CamelContext context;

    public RoutesHealthCheck(CamelContext context) {
        super("connect", "connect-routes");
        this.context = context;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> gone = NEEDED.stream().filter(id -> !runs(id)).toList();
        if (gone.isEmpty()) {
            builder.up();
        } else {
            builder.down();
            builder.detail("reason", "not running: " + String.join(", ", gone));
        }
    }

    private boolean runs(String id) {
        Route route = context.getRoute(id);
        return route != null && context.getRouteController().getRouteStatus(id).isStarted();
    }
}
