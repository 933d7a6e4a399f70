package io.connectprocessor.component;

import java.util.Map;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Calls another endpoint for a step: a body goes there and a body comes back, nothing else. Thread-safe. */
final class Detour extends ServiceSupport {

    private final ConnectEndpoint endpoint;
    private final String uri;
    private AsyncProducer target;

    Detour(ConnectEndpoint endpoint, String uri) {
        this.endpoint = endpoint;
        this.uri = uri;
    }

    /** @return the exchange after it, whose body is the answer */
    Exchange call(Exchange exchange, Object body, Map<String, Object> headers) {
        Exchange inner = ExchangeHelper.createCopy(exchange, false);
        inner.getMessage().removeHeaders("*");
        headers.forEach(inner.getMessage()::setHeader);
        inner.setProperty(ConnectHeaders.STEP, endpoint.getStep());
        inner.getMessage().setBody(body);
        try {
            target.process(inner);
        } catch (Exception e) {
            inner.setException(e);
        }
        if (inner.getException() instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (inner.getException() != null) {
            throw new RuntimeCamelException(inner.getException());
        }
        return inner;
    }

    @Override
    protected void doInit() throws Exception {
        target = endpoint.getCamelContext().getEndpoint(uri).createAsyncProducer();
        ServiceHelper.initService(target);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(target);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(target);
    }
}
