package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The life of a fulfillment request. Every method runs under the platform's write lock. */
final class FulfillmentActions {

    static final Set<String> NAMES =
            Set.of("approve", "fail", "inquire", "pend", "schedule", "confirm", "revoke", "assign", "unassign");
    private static final Set<String> NEVER_INQUIRED = Set.of("suspend", "resume", "cancel");

    private final Platform platform;

    FulfillmentActions(Platform platform) {
        this.platform = platform;
    }

    void perform(String action, FulfillmentRequest request, JsonNode body) {
        switch (action) {
            case "approve" -> approve(request, body);
            case "fail" -> fail(request, body);
            case "inquire" -> inquire(request, body);
            case "pend" -> {
                require(request, action, "inquiring", "Only inquiring requests can be moved to pending status.");
                platform.change(request, state -> state.status = "pending");
            }
            case "schedule" -> schedule(request, body);
            case "revoke" -> revoke(request, body);
            case "confirm" -> confirm(request);
            case "assign" -> assign(request, body);
            case "unassign" -> platform.change(request, state -> state.assignee = Assignee.NOBODY);
            default -> throw Refusal.notFound();
        }
    }

    void update(FulfillmentRequest request, JsonNode body) {
        if (!request.state.status.equals("pending")) {
            throw refused(
                    request,
                    "update",
                    "Only pending requests, or draft and inquiring requests of products with the validation capability"
                            + " can be updated.");
        }
        String note = Bodies.optionalText(body, "note");
        JsonNode asset = body.get("asset");
        if (asset == null && note == null) {
            throw Refusal.validation("asset", "This field is required.");
        }
        Map<String, ParameterValue> params = asset == null
                ? request.state.params
                : Bodies.merged(
                        touched(request, asset), asset.get("params"), request.asset.product.parameters("asset"));
        platform.change(request, state -> {
            state.params = params;
            state.note = note == null ? state.note : note;
        });
    }

    /** The values of the request's own, and those of the asset that the body is about to change in part. */
    private static Map<String, ParameterValue> touched(FulfillmentRequest request, JsonNode asset) {
        Map<String, ParameterValue> values = new HashMap<>(request.state.params);
        for (JsonNode param : asset.path("params")) {
            String id = param.path("id").asText();
            ParameterValue known = request.asset.state.params().get(id);
            if (known != null) {
                values.putIfAbsent(id, known);
            }
        }
        return values;
    }

    private void approve(FulfillmentRequest request, JsonNode body) {
        String status = request.state.status;
        if (!status.equals("pending") && !status.equals("inquiring")) {
            throw refused(request, "approve", "Only pending and inquiring requests can be approved.");
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
            state.effectiveDate = effective == null ? now : instant("effective_date", effective);
            state.params = params;
            assignToSelf(state);
        });
        applyToAsset(request, params, now);
        platform.bookKeeper.approved(request.id, now);
    }

    private static void applyToAsset(FulfillmentRequest request, Map<String, ParameterValue> params, Instant now) {
        Asset.State before = request.asset.state;
        String status = switch (request.type) {
            case "suspend" -> "suspended";
            case "cancel" -> "terminated";
            default -> "active";
        };
        request.asset.state = new Asset.State(status, request.state.lines, params, before.created(), now);
    }

    private void fail(FulfillmentRequest request, JsonNode body) {
        require(request, "fail", "pending", "Only pending requests can be failed.");
        String reason = Bodies.requiredText(body, "reason");
        platform.checkOrder(request);
        platform.change(request, state -> {
            state.status = "failed";
            state.reason = reason;
            assignToSelf(state);
        });
        restoreAsset(request);
        platform.bookKeeper.decided(request.id);
    }

    private static void restoreAsset(FulfillmentRequest request) {
        Asset.State state = request.asset.state;
        if (request.type.equals("purchase") || request.type.equals("transfer")) {
            request.asset.state = state.withStatus("terminated");
        } else if (request.type.equals("cancel") && state.status().equals("terminating")) {
            request.asset.state = state.withStatus(request.statusBefore);
        }
    }

    private void inquire(FulfillmentRequest request, JsonNode body) {
        require(request, "inquire", "pending", "Only pending requests can be moved to inquiring status.");
        if (NEVER_INQUIRED.contains(request.type)) {
            throw refused(
                    request, "inquire", "Requests of type " + request.type + " cannot be moved to inquiring status.");
        }
        Product.Template template = template(request, body, "inquire", false);
        boolean invalid = request.view().params().values().stream()
                .anyMatch(value -> !value.error().isEmpty());
        if (!invalid) {
            throw refused(request, "inquire", "For inquiring, at least one parameter must be marked as invalid.");
        }
        platform.change(request, state -> {
            state.status = "inquiring";
            state.template = template == null ? state.template : template;
            assignToSelf(state);
        });
    }

    private void schedule(FulfillmentRequest request, JsonNode body) {
        require(request, "schedule", "pending", "Only pending requests can be scheduled.");
        Bodies.requiredText(body, "planned_date");
        String planned = Bodies.optionalDateTime(body, "planned_date");
        if (instant("planned_date", planned).isBefore(platform.now())) {
            throw Refusal.validation("planned_date", "The date is in the past.");
        }
        platform.change(request, state -> {
            state.status = "scheduled";
            state.plannedDate = planned;
            assignToSelf(state);
        });
    }

    private void revoke(FulfillmentRequest request, JsonNode body) {
        require(request, "revoke", "scheduled", "Only scheduled requests can be revoked.");
        String reason = Bodies.requiredText(body, "reason");
        platform.change(request, state -> {
            state.status = "revoking";
            state.reason = reason;
        });
    }

    private void confirm(FulfillmentRequest request) {
        require(request, "confirm", "revoking", "Only revoking requests can be confirmed.");
        platform.change(request, state -> state.status = "revoked");
        restoreAsset(request);
        platform.bookKeeper.decided(request.id);
    }

    private void assign(FulfillmentRequest request, JsonNode body) {
        Assignee assignee = assignee(body);
        platform.change(request, state -> state.assignee = assignee);
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

    private void assignToSelf(FulfillmentRequest.State state) {
        if (state.assignee.id().isEmpty()) {
            state.assignee = platform.self;
        }
    }

    /** Null when a tile takes its place, or when neither is there and neither is needed. */
    private static Product.Template template(FulfillmentRequest request, JsonNode body, String type, boolean required) {
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

    private static void requireParameters(FulfillmentRequest request) {
        FulfillmentRequest.View view = request.view();
        for (Product.Parameter parameter : request.asset.product.parameters("asset")) {
            if (parameter.required() && view.param(parameter.name()).isEmpty()) {
                throw Refusal.validation("asset.params." + parameter.name(), "This field is required.");
            }
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

    private static Instant instant(String field, String text) {
        try {
            boolean offset = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Refusal.validation(field, "Datetime has wrong format.");
        }
    }

    private void require(FulfillmentRequest request, String action, String status, String message) {
        if (!request.state.status.equals(status)) {
            throw refused(request, action, message);
        }
    }

    private Refusal refused(FulfillmentRequest request, String action, String message) {
        if (Platform.TERMINAL.contains(request.state.status)) {
            platform.bookKeeper.doubleAction(request.id, action, request.state.status);
        }
        return new Refusal(400, "REQ_003", message);
    }
}
