package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.routing.RouteValidator;
import io.connectprocessor.settings.Settings;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Builds the validator of a folder of routes: what a route may name, and a component that is never started. */
public final class RouteCheck {

    private static final List<String> NEEDED = List.of(
            "com/networknt/schema/JsonSchemaFactory.class", "org/apache/camel/catalog/DefaultCamelCatalog.class");

    private RouteCheck() {}

    /** Whether what a check needs is on the class path; a host may do without. */
    public static boolean isPossible() {
        ClassLoader loader = RouteCheck.class.getClassLoader();
        return NEEDED.stream().allMatch(name -> loader.getResource(name) != null);
    }

    public static RouteValidator validator(Settings settings) {
        return new RouteValidator(settings.all(), trial -> prepare(trial, settings));
    }

    /** As {@link #validator}, for files that run in a context with routes, components and beans of its own. */
    public static RouteValidator ofGuest(Settings settings, Map<String, String> properties) {
        return RouteValidator.ofGuest(properties, trial -> prepare(trial, settings));
    }

    private static void prepare(CamelContext trial, Settings settings) {
        ConnectComponent connect = new ConnectComponent();
        connect.setApiKey("none");
        connect.setProducts("none");
        connect.setLedger((Ledger) Proxy.newProxyInstance(
                RouteCheck.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("a trial load has no ledger");
                }));
        trial.addComponent("connect", connect);
        if (settings.queueAtBroker()) {
            new BrokerQueue(settings).join(trial, "jms");
        }
    }
}
