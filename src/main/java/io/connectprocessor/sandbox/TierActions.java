package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The life of a tier config request. Every method runs under the platform's write lock. */
final class TierActions {

    static final Set<String> NAMES =
            Set.of("approve", "fail", "inquire", "pend", "assign", "unassign", "submit", "validate");

    private final Platform platform;
    private final ParameterRules rules;

    TierActions(Platform platform, ParameterRules rules) {
        this.platform = platform;
        this.rules = rules;
    }

    void perform(String action, TierRequest request, JsonNode sent) {
        JsonNode body = platform.is(Variation.NULLS_ARE_ABSENT) ? Bodies.withoutNulls(sent) : sent;
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
            case "submit" -> {
                require(request, action, Set.of("draft"));
                platform.change(request, state -> state.status = "pending");
            }
            case "validate" -> require(request, action, Set.of("draft"));
            default -> throw Refusal.notFound();
        }
    }

    void update(TierRequest request, JsonNode sent) {
        require(request, "update", updatable(request));
        JsonNode body = platform.is(Variation.NULLS_ARE_ABSENT) ? Bodies.withoutNulls(sent) : sent;
        String notes = Bodies.optionalText(body, "notes");
        JsonNode params = body.get("params");
        if (params == null && notes == null) {
            throw Refusal.validation("params", "This field is required.");
        }
        if (notes != null && notes.length() > 2000) {
            throw Refusal.validation("notes", "Ensure this field has no more than 2000 characters.");
        }
        Map<String, ParameterValue> merged = params == null
                ? request.state.params
                : rules.merged(request.state.params, params, request.product.parameters(request.scope()));
        platform.change(request, state -> {
            state.params = merged;
            state.notes = notes == null ? state.notes : notes;
        });
        mirror(request);
    }

    private Set<String> updatable(TierRequest request) {
        boolean setup = request.type.equals("setup");
        boolean draft = platform.can(
                request.product, setup ? Capability.TIER_SETUP_VALIDATION : Capability.TIER_UPDATE_VALIDATION);
        boolean inquiring = platform.can(
                request.product,
                setup ? Capability.TIER_SETUP_VALIDATION : Capability.TIER_UPDATE_INQUIRING_VALIDATION);
        return Set.of("pending", draft ? "draft" : "-", inquiring ? "inquiring" : "--");
    }

    /** The configuration shows what its open request has. */
    private void mirror(TierRequest request) {
        TierConfiguration configuration = request.configuration;
        configuration.state = configuration.state.withParams(request.state.params, platform.now());
    }

    private void approve(TierRequest request, JsonNode body) {
        require(request, "approve", Set.of("pending", "inquiring"));
        JsonNode wanted = body.get("template");
        if (wanted == null || !wanted.isObject()) {
            throw Refusal.validation("template", "This field is required.");
        }
        Product.Template template = template(request, wanted);
        boolean atRoot = platform.is(Variation.TIER_EFFECTIVE_DATE_AT_THE_ROOT);
        String effective = Bodies.optionalDateTime(atRoot ? body : wanted, "effective_date");
        requireParameters(request);
        Instant now = platform.now();
        platform.change(request, state -> {
            state.status = "approved";
            state.template = template == null ? state.template : template;
            state.effectiveDate = effective;
            state.approved = now;
            assignToSelf(state);
        });
        request.configuration.state = new TierConfiguration.State(
                "active", request.state.params, request.state.template, null, request.id, now);
        platform.waiting.released(request);
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
        if (reason.length() > 500) {
            throw Refusal.validation("reason", "Ensure this field has no more than 500 characters.");
        }
        platform.change(request, state -> {
            state.status = "failed";
            state.reason = reason;
            assignToSelf(state);
        });
        close(request, platform);
        platform.waiting.failedWith(request);
        platform.bookKeeper.decided(request.id);
    }

    /** A failed request leaves the configuration as it was before; that of a setup has never been active. */
    static void close(TierRequest failed, Platform platform) {
        TierConfiguration.State before = failed.configuration.state;
        boolean active = before.lastApproved() != null || platform.is(Variation.FAILED_SETUP_IS_ACTIVE);
        failed.configuration.state = new TierConfiguration.State(
                active ? "active" : "processing",
                before.params(),
                before.template(),
                null,
                before.lastApproved(),
                platform.now());
    }

    /** The reseller's form: values in, errors gone, pending again. */
    void answer(TierRequest request, Map<String, ParameterValue> values) {
        require(request, "pend", Set.of("inquiring"));
        platform.change(request, state -> {
            state.params = values;
            state.pended = platform.now();
            state.status = "pending";
        });
        mirror(request);
    }

    private void requireParameters(TierRequest request) {
        if (platform.is(Variation.APPROVES_WITHOUT_REQUIRED)) {
            return;
        }
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
