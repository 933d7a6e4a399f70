package io.connectprocessor.component;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PollingConsumerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nothing is sent to it, and nothing is taken from it: what stands behind is never asked for a producer or a consumer. */
final class HeldEndpoint extends DefaultEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(HeldEndpoint.class);

    private final Shadow shadow;
    private final String scheme;
    private final String place;

    HeldEndpoint(Endpoint endpoint, Shadow shadow) {
        super(endpoint.getEndpointUri(), null);
        setCamelContext(endpoint.getCamelContext());
        this.shadow = shadow;
        this.scheme = ShadowGuard.scheme(endpoint.getEndpointUri());
        this.place = shown(endpoint.getEndpointUri());
    }

    /** Options and logins may hold secrets. */
    private static String shown(String uri) {
        return uri.replaceAll("\\?.*", "").replaceAll("//[^/@]*@", "//");
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }

    private void hold(Exchange exchange, String method) {
        shadow.instead(exchange, scheme, exchange.getExchangeExtension().getHistoryNodeId(), method, place);
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                hold(exchange, "send");
            }
        };
    }

    /** Taking a message from a queue or a file from a folder is an effect: whoever shall have it would miss it. */
    @Override
    public Consumer createConsumer(Processor processor) {
        LOG.warn("Nothing is taken from {}: this is a shadow", place);
        return new DefaultConsumer(this, processor);
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new PollingConsumerSupport(this) {
            @Override
            public Exchange receive() {
                return receiveNoWait();
            }

            @Override
            public Exchange receive(long timeout) {
                return receiveNoWait();
            }

            @Override
            public Exchange receiveNoWait() {
                Exchange exchange = getEndpoint().createExchange();
                hold(exchange, "receive");
                return exchange;
            }
        };
    }
}
