package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The life of a fulfillment request. Every method runs under the platform's write lock. */
final class FulfillmentActions {

    static final Set<String> NAMES = Set.of(
            "approve",
            "fail",
            "inquire",
            "pend",
            "schedule",
            "confirm",
            "revoke",
            "assign",
            "unassign",
            "purchase",
            "submit",
            "validate");

    private final Platform platform;
    private final Decisions decisions;
    private final Drafts drafts;

    FulfillmentActions(Platform platform, Drafts drafts) {
        this.platform = platform;
        this.decisions = new Decisions(platform);
        this.drafts = drafts;
    }

    void perform(String action, FulfillmentRequest request, JsonNode sent) {
        JsonNode body = platform.is(Variation.NULLS_ARE_ABSENT) ? Bodies.withoutNulls(sent) : sent;
        switch (action) {
            case "approve" -> decisions.approve(request, body);
            case "fail" -> decisions.fail(request, body);
            case "inquire" -> inquire(request, body);
            case "pend" -> {
                require(request, action, "inquiring", "Only inquiring requests can be moved to pending status.");
                platform.change(request, state -> state.status = "pending");
            }
            case "schedule" -> schedule(request, flat(body));
            case "revoke" -> revoke(request, flat(body));
            case "confirm" -> decisions.confirm(request);
            case "assign" -> {
                Assignee assignee = assignee(body);
                platform.change(request, state -> state.assignee = assignee);
            }
            case "unassign" -> platform.change(request, state -> state.assignee = Assignee.NOBODY);
            case "purchase", "submit" -> drafts.order(request, action);
            case "validate" -> drafts.validate(request, body);
            default -> throw Refusal.notFound();
        }
    }

    /** A path segment takes the body's place. */
    void assign(FulfillmentRequest request, String user) {
        if (!platform.is(Variation.ASSIGNS_BY_PATH)) {
            throw Refusal.notFound();
        }
        Assignee assignee = new Assignee(user, "user@example.com", Assignee.Shape.OBJECT);
        platform.change(request, state -> state.assignee = assignee);
    }

    private JsonNode flat(JsonNode body) {
        boolean nested =
                platform.is(Variation.NESTED_DATA_IS_READ) && body.path("data").isObject();
        return nested ? body.get("data") : body;
    }

    private void inquire(FulfillmentRequest request, JsonNode body) {
        require(request, "inquire", "pending", "Only pending requests can be moved to inquiring status.");
        if (!request.isInquirable()) {
            throw refused(
                    request, "inquire", "Requests of type " + request.type + " cannot be moved to inquiring status.");
        }
        Product.Template template =
                Decisions.template(request, body, "inquire", platform.is(Variation.INQUIRE_NEEDS_A_TEMPLATE));
        boolean invalid = request.view().params().values().stream()
                .anyMatch(value -> !value.error().isEmpty() || value.structuredError() != null);
        if (!invalid) {
            throw refused(request, "inquire", "For inquiring, at least one parameter must be marked as invalid.");
        }
        platform.change(request, state -> {
            state.status = "inquiring";
            state.template = template == null ? state.template : template;
            decisions.assignToSelf(state);
        });
    }

    private void schedule(FulfillmentRequest request, JsonNode body) {
        require(request, "schedule", "pending", "Only pending requests can be scheduled.");
        if (!platform.can(request.asset.product, Capability.schedulingOf(request.type))) {
            throw refused(request, "schedule", "The product does not support scheduling of type " + request.type + ".");
        }
        Bodies.requiredText(body, "planned_date");
        String planned = Bodies.optionalDateTime(body, "planned_date");
        Instant at = Bodies.instant("planned_date", planned);
        if (at.isBefore(platform.now()) && !platform.is(Variation.PAST_DATES_ARE_ACCEPTED)) {
            throw Refusal.validation("planned_date", "The date is in the past.");
        }
        platform.change(request, state -> {
            state.status = "scheduled";
            state.plannedDate = planned;
            state.plannedAt = at;
            decisions.assignToSelf(state);
        });
    }

    void revoke(FulfillmentRequest request, JsonNode body) {
        require(request, "revoke", "scheduled", "Only scheduled requests can be revoked.");
        String reason = Bodies.requiredText(body, "reason");
        platform.change(request, state -> {
            state.status = "revoking";
            state.reason = reason;
        });
    }

    /** From a body {@code {id}} or {@code {email}}, exactly one of them. */
    static Assignee assignee(JsonNode body) {
        String id = Bodies.optionalText(body, "id");
        String email = Bodies.optionalText(body, "email");
        if ((id == null) == (email == null)) {
            throw Refusal.validation("non_field_errors", "Exactly one of id and email is required.");
        }
        return new Assignee(
                id == null ? "UR-000-000-000" : id, email == null ? "user@example.com" : email, Assignee.Shape.OBJECT);
    }

    private void require(FulfillmentRequest request, String action, String status, String message) {
        if (!request.state.status.equals(status)) {
            throw refused(request, action, message);
        }
    }

    private Refusal refused(FulfillmentRequest request, String action, String message) {
        return Decisions.refused(platform, request, action, message);
    }

    /** The customer's form, by its link: values in, errors gone, pending again unless an ordering parameter is still missing. */
    void answer(FulfillmentRequest request, Map<String, ParameterValue> values) {
        require(request, "pend", "inquiring", "Only inquiring requests can be moved to pending status.");
        platform.change(request, state -> {
            state.params = values;
            state.answered = true;
        });
        String next = platform.ready(request.view());
        platform.change(request, state -> state.status = next);
    }
}
