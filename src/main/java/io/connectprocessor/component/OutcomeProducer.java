package io.connectprocessor.component;

import io.connectprocessor.connect.Approval;
import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Approves, fails, inquires, schedules or confirms: the platform is told, and the route has its outcome. */
final class OutcomeProducer extends ConnectStep {

    private TemplateOption template;
    private OptionText activationTile;
    private OptionText effectiveDate;
    private OptionText reason;
    private Question question;
    private OptionText date;

    OutcomeProducer(ConnectEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        template = new TemplateOption(endpoint());
        activationTile = text(endpoint().getActivationTile());
        effectiveDate = text(endpoint().getEffectiveDate());
        reason = text(endpoint().getReason());
        question = new Question(endpoint());
        date = text(endpoint().getDate());
    }

    private OptionText text(String option) {
        return option == null || option.isBlank()
                ? null
                : OptionText.of(endpoint().getCamelContext(), option);
    }

    @Override
    public void process(Exchange exchange) {
        ClaimedRequest claimed = beginDecidable(exchange, endpoint().getAction().name());
        ConnectRequest request = claimed.request();
        requireStatus(request);
        Map<String, Object> after = switch (endpoint().getAction()) {
            case approve -> approve(exchange, claimed, request);
            case fail -> fail(exchange, claimed, request);
            case schedule -> schedule(exchange, claimed, request);
            case confirm -> confirm(claimed, request);
            default -> inquire(exchange, claimed, request);
        };
        runtime().intake().answered(Api.CONNECT, false);
        runtime().intake().decided(request.id());
        if (after != null) {
            claimed.json(after);
        }
        claimed.give(exchange, after == null ? request.body() : after);
    }

    /** What the distributor takes back can only be confirmed, and nothing else can be. */
    private void requireStatus(ConnectRequest request) {
        boolean confirms = endpoint().getAction() == ConnectAction.confirm;
        if (confirms != request.isRevoking()) {
            throw endpoint()
                    .fault(
                            "request " + request.id() + " is " + request.status()
                                    + (confirms
                                            ? ", and only a revoking one is confirmed"
                                            : ", and can only be confirmed"),
                            confirms
                                    ? "End this branch with connect:approve, connect:fail, connect:inquire, connect:schedule or connect:later."
                                    : "End routes that handle revoking requests, as on-revoke does, with connect:confirm or connect:later.");
        }
    }

    private Map<String, Object> confirm(ClaimedRequest claimed, ConnectRequest request) {
        Map<String, Object> after = connect(claimed).confirm(request.id());
        claimed.outcome(Outcome.CONFIRMED);
        return after;
    }

    private Map<String, Object> schedule(Exchange exchange, ClaimedRequest claimed, ConnectRequest request) {
        if (request.kind() == RequestKind.TIER_REQUEST) {
            throw endpoint()
                    .fault(
                            "request " + request.id() + " is a tier request, which the platform cannot schedule",
                            "End this branch with connect:later, or keep tier requests away from it.");
        }
        String planned = PlatformDate.of(date.value(exchange)).orElseThrow(this::noDate);
        if (!OffsetDateTime.parse(planned)
                .toInstant()
                .isAfter(runtime().ledger().now())) {
            throw endpoint()
                    .fault(
                            "the date " + planned + " is past",
                            "Schedule only what lies in the future; go on with the request otherwise.");
        }
        Map<String, Object> after = connect(claimed).schedule(request.id(), planned);
        claimed.outcome(Outcome.SCHEDULED);
        return after;
    }

    private FailedException noDate() {
        return endpoint()
                .fault(
                        "the date is no date with time and offset: " + date,
                        "Give it as 2026-01-31T08:15:00+00:00; see what the expression gives.");
    }

    private Map<String, Object> approve(Exchange exchange, ClaimedRequest claimed, ConnectRequest request) {
        String effective = effectiveDate == null ? null : effective(effectiveDate.value(exchange));
        Approval approval = activationTile == null
                ? new Approval(template.approval(exchange, request), null, effective)
                : new Approval(null, tile(exchange), effective);
        requireParameters(request);
        clearErrors(claimed, request);
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

    private String effective(Object value) {
        return PlatformDate.of(value)
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
        Map<String, Object> after =
                connect(claimed).fail(request.kind(), request.id(), Cut.reason(String.valueOf(why)));
        claimed.outcome(Outcome.FAILED);
        return after;
    }

    private Map<String, Object> inquire(Exchange exchange, ClaimedRequest claimed, ConnectRequest request) {
        // OpenAPI 37.0 has no template in the inquiry of a tier request, and an optional one in that of a request.
        String id = request.kind() == RequestKind.TIER_REQUEST
                ? null
                : template.inquiry(exchange, request).orElse(null);
        ConnectRequest marked = save(claimed, question.changes(exchange, request));
        if (request.kind() == RequestKind.REQUEST
                && marked.parametersWithError().isEmpty()) {
            throw endpoint()
                    .fault(
                            "no parameter of request " + request.id() + " says what is asked, and the platform refuses"
                                    + " such an inquiry",
                            "Write errors: \"parameter=What is wrong with it?\".");
        }
        Map<String, Object> after = connect(claimed).inquire(request.kind(), request.id(), id);
        claimed.outcome(Outcome.INQUIRED);
        return after;
    }

    /** What was asked once is answered: a text that stays would show the customer an error in an approved order. */
    private void clearErrors(ClaimedRequest claimed, ConnectRequest request) {
        save(
                claimed,
                request.errorsToClear().stream()
                        .map(parameter -> Question.marked(parameter, ""))
                        .toList());
    }

    private ConnectRequest save(ClaimedRequest claimed, List<Map<String, Object>> changes) {
        if (!changes.isEmpty()) {
            claimed.saved(
                    changes,
                    connect(claimed).update(claimed.kind(), claimed.claim().id(), changes));
        }
        return claimed.request();
    }

    private ConnectClient connect(ClaimedRequest claimed) {
        return runtime().connectFor(claimed);
    }
}
