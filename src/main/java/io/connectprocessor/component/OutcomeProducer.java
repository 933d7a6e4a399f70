package io.connectprocessor.component;

import io.connectprocessor.connect.Approval;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.connect.Templates;
import io.connectprocessor.failure.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Approves, fails or inquires: the platform is told, and the route has its outcome. */
final class OutcomeProducer extends ConnectStep {

    private static final int LONGEST_REASON = 500;

    private OptionText template;
    private OptionText activationTile;
    private OptionText effectiveDate;
    private OptionText reason;
    private Map<String, OptionText> errors;

    OutcomeProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        template = text(endpoint().getTemplate());
        activationTile = text(endpoint().getActivationTile());
        effectiveDate = text(endpoint().getEffectiveDate());
        reason = text(endpoint().getReason());
        errors = endpoint().getErrors() == null
                ? null
                : OptionText.assignments(
                        endpoint().getCamelContext(), endpoint().getErrors());
    }

    private OptionText text(String option) {
        return option == null || option.isBlank()
                ? null
                : OptionText.of(endpoint().getCamelContext(), option);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = begin(exchange, endpoint().getAction().name());
        ConnectRequest request = claimed.request();
        Map<String, Object> after = switch (endpoint().getAction()) {
            case approve -> approve(exchange, claimed, request);
            case fail -> fail(exchange, claimed, request);
            default -> inquire(exchange, claimed, request);
        };
        runtime().intake().answered(Api.CONNECT, false);
        runtime().intake().decided(request.id());
        if (after != null) {
            claimed.json(after);
        }
        claimed.give(exchange, after == null ? request.body() : after);
    }

    private Map<String, Object> approve(Exchange exchange, ClaimedRequest claimed, ConnectRequest request) {
        String date = effectiveDate == null ? null : date(effectiveDate.value(exchange));
        Approval approval = activationTile == null
                ? new Approval(templateId(exchange, request, Templates.Use.approval(request)), null, date)
                : new Approval(null, tile(exchange), date);
        requireParameters(request);
        Map<String, Object> after = connect(claimed).approve(request.kind(), request.id(), approval);
        claimed.outcome(Outcome.APPROVED);
        return after;
    }

    private void requireParameters(ConnectRequest request) {
        List<String> missing = request.missingForApproval();
        if (!missing.isEmpty()) {
            throw endpoint()
                    .fault(
                            "request " + request.id() + " cannot be approved while a required fulfillment parameter is"
                                    + " empty: " + String.join(", ", missing),
                            "Save it before, with connect:update and params: \"" + missing.get(0) + "=…\".");
        }
    }

    private String tile(Exchange exchange) {
        Object tile = activationTile.value(exchange);
        if (tile == null) {
            throw endpoint()
                    .fault(
                            "the activation tile is missing: " + activationTile + " gave nothing",
                            "Give the Markdown that the customer reads.");
        }
        return String.valueOf(tile);
    }

    private String date(Object value) {
        return EffectiveDate.of(value)
                .orElseThrow(
                        () -> endpoint()
                                .fault(
                                        value == null
                                                ? "the effective date is missing: " + effectiveDate + " gave nothing"
                                                : "the effective date is no date with time and offset: "
                                                        + effectiveDate,
                                        "Give it as 2026-01-31T08:15:00+00:00, or leave effectiveDate out for the time of the approval."));
    }

    private Map<String, Object> fail(Exchange exchange, ClaimedRequest claimed, ConnectRequest request) {
        Object why = reason.value(exchange);
        if (why == null) {
            throw endpoint()
                    .fault(
                            "the reason is missing: " + reason + " gave nothing",
                            "Give a reason that the customer can read.");
        }
        Map<String, Object> after = connect(claimed).fail(request.kind(), request.id(), cut(String.valueOf(why)));
        claimed.outcome(Outcome.FAILED);
        return after;
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_REASON) {
            return text;
        }
        // Half a character is no JSON.
        boolean half = Character.isHighSurrogate(text.charAt(LONGEST_REASON - 1));
        return text.substring(0, half ? LONGEST_REASON - 1 : LONGEST_REASON);
    }

    private Map<String, Object> inquire(Exchange exchange, ClaimedRequest claimed, ConnectRequest request) {
        String id = null;
        if (request.kind() == RequestKind.REQUEST) {
            if (template == null) {
                throw endpoint().fault("template is missing", "Name a template of scope asset and type inquire.");
            }
            id = templateId(exchange, request, Templates.Use.inquiry(request));
        }
        if (errors != null) {
            connect(claimed).update(request.kind(), request.id(), marked(exchange, request));
        }
        Map<String, Object> after = connect(claimed).inquire(request.kind(), request.id(), id);
        claimed.outcome(Outcome.INQUIRED);
        return after;
    }

    /** The parameters that are asked for, with their text, and those whose old text is answered, without it. */
    private List<Map<String, Object>> marked(Exchange exchange, ConnectRequest request) {
        List<Map<String, Object>> marked = new ArrayList<>();
        errors.forEach((id, text) -> {
            Object error = text.value(exchange);
            if (error == null) {
                throw endpoint()
                        .fault(
                                "the text for parameter " + id + " is missing: " + text + " gave nothing",
                                "Say what is asked.");
            }
            if (request.find(id) == null) {
                throw endpoint()
                        .fault("request " + request.id() + " has no parameter " + id, "Correct the name in errors.");
            }
            marked.add(Map.of("id", id, "value_error", String.valueOf(error)));
        });
        for (Map<String, Object> parameter : request.parameters()) {
            if (!errors.containsKey(String.valueOf(parameter.get("id")))
                    && parameter.get("value_error") instanceof String old
                    && !old.isEmpty()) {
                marked.add(Map.of("id", parameter.get("id"), "value_error", ""));
            }
        }
        return marked;
    }

    private String templateId(Exchange exchange, ConnectRequest request, Templates.Use use) {
        Object name = template.value(exchange);
        if (name == null) {
            throw endpoint().fault("the template is missing: " + template + " gave nothing", "Name a template.");
        }
        return runtime().templates().id(request.product(), use, String.valueOf(name));
    }

    private ConnectClient connect(ClaimedRequest claimed) {
        return runtime().connectFor(claimed);
    }
}
