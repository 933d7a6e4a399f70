package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Keeps the books. Thread-safe. */
final class BookKeeper {

    private final Map<Fault.Api, Map<String, LongAdder>> calls =
            Map.of(Fault.Api.CONNECT, new ConcurrentHashMap<>(), Fault.Api.VENDOR, new ConcurrentHashMap<>());
    private final Map<Fault.Api, AtomicInteger> inFlight =
            Map.of(Fault.Api.CONNECT, new AtomicInteger(), Fault.Api.VENDOR, new AtomicInteger());
    private final Map<Fault.Api, AtomicInteger> mostInFlight =
            Map.of(Fault.Api.CONNECT, new AtomicInteger(), Fault.Api.VENDOR, new AtomicInteger());
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final Map<String, Integer> vendorEffects = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Books.DoubleAction> doubleActions = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Books.OrderViolation> orderViolations = new ConcurrentLinkedQueue<>();
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Instant> firstApproval = new AtomicReference<>();
    private final AtomicReference<Instant> lastApproval = new AtomicReference<>();

    void begins(Fault.Api api) {
        int now = inFlight.get(api).incrementAndGet();
        mostInFlight.get(api).accumulateAndGet(now, Math::max);
    }

    void ends(Fault.Api api) {
        inFlight.get(api).decrementAndGet();
    }

    void called(Fault.Api api, String action) {
        calls.get(api).computeIfAbsent(action, a -> new LongAdder()).increment();
    }

    void fired(Fault.Kind kind) {
        faults.computeIfAbsent(kind.name(), k -> new LongAdder()).increment();
    }

    void vendorEffect(String requestId) {
        vendorEffects.merge(requestId, 1, Integer::sum);
    }

    void doubleAction(String requestId, String action, String status) {
        doubleActions.add(new Books.DoubleAction(requestId, action, status));
    }

    void orderViolation(String assetId, String decidedId, String openId) {
        orderViolations.add(new Books.OrderViolation(assetId, decidedId, openId));
    }

    void decided(String requestId) {
        decided.add(requestId);
    }

    void approved(String requestId, Instant at) {
        decided(requestId);
        firstApproval.compareAndSet(null, at);
        lastApproval.set(at);
    }

    Books snapshot(Map<String, Map<String, Long>> statuses, Map<String, Map<String, Long>> tierStatuses) {
        Map<String, Integer> effects = Map.copyOf(vendorEffects);
        List<String> repeated = effects.entrySet().stream()
                .filter(e -> e.getValue() > 1 && !e.getKey().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return new Books(
                sums(calls.get(Fault.Api.CONNECT)),
                sums(calls.get(Fault.Api.VENDOR)),
                List.copyOf(doubleActions),
                effects,
                repeated,
                statuses,
                tierStatuses,
                firstApproval.get(),
                lastApproval.get(),
                mostInFlight.get(Fault.Api.CONNECT).get(),
                mostInFlight.get(Fault.Api.VENDOR).get(),
                List.copyOf(orderViolations),
                Set.copyOf(decided),
                sums(faults));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
    }
}
