package io.connectprocessor.component;

import io.connectprocessor.usage.UsageOrder;
import java.util.List;
import org.apache.camel.Exchange;

/** Gives the months to report one after the other: those that an operator named in the body, otherwise all that are due, oldest first. */
final class PeriodsProducer extends ConnectStep {

    PeriodsProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        List<UsageOrder> orders = body instanceof UsageOrder order
                ? List.of(order)
                : endpoint().usage().due().stream().map(UsageOrder::due).toList();
        exchange.getMessage().setBody(orders);
    }
}
