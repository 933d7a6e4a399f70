package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The life of a tier config request. Every method runs under the platform's write lock. */
final class TierActions {

    static final Set<String> NAMES = Set.of("approve", "fail", "inquire", "pend", "assign", "unassign");

    private final Platform platform;

    TierActions(Platform platform) {
        this.platform = platform;
    }

    void perform(String action, TierRequest request, JsonNode body) {
        switch (action) {
            case "approve" -> approve(request, body);
            case "fail" -> fail(request, body);
            case "inquire" -> {
                require(request, action, Set.of("pending"));
                platform.change(request, state -> {
                    state.status = "inquiring";
                    state.inquired = platform.now();
                    assignToSelf(state);
                });
            }
            case "pend" -> {
                require(request, action, Set.of("inquiring"));
                platform.change(request, state -> {
                    state.status = "pending";
                    state.pended = platform.now();
                });
            }
            case "assign" -> {
                Assignee assignee = body.isEmpty() ? platform.self : FulfillmentActions.assignee(body);
                platform.change(request, state -> state.assignee = assignee);
            }
            case "unassign" -> platform.change(request, state -> state.assignee = Assignee.NOBODY);
            default -> throw Refusal.notFound();
        }
    }

    void update(TierRequest request, JsonNode body) {
        require(request, "update", Set.of("pending"));
        String notes = Bodies.optionalText(body, "notes");
        JsonNode sent = body.get("params");
        if (sent == null && notes == null) {
            throw Refusal.validation("params", "This field is required.");
        }
        Map<String, ParameterValue> params = sent == null
                ? request.state.params
                : Bodies.merged(request.state.params, sent, request.product.parameters(request.scope()));
        platform.change(request, state -> {
            state.params = params;
            state.notes = notes == null ? state.notes : notes;
        });
    }

    private void approve(TierRequest request, JsonNode body) {
        require(request, "approve", Set.of("pending", "inquiring"));
        JsonNode wanted = body.get("template");
        if (wanted == null || !wanted.isObject()) {
            throw Refusal.validation("template", "This field is required.");
        }
        Product.Template template = template(request, wanted);
        String effective = Bodies.optionalDateTime(wanted, "effective_date");
        requireParameters(request);
        Instant now = platform.now();
        platform.change(request, state -> {
            state.status = "approved";
            state.configurationStatus = "active";
            state.template = template == null ? state.template : template;
            state.effectiveDate = effective;
            state.approved = now;
            assignToSelf(state);
        });
        platform.released(request);
        platform.bookKeeper.approved(request.id, now);
    }

    /** Null when the body carries a rendered text in place of a template. */
    private static Product.Template template(TierRequest request, JsonNode wanted) {
        String id = Bodies.optionalText(wanted, "id");
        if (id == null && Bodies.optionalText(wanted, "representation") == null) {
            throw Refusal.validation("template.id", "This field is required.");
        }
        if (id == null) {
            return null;
        }
        return request.product
                .template(id)
                .filter(template -> template.scope().equals(request.scope()))
                .orElseThrow(() -> new Refusal(
                        400, "TC_012", "There is no template " + id + " for this tier configuration request."));
    }

    private void fail(TierRequest request, JsonNode body) {
        require(request, "fail", Set.of("pending", "inquiring", "tiers_setup"));
        String reason = Bodies.optionalText(body, "reason");
        if (reason == null || reason.isBlank()) {
            throw Refusal.validation("reason", "This field is required and may not be blank.");
        }
        platform.change(request, state -> {
            state.status = "failed";
            state.reason = reason;
            assignToSelf(state);
        });
        platform.failedWith(request);
        platform.bookKeeper.decided(request.id);
    }

    private static void requireParameters(TierRequest request) {
        for (Product.Parameter parameter : request.product.parameters(request.scope())) {
            if (parameter.required() && request.view().param(parameter.name()).isEmpty()) {
                throw Refusal.validation("params." + parameter.name(), "This field is required.");
            }
        }
    }

    private void assignToSelf(TierRequest.State state) {
        if (state.assignee.id().isEmpty()) {
            state.assignee = platform.self;
        }
    }

    private void require(TierRequest request, String action, Set<String> statuses) {
        String status = request.state.status;
        if (statuses.contains(status)) {
            return;
        }
        if (Platform.TERMINAL.contains(status)) {
            platform.bookKeeper.doubleAction(request.id, action, status);
        }
        throw new Refusal(
                400, "TC_006", "Tier configuration request in status " + status + " does not allow " + action + ".");
    }
}
