package io.connectprocessor.component;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;

/** The memory of connect:vendor for any Camel endpoint: takes body only, gives body only, and calls it once. */
final class OnceProducer extends ConnectStep {

    private StepMemory memory;
    private AsyncProducer target;

    OnceProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        memory = new StepMemory(endpoint());
        Endpoint called = endpoint().getCamelContext().getEndpoint(endpoint().getCall());
        target = called.createAsyncProducer();
        ServiceHelper.initService(target);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(target);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(target);
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, endpoint().getStep());
        claimed.give(exchange, memory.run(claimed, input(exchange, claimed), new Call(exchange, claimed)));
    }

    private final class Call implements StepMemory.Call {

        private final Exchange exchange;
        private final ClaimedRequest claimed;

        Call(Exchange exchange, ClaimedRequest claimed) {
            this.exchange = exchange;
            this.claimed = claimed;
        }

        @Override
        public StepMemory.Answer make(String key, byte[] input) {
            runtime().ledger().check(claimed.claim());
            Exchange inner = ExchangeHelper.createCopy(exchange, false);
            inner.getMessage().removeHeaders("*");
            inner.getMessage().setHeader("Idempotency-Key", key);
            inner.getMessage().setBody(value(input));
            try {
                target.process(inner);
            } catch (Exception e) {
                inner.setException(e);
            }
            if (inner.getException() != null) {
                throw rethrown(inner.getException());
            }
            byte[] answer = bytes(
                    inner.getMessage().getBody() == null
                            ? Map.of()
                            : inner.getMessage().getBody(),
                    inner);
            claimed.step(endpoint().getStep());
            return new StepMemory.Answer(200, answer, value(answer));
        }

        private RuntimeException rethrown(Exception thrown) {
            return thrown instanceof RuntimeException runtime
                    ? runtime
                    : new org.apache.camel.RuntimeCamelException(thrown);
        }

        @Override
        public Object read(int status, byte[] answer) {
            return value(answer);
        }

        /** What the far side gets and the route gets back is the same whether it comes from a call or from the ledger. */
        private Object value(byte[] json) {
            try {
                return runtime().json().value(json);
            } catch (IOException notJson) {
                return new String(json, StandardCharsets.UTF_8);
            }
        }
    }
}
