package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Our meters in the host's registry, if it has one; the only class here that needs Micrometer. */
final class HostMeters {

    private HostMeters() {}

    static void bind(
            CamelContext context,
            String processor,
            ConnectComponent component,
            Ledger ledger,
            EventOutlet events,
            Clock clock) {
        MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (registry != null) {
            Metrics metrics = Metrics.of(processor, registry);
            metrics.bind(component, ledger, clock);
            metrics.bind(events, clock);
            component.usage().ifPresent(metrics::bind);
        }
    }

    static void unbind(CamelContext context, String processor) {
        MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (registry != null) {
            registry.getMeters().stream()
                    .filter(meter -> processor.equals(meter.getId().getTag(Metrics.PROCESSOR)))
                    .forEach(registry::remove);
        }
    }
}
