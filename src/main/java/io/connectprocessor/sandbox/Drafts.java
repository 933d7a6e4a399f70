package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that a distributor is still writing. Every method runs under the platform's write lock. */
final class Drafts {

    private final Platform platform;
    private final RequestPlanting planting;
    private final ParameterRules rules;

    Drafts(Platform platform, RequestPlanting planting, ParameterRules rules) {
        this.platform = platform;
        this.planting = planting;
        this.rules = rules;
    }

    /** {@code purchase} orders drafts of purchases and transfers, {@code submit} all others. */
    void order(FulfillmentRequest request, String action) {
        requireDraft(request, action);
        if (request.createsAsset() != action.equals("purchase")) {
            throw Decisions.refused(
                    platform, request, action, "A draft of type " + request.type + " does not allow " + action + ".");
        }
        planting.requireNoneOpen(request.type, request.asset);
        RequestCreation.requireLines(request.type, request.state.lines);
        FulfillmentRequest.State settled = request.state.copy();
        platform.change(request, state -> {
            planting.settle(request, settled);
            state.status = settled.status;
            state.waitsFor = settled.waitsFor;
            state.template = settled.template;
        });
        platform.waiting.add(request);
        planting.beginOnAsset(request);
    }

    /** What the body has of items and parameters takes the place of what the draft had. */
    void reorder(FulfillmentRequest request, JsonNode body) {
        JsonNode items = body.path("asset").path("items");
        if (items.isArray()) {
            Map<String, String> wanted = RequestCreation.items(request.asset.product, items);
            List<Line> lines = RequestPlanting.ordered(wanted, request.asset);
            platform.change(request, state -> state.lines = lines);
        }
    }

    /** Real-time validation: the answer marks each required ordering parameter that is empty; errors of before are gone. */
    void validate(FulfillmentRequest request, JsonNode body) {
        requireDraft(request, "validate");
        boolean change = request.type.equals("change");
        Capability needed = change ? Capability.CHANGE_VALIDATION : Capability.CART_VALIDATION;
        if (!platform.can(request.asset.product, needed)) {
            throw Decisions.refused(
                    platform, request, "validate", "The product does not have the validation capability.");
        }
        JsonNode sent = body.path("asset").path("params");
        List<Product.Parameter> definitions = request.asset.product.parameters("asset");
        Map<String, ParameterValue> values =
                sent.isArray() ? rules.merged(request.state.params, sent, definitions) : request.state.params;
        reorder(request, body);
        platform.change(request, state -> state.params = sound(values));
        for (String name : ParameterRules.missing(request.view(), List.of("ordering"))) {
            Map<String, ParameterValue> marked = new LinkedHashMap<>(request.state.params);
            marked.put(name, new ParameterValue("", "This field is required.", null, null));
            platform.change(request, state -> state.params = marked);
        }
    }

    private static Map<String, ParameterValue> sound(Map<String, ParameterValue> values) {
        Map<String, ParameterValue> sound = new LinkedHashMap<>();
        values.forEach((name, value) -> sound.put(name, value.withoutErrors()));
        return sound;
    }

    private void requireDraft(FulfillmentRequest request, String action) {
        if (!request.state.status.equals("draft")) {
            throw Decisions.refused(platform, request, action, "Only draft requests allow " + action + ".");
        }
    }
}
