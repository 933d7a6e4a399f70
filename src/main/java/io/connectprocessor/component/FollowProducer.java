package io.connectprocessor.component;

import io.connectprocessor.failure.FailedException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks what became of usage files that are with the platform or the provider. Whatever fails, the route goes on: it is asked again next time. */
final class FollowProducer extends ConnectStep {

    private static final Logger LOG = LoggerFactory.getLogger(FollowProducer.class);

    FollowProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) {
        try {
            endpoint().usage().follow();
        } catch (FailedException away) {
            LOG.warn("Usage files could not be looked at: {}", away.sentences());
        }
    }
}
