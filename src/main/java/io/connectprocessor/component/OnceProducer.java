package io.connectprocessor.component;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;

/** The memory of connect:vendor for any Camel endpoint: takes body only, gives body only, and calls it once. */
final class OnceProducer extends ConnectStep {

    private StepMemory memory;
    private Detour target;

    OnceProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        memory = new StepMemory(this);
        target = new Detour(endpoint(), endpoint().getCall());
        ServiceHelper.initService(memory, target);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(memory, target);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(memory, target);
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = beginNamed(exchange);
        claimed.give(exchange, memory.run(exchange, claimed, input(exchange, claimed), new Call(exchange, claimed)));
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
            String step = claimed.step();
            runtime().witness(claimed).sends("the call of step " + step, false);
            Exchange after = target.call(exchange, value(input), Map.of("Idempotency-Key", key));
            claimed.step(step);
            Object body = after.getMessage().getBody();
            byte[] answer = bytes(body == null ? Map.of() : body, after);
            return new StepMemory.Answer(200, answer, value(answer));
        }

        @Override
        public Object read(int status, byte[] answer) {
            return value(answer);
        }
    }
}
