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
                            "the route " + (claimed.isRevoking() ? "of revoking requests" : "of type " + claimed.type())
                                    + " ended without an outcome",
                            "End every branch of " + claimed.onRoute() + " with " + outcomes(claimed)
                                    + " or connect:later.");
        }
        if (!claimed.written()) {
            new Settlement(runtime()).write(claimed);
        }
    }

    private static String outcomes(ClaimedRequest claimed) {
        if (claimed.kind() == RequestKind.TIER_ACCOUNT_REQUEST) {
            return "connect:accept, connect:ignore";
        }
        return claimed.isRevoking()
                ? "connect:confirm"
                : "connect:approve, connect:fail, connect:inquire, connect:schedule";
    }
}
