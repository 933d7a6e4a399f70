package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Approve, fail and confirm, with what they do to the asset. Every method runs under the platform's write lock. */
final class Decisions {

    private static final List<String> ALL_PHASES = List.of("ordering", "fulfillment");

    private final Platform platform;

    Decisions(Platform platform) {
        this.platform = platform;
    }

    void approve(FulfillmentRequest request, JsonNode body) {
        if (!approvable().contains(request.state.status)) {
            throw refused(platform, request, "approve", "Only pending and inquiring requests can be approved.");
        }
        Product.Template template = template(request, body, "fulfillment", true);
        String effective = Bodies.optionalDateTime(body, "effective_date");
        requireParameters(request);
        Instant now = platform.now();
        Map<String, ParameterValue> params = request.view().params();
        String tile = Bodies.optionalText(body, "activation_tile");
        platform.checkOrder(request);
        platform.change(request, state -> {
            state.status = "approved";
            state.template = template == null ? state.template : template;
            state.activationKey = template == null ? tile : rendered(template, params);
            state.effectiveDate = effective == null ? now : Bodies.instant("effective_date", effective);
            state.params = params;
            assignToSelf(state);
        });
        applyToAsset(request, params, now);
        platform.bookKeeper.approved(request.id, now);
    }

    private Set<String> approvable() {
        if (platform.is(Variation.INQUIRING_IS_NOT_APPROVED)) {
            return Set.of("pending");
        }
        return platform.is(Variation.SCHEDULED_CAN_BE_DECIDED)
                ? Set.of("pending", "inquiring", "scheduled")
                : Set.of("pending", "inquiring");
    }

    private static void applyToAsset(FulfillmentRequest request, Map<String, ParameterValue> params, Instant now) {
        Asset.State before = request.asset.state;
        String status = switch (request.type) {
            case "suspend" -> "suspended";
            case "cancel" -> "terminated";
            default -> "active";
        };
        request.asset.state = new Asset.State(status, request.state.lines, params, before.created(), now);
        request.asset.lastApproved = request.id;
    }

    void fail(FulfillmentRequest request, JsonNode body) {
        String status = request.state.status;
        boolean also = status.equals("inquiring") && platform.is(Variation.INQUIRING_CAN_BE_FAILED)
                || status.equals("scheduled") && platform.is(Variation.SCHEDULED_CAN_BE_DECIDED);
        if (!status.equals("pending") && !also) {
            throw refused(platform, request, "fail", "Only pending requests can be failed.");
        }
        String reason = Bodies.requiredText(body, "reason");
        platform.checkOrder(request);
        platform.change(request, state -> {
            state.status = "failed";
            state.reason = reason;
            assignToSelf(state);
        });
        restoreAsset(request, platform);
        platform.bookKeeper.decided(request.id);
    }

    void confirm(FulfillmentRequest request) {
        if (!request.state.status.equals("revoking")) {
            throw refused(platform, request, "confirm", "Only revoking requests can be confirmed.");
        }
        platform.change(request, state -> state.status = "revoked");
        restoreAsset(request, platform);
        platform.bookKeeper.decided(request.id);
    }

    /** What becomes of the asset when its request is failed or revoked. */
    static void restoreAsset(FulfillmentRequest request, Platform platform) {
        Asset.State state = request.asset.state;
        if (request.createsAsset()) {
            boolean rejected =
                    platform.is(Variation.FAILED_PURCHASE_IS_REJECTED) && request.state.status.equals("failed");
            request.asset.state = state.withStatus(rejected ? "rejected" : "terminated");
        } else if (request.type.equals("cancel") && state.status().equals("terminating")) {
            request.asset.state = state.withStatus(request.statusBefore);
        }
    }

    void assignToSelf(FulfillmentRequest.State state) {
        if (state.assignee.id().isEmpty()) {
            state.assignee = platform.self;
        }
    }

    /** Null when a tile takes its place, or when neither is there and neither is needed. */
    static Product.Template template(FulfillmentRequest request, JsonNode body, String type, boolean required) {
        String id = Bodies.optionalText(body, "template_id");
        String tile = Bodies.optionalText(body, "activation_tile");
        if (id == null && tile == null && required) {
            throw new Refusal(400, "REQ_005", "Missed fields: template_id or activation_tile.");
        }
        if (id != null && tile != null) {
            throw Refusal.validation("template_id", "Only one of template_id and activation_tile is allowed.");
        }
        if (id == null) {
            return null;
        }
        return request.asset
                .product
                .template(id)
                .filter(template -> template.scope().equals("asset") && type.equals(template.type()))
                .orElseThrow(() -> Refusal.validation("template_id", "Template " + id + " does not exist."));
    }

    private void requireParameters(FulfillmentRequest request) {
        if (platform.is(Variation.APPROVES_WITHOUT_REQUIRED)) {
            return;
        }
        for (String name : ParameterRules.missing(request.view(), ALL_PHASES)) {
            throw Refusal.validation("asset.params." + name, "This field is required.");
        }
    }

    /** Replaces <code>{{name}}</code> by the value of that parameter. */
    static String rendered(Product.Template template, Map<String, ParameterValue> params) {
        String text = template.body();
        for (Map.Entry<String, ParameterValue> param : params.entrySet()) {
            text = text.replace("{{" + param.getKey() + "}}", param.getValue().value());
        }
        return text;
    }

    static Refusal refused(Platform platform, FulfillmentRequest request, String action, String message) {
        if (Platform.TERMINAL.contains(request.state.status)) {
            platform.bookKeeper.doubleAction(request.id, action, request.state.status);
        }
        return new Refusal(400, "REQ_003", message);
    }
}
