package io.connectprocessor.component;

import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.RequestKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;

/** A step of a route. One instance serves many threads: what belongs to an exchange stays in the exchange. */
abstract class ConnectStep extends DefaultProducer {

    private final ConnectEndpoint endpoint;
    private OptionText stepName;

    ConnectStep(ConnectEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        stepName = endpoint.getStep() == null ? null : OptionText.of(endpoint.getCamelContext(), endpoint.getStep());
    }

    ConnectEndpoint endpoint() {
        return endpoint;
    }

    Runtime runtime() {
        return endpoint.runtime();
    }

    /** Begins the step that the option names; its {@code ${…}} make it one of its own for each part of a split. */
    ClaimedRequest beginNamed(Exchange exchange) {
        String fixed = endpoint.getStep();
        if (!fixed.contains("${")) {
            return begin(exchange, fixed);
        }
        Object name = stepName.value(exchange);
        if (name == null) {
            throw endpoint.fault(
                    "the step has no name: " + fixed + " gave nothing",
                    "Write an expression that tells the parts of the split apart, such as ${body[mpn]}.");
        }
        // It is a part of the Idempotency-Key, which travels in a header.
        return begin(exchange, Json.percentEncode(String.valueOf(name)));
    }

    ClaimedRequest begin(Exchange exchange, String step) {
        return ClaimedRequest.of(exchange, endpoint).begin(step, ExchangeHelper.getRouteId(exchange), endpoint);
    }

    /** As {@link #begin}, of a request that has parameters and is approved or failed. */
    ClaimedRequest beginDecidable(Exchange exchange, String step) {
        ClaimedRequest claimed = begin(exchange, step);
        if (claimed.kind() == RequestKind.TIER_ACCOUNT_REQUEST) {
            throw endpoint()
                    .fault(
                            claimed.claim().id()
                                    + " is a tier account request, which has no parameters and no templates"
                                    + " and is neither approved nor failed",
                            "End its route with connect:accept or connect:ignore.");
        }
        return claimed;
    }

    /** The input of a step: what the route set, otherwise the sample payload; as bytes, so that it can be recorded and sent alike. */
    byte[] input(Exchange exchange, ClaimedRequest claimed) {
        Object body = exchange.getMessage().getBody();
        return bytes(claimed.setByRoute(body) ? body : SamplePayload.of(claimed.request()), exchange);
    }

    byte[] bytes(Object payload, Exchange exchange) {
        if (payload instanceof byte[] || payload instanceof InputStream || payload instanceof StreamCache) {
            return exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, payload);
        }
        if (payload instanceof String text) {
            return Json.utf8(text);
        }
        try {
            return runtime().json().bytes(payload);
        } catch (UncheckedIOException notJson) {
            throw endpoint()
                    .fault(
                            "a " + payload.getClass().getName() + " cannot be written as JSON",
                            "Set the body to a Map, a List, a text or bytes.");
        }
    }

    AnswerView answers(ClaimedRequest claimed) {
        return new AnswerView(runtime().ledger(), claimed.claim().id(), this::value);
    }

    /** What the far side gets and the route gets back is the same whether it comes from a call or from the ledger. */
    Object value(byte[] json) {
        try {
            return runtime().json().value(json);
        } catch (IOException notJson) {
            return new String(json, StandardCharsets.UTF_8);
        }
    }
}
