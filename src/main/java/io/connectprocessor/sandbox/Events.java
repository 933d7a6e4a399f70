package io.connectprocessor.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** What others than the vendor do: customers, resellers, the calendar. Thread-safe. */
final class Events {

    private final Platform platform;

    Events(Platform platform) {
        this.platform = platform;
    }

    void answerInquiry(String id, Map<String, String> values) {
        platform.write(() -> {
            TierRequest tierRequest = platform.tierRequests.get(id);
            if (tierRequest != null) {
                require(id, tierRequest.state.status, "inquiring");
                platform.change(tierRequest, state -> {
                    state.params = answered(state.params, values);
                    state.pended = platform.now();
                    state.status = "pending";
                });
                return null;
            }
            FulfillmentRequest request = request(id);
            require(id, request.state.status, "inquiring");
            platform.change(request, state -> {
                state.params = answered(state.params, values);
                state.status = "pending";
            });
            return null;
        });
    }

    void reachPlannedDate(String id) {
        platform.write(() -> {
            FulfillmentRequest request = request(id);
            require(id, request.state.status, "scheduled");
            platform.change(request, state -> state.status = "pending");
            return null;
        });
    }

    private FulfillmentRequest request(String id) {
        FulfillmentRequest request = platform.requests.get(id);
        if (request == null) {
            throw new NoSuchElementException("There is no request " + id);
        }
        return request;
    }

    private static Map<String, ParameterValue> answered(
            Map<String, ParameterValue> params, Map<String, String> values) {
        Map<String, ParameterValue> answered = new LinkedHashMap<>(params);
        values.forEach((name, value) -> answered.put(name, ParameterValue.of(value)));
        return answered;
    }

    private static void require(String id, String status, String wanted) {
        if (!status.equals(wanted)) {
            throw new IllegalStateException("Request " + id + " is " + status + ", not " + wanted);
        }
    }
}
