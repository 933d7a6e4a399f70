package io.connectprocessor.component;

import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/** Ends the work on a failed request: {@code retry} lets it wait, {@code park} keeps it for a person. */
final class DeadLetterProducer extends ConnectStep {

    private OptionText reason;

    DeadLetterProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (endpoint().getReason() != null) {
            reason = OptionText.of(endpoint().getCamelContext(), endpoint().getReason());
        }
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = ClaimedRequest.of(exchange, endpoint());
        if (claimed.failure() == null) {
            Object given = reason == null ? null : reason.value(exchange);
            String why = given == null ? "the route parks it" : Redaction.ofText(String.valueOf(given), claimed.json());
            claimed.route(ExchangeHelper.getRouteId(exchange));
            claimed.failed(Failure.of(FailureKind.ROUTE_FAULT, why), why, null, false);
        }
        claimed.outcome(endpoint().getAction() == ConnectAction.park ? Outcome.PARKED : Outcome.RETRY);
        new Settlement(runtime()).write(claimed);
    }
}
