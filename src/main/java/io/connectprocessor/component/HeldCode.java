package io.connectprocessor.component;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** In the place of a route's node that runs Java code. */
final class HeldCode extends AsyncProcessorSupport {

    private final Shadow shadow;
    private final String node;
    private final String id;

    HeldCode(Shadow shadow, String node, String id) {
        this.shadow = shadow;
        this.node = node;
        this.id = id;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            shadow.instead(exchange, node, id, "run", id);
        } catch (RuntimeException wrong) {
            exchange.setException(wrong);
        }
        callback.done(true);
        return true;
    }
}
