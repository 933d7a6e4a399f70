package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.failure.Api;
import org.apache.camel.Exchange;

/** Reads the request again. */
final class GetProducer extends ConnectStep {

    GetProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, "get");
        claimed.request(ConnectRequest.read(
                claimed.kind(),
                runtime()
                        .connectFor(claimed)
                        .get(claimed.kind(), claimed.claim().id())));
        runtime().intake().answered(Api.CONNECT, false);
        claimed.give(exchange, claimed.request().body());
    }
}
