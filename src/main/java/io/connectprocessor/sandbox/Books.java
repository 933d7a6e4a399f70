package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened so far, counted by the sandbox itself. An immutable snapshot; safe to share between threads.
 *
 * @param connectCalls calls per action on Connect, whatever they were answered
 * @param vendorCalls calls per action on the vendor
 * @param doubleActions actions on a request that was decided already
 * @param vendorEffects effects at the vendor per request id, those without an id under ""
 * @param repeatedVendorEffects ids of requests with more than one effect at the vendor, sorted
 * @param statuses fulfillment requests: status, then type, then how many
 * @param tierStatuses tier config requests: status, then type, then how many
 * @param firstApproval null before there is one
 * @param lastApproval null before there is one
 * @param mostConnectCallsAtOnce calls in flight together, at most
 * @param mostVendorCallsAtOnce calls in flight together, at most
 * @param orderViolations younger requests of an asset that were decided while an older one was open
 * @param decided ids of the requests of both kinds that a caller approved or failed, or whose revocation it confirmed
 * @param faults faults fired, per kind
 */
public record Books(
        Map<String, Long> connectCalls,
        Map<String, Long> vendorCalls,
        List<DoubleAction> doubleActions,
        Map<String, Integer> vendorEffects,
        List<String> repeatedVendorEffects,
        Map<String, Map<String, Long>> statuses,
        Map<String, Map<String, Long>> tierStatuses,
        Instant firstApproval,
        Instant lastApproval,
        int mostConnectCallsAtOnce,
        int mostVendorCallsAtOnce,
        List<OrderViolation> orderViolations,
        Set<String> decided,
        Map<String, Long> faults) {

    /** @param status the one that the request had already */
    public record DoubleAction(String requestId, String action, String status) {}

    /** @param decidedId the younger request, decided while {@code openId} was open */
    public record OrderViolation(String assetId, String decidedId, String openId) {}

    /** Calls on Connect in all. */
    public long connectCallsInAll() {
        return connectCalls.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Calls on the vendor in all. */
    public long vendorCallsInAll() {
        return vendorCalls.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Fulfillment requests in this status, of all types. */
    public long count(String status) {
        return statuses.getOrDefault(status, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Tier config requests in this status, of all types. */
    public long tierCount(String status) {
        return tierStatuses.getOrDefault(status, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
