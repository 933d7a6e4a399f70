package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.failure.Api;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;

/** Saves parameters of the request, only those that change. */
final class UpdateProducer extends ConnectStep {

    private Map<String, OptionText> assignments;

    UpdateProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        String params = endpoint().getParams();
        assignments = params == null ? null : OptionText.assignments(endpoint().getCamelContext(), params);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = beginDecidable(exchange, "update");
        if (claimed.isRevoking()) {
            throw endpoint()
                    .fault(
                            "request " + claimed.claim().id()
                                    + " is revoking, and the platform changes nothing of it any more",
                            "Read what earlier steps were answered: ${exchangeProperty.ConnectAnswers[step][field]}, or {step[field]} in a path.");
        }
        List<Map<String, Object>> changes = changes(claimed.request(), values(exchange, claimed));
        if (!changes.isEmpty()) {
            claimed.saved(
                    changes,
                    runtime()
                            .connectFor(claimed)
                            .update(claimed.kind(), claimed.claim().id(), changes));
            runtime().intake().answered(Api.CONNECT, false);
        }
        claimed.give(exchange, claimed.request().body());
    }

    private Map<String, Object> values(Exchange exchange, ClaimedRequest claimed) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (assignments != null) {
            assignments.forEach((id, text) -> {
                Object value = text.value(exchange);
                if (value == null) {
                    throw endpoint()
                            .fault(
                                    "parameter " + id + " has no value: " + text + " gave nothing",
                                    "Look at what the step before answers, and write the field that it has.");
                }
                values.put(id, value);
            });
            return values;
        }
        if (exchange.getMessage().getBody() instanceof Map<?, ?> body
                && body != claimed.request().body()) {
            body.forEach((id, value) -> values.put(String.valueOf(id), value));
            return values;
        }
        throw endpoint()
                .fault(
                        "there is nothing to save",
                        "Write params: \"id=value\", or set the body to a map from parameter id to value.");
    }

    private List<Map<String, Object>> changes(ConnectRequest request, Map<String, Object> values) {
        List<Map<String, Object>> changes = new ArrayList<>();
        values.forEach((id, value) -> {
            Map<String, Object> known = request.find(id);
            if (known == null) {
                throw endpoint()
                        .fault(
                                "request " + request.id() + " has no parameter " + id,
                                "Its parameters are "
                                        + String.join(
                                                ", ",
                                                request.parameters().stream()
                                                        .map(p -> String.valueOf(p.get("id")))
                                                        .toList())
                                        + ". Add it to the product, or correct the name.");
            }
            Object sent = fit(id, known, value);
            String field = sent instanceof Map || sent instanceof List ? "structured_value" : "value";
            boolean same = field.equals("value")
                    ? Objects.equals(known.get(field), sent)
                    : new ParameterType(known).same(known.get(field), sent);
            if (!same || hasError(known)) {
                Map<String, Object> change = new LinkedHashMap<>();
                change.put("id", id);
                change.put(field, sent);
                change.put("value_error", "");
                changes.add(change);
            }
        });
        return changes;
    }

    private Object fit(String id, Map<String, Object> known, Object value) {
        if (value == null) {
            throw endpoint()
                    .fault(
                            "parameter " + id + " is null in the body",
                            "Leave it out to keep what it has, or set it to \"\" to empty it.");
        }
        try {
            return new ParameterType(known).fit(value);
        } catch (ParameterType.Unfit unfit) {
            throw endpoint().fault("parameter " + id + " " + unfit.getMessage(), unfit.advice());
        }
    }

    private static boolean hasError(Map<String, Object> parameter) {
        return parameter.get("value_error") instanceof String error && !error.isEmpty();
    }
}
