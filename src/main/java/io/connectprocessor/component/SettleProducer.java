package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import org.apache.camel.Exchange;

/** Writes the outcome that the on-* route reached into the ledger; a route without one is a fault. */
final class SettleProducer extends ConnectStep {

    SettleProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = ClaimedRequest.of(exchange, endpoint());
        if (claimed.outcome() == null) {
            throw endpoint()
                    .fault(
                            "the route of type " + claimed.type() + " ended without an outcome",
                            "End every branch of " + route(claimed)
                                    + " with connect:approve, connect:fail, connect:inquire or connect:later.");
        }
        if (!claimed.written()) {
            new Settlement(runtime()).write(claimed);
        }
    }

    private static String route(ClaimedRequest claimed) {
        return claimed.kind() == RequestKind.TIER_REQUEST ? "on-tier-config-request" : "on-" + claimed.type();
    }
}
