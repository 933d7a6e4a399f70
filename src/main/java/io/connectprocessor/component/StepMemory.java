package io.connectprocessor.component;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Step;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the call of a step once: its input is in the ledger before the call, its answer before any effect but the saving of parameters is built on it; a later run of the
 * step gets the recorded answer. Between the vendor's answer and our record lies a gap, which the Idempotency-Key closes at a vendor that
 * heeds it, and a look-up before the call at one that does not. Input above 1,000,000 bytes and answers above 65,536 are not recorded: then the key alone protects.
 */
final class StepMemory extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(StepMemory.class);
    private static final int MOST_INPUT = 1_000_000;
    private static final int MOST_ANSWER = 65_536;

    private final ConnectStep owner;
    private final ConnectEndpoint endpoint;
    private final Step.OnChange onChange;
    private final Detour lookUp;

    /** @throws IllegalArgumentException when the endpoint's onChange is none of the three */
    StepMemory(ConnectStep owner) {
        this.owner = owner;
        this.endpoint = owner.endpoint();
        this.lookUp = endpoint.getLookUp() == null ? null : new Detour(endpoint, endpoint.getLookUp());
        try {
            this.onChange = Step.OnChange.valueOf(endpoint.getOnChange().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "onChange is \"" + endpoint.getOnChange() + "\". Write fault, keep or call.", unknown);
        }
    }

    /**
     * @param status as answered, or 200
     * @param bytes what is recorded
     * @param body what the route gets
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, byte[] bytes, Object body) {}

    interface Call {
        /** @param key the Idempotency-Key to send; @param input the bytes to send, these and no others */
        Answer make(String key, byte[] input);

        /** Where the input goes, as far as another place is another call; null when the step has but one. */
        default String target() {
            return null;
        }

        /** What the route gets of a recorded answer. */
        Object read(int status, byte[] answer);
    }

    @Override
    protected void doInit() {
        ServiceHelper.initService(lookUp);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(lookUp);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(lookUp);
    }

    /** @return the body that the route gets */
    Object run(Exchange exchange, ClaimedRequest claimed, byte[] input, Call call) {
        Ledger ledger = endpoint.runtime().ledger();
        String step = claimed.step();
        if (input.length > MOST_INPUT) {
            LOG.info("The input of step {} is too large to record: the Idempotency-Key alone protects it", step);
            return found(exchange, claimed, input)
                    .orElseGet(() -> call.make(claimed.claim().id() + ":" + step, input))
                    .body();
        }
        Step known = ledger.step(claimed.claim(), step, call.target(), input, onChange);
        if (known instanceof Step.Answered answered) {
            return call.read(answered.status(), answered.answer());
        }
        if (known instanceof Step.Due due) {
            return make(exchange, claimed, due, call);
        }
        throw endpoint.fault(
                "step " + step + " of " + claimed.claim().id() + " was answered before, and now gets other input",
                "Find out what changed the request. Write onChange: keep to go on with the old answer, onChange: call to call"
                        + " again, then replay.");
    }

    /** What an earlier call, here or before the ledger knew of it, has left at the vendor: asked for before each call that is made. */
    private Optional<Answer> found(Exchange exchange, ClaimedRequest claimed, byte[] input) {
        if (lookUp == null) {
            return Optional.empty();
        }
        String step = claimed.step();
        Exchange after = lookUp.call(exchange, owner.value(input), Map.of());
        claimed.step(step);
        Object body = after.getMessage().getBody();
        boolean nothing = body == null
                || body instanceof Map<?, ?> map && map.isEmpty()
                || body instanceof Collection<?> collection && collection.isEmpty()
                || body instanceof String text && text.isBlank();
        if (nothing) {
            return Optional.empty();
        }
        byte[] answer = owner.bytes(body, after);
        return Optional.of(new Answer(200, answer, owner.value(answer)));
    }

    private Object make(Exchange exchange, ClaimedRequest claimed, Step.Due due, Call call) {
        Ledger ledger = endpoint.runtime().ledger();
        String step = claimed.step();
        boolean nothingThere = !due.again();
        Answer answer;
        try {
            Optional<Answer> found = found(exchange, claimed, due.input());
            nothingThere |= lookUp != null && found.isEmpty();
            answer = found.orElseGet(() -> call.make(due.key(), due.input()));
        } catch (FailedException failed) {
            // 409 and 422 may be about an earlier call under this key: that input must not be lost.
            if (failed.failure().kind() == FailureKind.REFUSED
                    && failed.failure().status() != 409
                    && failed.failure().status() != 422) {
                refused(claimed, due, nothingThere);
            }
            throw failed;
        }
        if (answer.bytes().length <= MOST_ANSWER) {
            ledger.answered(claimed.claim(), step, due.round(), answer.status(), answer.bytes());
        }
        return answer.body();
    }

    private void refused(ClaimedRequest claimed, Step.Due due, boolean nothingThere) {
        if (nothingThere) {
            endpoint.runtime().ledger().refused(claimed.claim(), claimed.step(), due.round());
            return;
        }
        // Forgotten, it could be made a second time, and what it may have made would not be looked for when the request
        // is revoked.
        LOG.warn(
                "Step {} of {} was refused, but an earlier try, whose answer is not known, may have taken effect: it keeps its input."
                        + " Look at the vendor; a lookUp that finds nothing lets the step send something else",
                claimed.step(),
                claimed.claim().id());
    }
}
