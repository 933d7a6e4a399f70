package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** What others than the vendor do: customers, resellers, the distributor, the calendar. Thread-safe. */
final class Events {

    private final Platform platform;
    private final FulfillmentActions actions;
    private final TierActions tierActions;

    Events(Platform platform, FulfillmentActions actions, TierActions tierActions) {
        this.platform = platform;
        this.actions = actions;
        this.tierActions = tierActions;
    }

    void customerAnswers(String id, Map<String, String> values) {
        platform.write(() -> {
            TierRequest tierRequest = platform.tierRequests.get(id);
            if (tierRequest != null) {
                require(id, tierRequest.state.status, "inquiring");
                List<Product.Parameter> known = tierRequest.product.parameters(tierRequest.scope());
                tierActions.answer(tierRequest, answered(known, tierRequest.state.params, values));
                return null;
            }
            FulfillmentRequest request = request(id);
            require(id, request.state.status, "inquiring");
            List<Product.Parameter> known = request.asset.product.parameters("asset");
            actions.answer(request, answered(known, request.state.params, values));
            return null;
        });
    }

    void dateReached(String id) {
        platform.write(() -> {
            FulfillmentRequest request = request(id);
            require(id, request.state.status, "scheduled");
            platform.change(request, state -> state.status = "pending");
            return null;
        });
    }

    void scheduledByHand(String id, String plannedDate) {
        platform.write(() -> {
            FulfillmentRequest request = request(id);
            require(id, request.state.status, "pending");
            actions.perform(
                    "schedule", request, JsonNodeFactory.instance.objectNode().put("planned_date", plannedDate));
            return null;
        });
    }

    void distributorRevokes(String id, String reason) {
        platform.write(() -> {
            FulfillmentRequest request = request(id);
            require(id, request.state.status, "scheduled");
            actions.revoke(request, JsonNodeFactory.instance.objectNode().put("reason", reason));
            return null;
        });
    }

    FulfillmentRequest request(String id) {
        FulfillmentRequest request = platform.requests.get(id);
        if (request == null) {
            throw new NoSuchElementException("There is no request " + id);
        }
        return request;
    }

    private static Map<String, ParameterValue> answered(
            List<Product.Parameter> known, Map<String, ParameterValue> params, Map<String, String> values) {
        Map<String, ParameterValue> answered = new LinkedHashMap<>(params);
        values.forEach((name, value) -> {
            if (known.stream().noneMatch(p -> p.name().equals(name))) {
                throw new IllegalArgumentException("The product has no parameter " + name + "; it has "
                        + known.stream().map(Product.Parameter::name).toList());
            }
            answered.put(name, ParameterValue.of(value == null ? "" : value));
        });
        return answered;
    }

    private static void require(String id, String status, String wanted) {
        if (!status.equals(wanted)) {
            throw new IllegalStateException("Request " + id + " is " + status + ", not " + wanted);
        }
    }
}
