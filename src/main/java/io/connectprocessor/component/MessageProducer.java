package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Remark;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;

/** Writes a text into the request's conversation, once for each text, however often the route runs. */
final class MessageProducer extends ConnectStep {

    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int DONE = 201;
    private static final int NOT_POSSIBLE = 404;

    private OptionText text;

    MessageProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Remark.requireType(endpoint().getType());
        text = OptionText.of(endpoint().getCamelContext(), endpoint().getText());
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, "message");
        Object value = text.value(exchange);
        if (value == null) {
            throw endpoint()
                    .fault("the text is missing: " + text + " gave nothing", "Say something, or nothing at all.");
        }
        String said = Redaction.ofSecrets(String.valueOf(value), passwords(claimed.request()));
        Remark remark = new Remark(endpoint().getType(), Cut.at(Remark.LONGEST, said));
        byte[] input = runtime().json().bytes(List.of(remark.type(), remark.text()));
        // One step for each text: the same text is the same step.
        String step = "message-" + UUID.nameUUIDFromBytes(input);
        if (runtime().ledger().step(claimed.claim(), step, input, Step.OnChange.KEEP) instanceof Step.Due due) {
            int status = say(claimed, remark, due.again());
            runtime().ledger().answered(claimed.claim(), step, due.round(), status, NOTHING);
        }
    }

    private int say(ClaimedRequest claimed, Remark remark, boolean maybeSaid) {
        String id = claimed.claim().id();
        Correspondence correspondence = runtime().people().correspondence();
        try {
            boolean said = correspondence.say(runtime().connectFor(claimed), id, remark, maybeSaid);
            runtime().intake().answered(Api.CONNECT, false);
            return said ? DONE : NOT_POSSIBLE;
        } catch (FailedException failed) {
            boolean last = claimed.claim().attempts() + 1 >= runtime().retryAttempts();
            if (failed.failure().kind() != FailureKind.TRANSIENT || !last) {
                throw failed;
            }
            correspondence.warn(
                    "gave up", id + ": " + Redaction.ofText(failed.getMessage(), null) + ". The order goes on without");
            return NOT_POSSIBLE;
        }
    }

    private static List<String> passwords(ConnectRequest request) {
        return request.parameters().stream()
                .filter(parameter -> "password".equals(parameter.get("type")))
                .map(parameter -> parameter.get("value"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }
}
