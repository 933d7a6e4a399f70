package io.connectprocessor.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything that Connect knows. Thread-safe: reads and writes go through {@link #read} and {@link #write}. */
final class Platform {

    static final Set<String> TERMINAL = Set.of("approved", "failed", "revoked");

    final Clock clock;
    final BookKeeper bookKeeper;
    final Assignee self = new Assignee("SU-000-000-000", "sandbox@example.com", Assignee.Shape.OBJECT);
    final RowCollection<FulfillmentRequest, FulfillmentRequest.View> requests =
            new RowCollection<>(FulfillmentRequest::view);
    final RowCollection<TierRequest, TierRequest.View> tierRequests = new RowCollection<>(TierRequest::view);
    final Map<String, Asset> assets = new HashMap<>();
    final Map<String, Product> products = new LinkedHashMap<>();
    private final Map<String, List<FulfillmentRequest>> heldBy = new HashMap<>();
    private final Map<String, List<TierRequest>> below = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    Platform(Clock clock, BookKeeper bookKeeper) {
        this.clock = clock;
        this.bookKeeper = bookKeeper;
    }

    <T> T read(Supplier<T> reading) {
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    <T> T write(Supplier<T> writing) {
        lock.writeLock().lock();
        try {
            return writing.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    Instant now() {
        return Stamps.stored(clock.instant());
    }

    void change(FulfillmentRequest request, Consumer<FulfillmentRequest.State> change) {
        FulfillmentRequest.State next = request.state.copy();
        change.accept(next);
        next.updated = now();
        requests.change(request, () -> request.state = next);
    }

    void change(TierRequest request, Consumer<TierRequest.State> change) {
        TierRequest.State next = request.state.copy();
        change.accept(next);
        next.updated = now();
        tierRequests.change(request, () -> request.state = next);
    }

    void add(FulfillmentRequest request) {
        requests.add(request);
        for (String tierRequest : request.state.waitsFor) {
            heldBy.computeIfAbsent(tierRequest, id -> new ArrayList<>()).add(request);
        }
    }

    void add(TierRequest request) {
        tierRequests.add(request);
        if (request.parent != null) {
            below.computeIfAbsent(request.parent.id, id -> new ArrayList<>()).add(request);
        }
    }

    /** The tier below may begin, and the purchases that waited for this request alone. */
    void released(TierRequest approved) {
        for (TierRequest child : below.getOrDefault(approved.id, List.of())) {
            if (child.state.status.equals("tiers_setup")) {
                change(child, state -> state.status = "pending");
            }
        }
        for (FulfillmentRequest held : heldBy.getOrDefault(approved.id, List.of())) {
            change(held, state -> {
                Set<String> left = new HashSet<>(state.waitsFor);
                left.remove(approved.id);
                state.waitsFor = left;
                boolean free = left.isEmpty() && state.status.equals("tiers_setup");
                state.status = free ? "pending" : state.status;
            });
        }
    }

    /** What waits for this request fails with it. */
    void failedWith(TierRequest failed) {
        String reason = "Tier configuration request " + failed.id + " was failed.";
        for (TierRequest child : below.getOrDefault(failed.id, List.of())) {
            if (child.state.status.equals("tiers_setup")) {
                change(child, state -> {
                    state.status = "failed";
                    state.reason = reason;
                });
                failedWith(child);
            }
        }
        for (FulfillmentRequest held : heldBy.getOrDefault(failed.id, List.of())) {
            if (held.state.status.equals("tiers_setup")) {
                change(held, state -> {
                    state.status = "failed";
                    state.reason = reason;
                });
                held.asset.state = held.asset.state.withStatus("terminated");
            }
        }
    }

    /** Notes older requests of the asset that are open while this one is decided. */
    void checkOrder(FulfillmentRequest decided) {
        for (FulfillmentRequest other : requests.ofAsset(decided.asset.id)) {
            boolean older = OrderedRows.ORDER.compare(other, decided) < 0;
            if (older && !TERMINAL.contains(other.state.status) && !other.state.status.equals("draft")) {
                bookKeeper.orderViolation(decided.asset.id, decided.id, other.id);
            }
        }
    }

    Books books() {
        return read(() -> bookKeeper.snapshot(requests.counts(), tierRequests.counts()));
    }
}
