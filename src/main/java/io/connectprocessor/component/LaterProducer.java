package io.connectprocessor.component;

import java.time.Duration;
import org.apache.camel.Exchange;

/** The outcome "leave it pending, come back": for vendors that need time. */
final class LaterProducer extends ConnectStep {

    LaterProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, "later");
        claimed.later(runtime().ledger().now().plus(Duration.ofMillis(endpoint().getDelay())));
    }
}
