package io.connectprocessor.testing;

import io.connectprocessor.component.ConnectHeaders;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandlingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.URISupport;

/** Which endpoints the routes called for each request, how long each took, and what was thrown. Thread-safe. */
final class RouteTrace extends EventNotifierSupport {

    private record Line(String requestId, String text) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    RouteTrace() {
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        // Camel tells of what was sent only to those that wanted to know that it would be.
        return event instanceof ExchangeSendingEvent
                || event instanceof ExchangeSentEvent
                || event instanceof ExchangeFailureHandlingEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSentEvent sent) {
            note(
                    sent.getExchange(),
                    sanitized(sent.getEndpoint().getEndpointUri()) + " (" + sent.getTimeTaken() + " ms)");
        } else if (event instanceof ExchangeFailureHandlingEvent failed) {
            note(failed.getExchange(), "threw " + thrown(failed.getExchange()));
        }
    }

    private void note(Exchange exchange, String what) {
        String id = exchange.getMessage().getHeader(ConnectHeaders.REQUEST_ID, String.class);
        if (id != null) {
            String route = ExchangeHelper.getRouteId(exchange);
            lines.add(new Line(id, (route == null ? "" : route + ": ") + what));
        }
    }

    private static String thrown(Exchange exchange) {
        Throwable caught = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return String.valueOf(caught);
    }

    private static String sanitized(String uri) {
        return URISupport.sanitizeUri(uri).replace("://", ":");
    }

    List<String> of(String requestId) {
        return lines.stream()
                .filter(line -> line.requestId().equals(requestId))
                .map(Line::text)
                .toList();
    }
}
