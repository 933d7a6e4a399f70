package io.connectprocessor.routing;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.ledger.Ledger;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** What routes need around them: the keys of the shipped files, and a component that calls nobody. */
final class Trial {

    private Trial() {}

    static Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        keys.put("poll.cron", "0/30 * * * * ?");
        keys.put("usage.enabled", "false");
        keys.put("usage.cron", "0 0 3 * * ?");
        keys.put("queue.requests", "seda:requests?size=32&blockWhenFull=true");
        keys.put("connect.template.activation", "Default Activation Template");
        keys.put("connect.template.tier", "Default Activation Template");
        keys.put("product.PRD-1.marketplace.MP-1.acme.region", "eu");
        keys.put("vendor.api-url", "http://vendor.example");
        keys.put("connect.api-key", "ApiKey SU-1:very-secret");
        return keys;
    }

    static void prepare(CamelContext context) {
        ConnectComponent connect = new ConnectComponent();
        connect.setApiKey("ApiKey none");
        connect.setProducts("PRD-1");
        connect.setLedger((Ledger) Proxy.newProxyInstance(
                Trial.class.getClassLoader(), new Class<?>[] {Ledger.class}, (ledger, method, arguments) -> {
                    throw new IllegalStateException("a trial load must not touch the ledger: " + method);
                }));
        context.addComponent("connect", connect);
    }
}
