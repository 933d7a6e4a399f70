package io.connectprocessor.embedded;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.model.Model;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.PropertiesSource;

/** What a guest could leave in a context. */
final class Traces {

    private Traces() {}

    static Map<String, Object> of(CamelContext context) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        Map<String, Object> traces = new TreeMap<>();
        traces.put("routes", names(context.getRoutes().stream(), Route::getRouteId));
        traces.put(
                "route definitions", names(model.getRouteDefinitions().stream(), OptionalIdentifiedDefinition::getId));
        traces.put(
                "policies",
                names(model.getRouteConfigurationDefinitions().stream(), OptionalIdentifiedDefinition::getId));
        traces.put("components", names(context.getComponentNames().stream().filter(Traces::ours), name -> name));
        traces.put("endpoints", names(context.getEndpoints().stream(), Endpoint::getEndpointUri, Traces::ours));
        traces.put(
                "keys",
                names(context.getPropertiesComponent().getPropertiesSources().stream(), PropertiesSource::getName));
        traces.put("health checks", names(HealthCheckRegistry.get(context).stream(), HealthCheck::getId, Traces::ours));
        traces.put("lifecycle strategies", names(context.getLifecycleStrategies().stream(), Object::toString));
        traces.put(
                "services",
                names(
                        context.hasServices(Service.class).stream(),
                        s -> s.getClass().getName(),
                        Traces::ours));
        traces.put(
                "meters",
                names(
                        context.getRegistry().findSingleByType(MeterRegistry.class).getMeters().stream(),
                        meter -> meter.getId().toString(),
                        Traces::ours));
        return traces;
    }

    /** Threads that only this context's guest could have. */
    static TreeSet<String> threads(CamelContext context) {
        return names(
                Thread.getAllStackTraces().keySet().stream(),
                Thread::getName,
                name -> name.contains("Camel (" + context.getName() + ")") && ours(name));
    }

    private static boolean ours(String name) {
        return name.contains("connect");
    }

    private static <T> TreeSet<String> names(Stream<T> all, Function<T, String> name) {
        return names(all, name, any -> true);
    }

    private static <T> TreeSet<String> names(Stream<T> all, Function<T, String> name, Predicate<String> wanted) {
        TreeSet<String> names = new TreeSet<>();
        all.map(name).map(String::valueOf).filter(wanted).forEach(names::add);
        return names;
    }
}
