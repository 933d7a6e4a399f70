package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** {@code PUT /requests/{id}}. Every method runs under the platform's write lock. */
final class ParameterUpdate {

    private final Platform platform;
    private final Drafts drafts;
    private final ParameterRules rules;

    ParameterUpdate(Platform platform, Drafts drafts, ParameterRules rules) {
        this.platform = platform;
        this.drafts = drafts;
        this.rules = rules;
    }

    void update(FulfillmentRequest request, JsonNode sent) {
        requireStatus(request);
        JsonNode body = platform.is(Variation.NULLS_ARE_ABSENT) ? Bodies.withoutNulls(sent) : sent;
        String note = Bodies.optionalText(body, "note");
        JsonNode asset = body.get("asset");
        if (asset == null && note == null) {
            throw Refusal.validation("asset", "This field is required.");
        }
        boolean isDraft = request.state.status.equals("draft");
        Map<String, ParameterValue> params = asset == null || isDraft && !asset.has("params")
                ? request.state.params
                : merged(request, asset.get("params"));
        if (!isDraft && asset != null) {
            checkWriter(request, asset.get("params"));
            checkUnique(request, params);
        }
        platform.change(request, state -> {
            state.params = params;
            state.note = note == null ? state.note : note;
        });
        if (isDraft) {
            drafts.reorder(request, body);
        }
    }

    private void requireStatus(FulfillmentRequest request) {
        boolean change = request.type.equals("change");
        boolean allowed = switch (request.state.status) {
            case "pending" -> true;
            case "draft" ->
                platform.can(request.asset.product, change ? Capability.CHANGE_VALIDATION : Capability.CART_VALIDATION);
            case "inquiring" ->
                platform.can(
                        request.asset.product,
                        change ? Capability.CHANGE_INQUIRING_VALIDATION : Capability.INQUIRING_VALIDATION);
            default -> false;
        };
        if (!allowed) {
            throw Decisions.refused(
                    platform,
                    request,
                    "update",
                    "Only pending requests, or draft and inquiring requests of products with the validation capability"
                            + " can be updated.");
        }
    }

    /** The request's values with what the array changes in them. */
    Map<String, ParameterValue> merged(FulfillmentRequest request, JsonNode params) {
        return rules.merged(touched(request, params), params, request.asset.product.parameters("asset"));
    }

    /** The values of the request's own, and those of the asset that the body is about to change in part. */
    private static Map<String, ParameterValue> touched(FulfillmentRequest request, JsonNode params) {
        Map<String, ParameterValue> values = new HashMap<>(request.state.params);
        if (params != null) {
            for (JsonNode param : params) {
                String id = param.path("id").asText();
                ParameterValue known = request.asset.state.params().get(id);
                if (known != null) {
                    values.putIfAbsent(id, known);
                }
            }
        }
        return values;
    }

    private void checkWriter(FulfillmentRequest request, JsonNode params) {
        if (!platform.is(Variation.ORDERING_VALUES_ARE_REFUSED) || request.type.equals("adjustment")) {
            return;
        }
        for (JsonNode param : params) {
            String id = param.path("id").asText();
            String known = request.view().param(id).value();
            boolean ordering = request.asset
                    .product
                    .parameter("asset", id)
                    .filter(p -> p.phase().equals("ordering"))
                    .isPresent();
            if (ordering && param.has("value") && !param.path("value").asText().equals(known)) {
                throw Refusal.validation("asset.params." + id, "The vendor cannot change an ordering parameter.");
            }
        }
    }

    private void checkUnique(FulfillmentRequest request, Map<String, ParameterValue> params) {
        if (!platform.is(Variation.UNIQUE_IS_CHECKED)) {
            return;
        }
        for (Product.Parameter parameter : request.asset.product.parameters("asset")) {
            ParameterValue value = params.get(parameter.name());
            if (parameter.unique() && value != null && !value.isEmpty() && isTaken(request, parameter.name(), value)) {
                throw Refusal.validation("asset.params." + parameter.name(), "This value must be unique.");
            }
        }
    }

    private boolean isTaken(FulfillmentRequest request, String name, ParameterValue value) {
        for (Asset other : platform.assets.values()) {
            if (other == request.asset || !other.product.id().equals(request.asset.product.id())) {
                continue;
            }
            boolean taken = value.value()
                            .equals(other.state
                                    .params()
                                    .getOrDefault(name, ParameterValue.NONE)
                                    .value())
                    || platform.requests.ofAsset(other.id).stream()
                            .anyMatch(open -> open.view().param(name).value().equals(value.value()));
            if (taken) {
                return true;
            }
        }
        return false;
    }
}
