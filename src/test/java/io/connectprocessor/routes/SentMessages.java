package io.connectprocessor.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;

/** What the steps of running routes sent where, without a change to any route. */
final class SentMessages extends EventNotifierSupport {

    /**
     * @param uri of the endpoint, without its options
     * @param requestId as the header had it
     * @param body as it was sent
     */
    record Sent(String uri, String requestId, Map<String, Object> headers, Object body) {}

    private final List<Sent> all = new CopyOnWriteArrayList<>();

    SentMessages() {
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending) {
            Exchange exchange = sending.getExchange();
            String uri = sending.getEndpoint()
                    .getEndpointUri()
                    .replaceFirst("\\?.*", "")
                    .replace("://", ":");
            all.add(new Sent(
                    uri,
                    exchange.getMessage().getHeader("ConnectRequestId", String.class),
                    new HashMap<>(exchange.getMessage().getHeaders()),
                    exchange.getMessage().getBody()));
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeSendingEvent;
    }

    /** To this endpoint, in order. */
    List<Sent> to(String uri) {
        return all.stream().filter(sent -> sent.uri().equals(uri)).toList();
    }

    /** Of this request to this endpoint, in order. */
    List<Sent> to(String uri, String requestId) {
        return to(uri).stream()
                .filter(sent -> requestId.equals(sent.requestId()))
                .toList();
    }
}
