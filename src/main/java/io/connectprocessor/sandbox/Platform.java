package io.connectprocessor.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    final Map<String, TierConfiguration> tierConfigurations = new LinkedHashMap<>();
    final Map<String, AccountRequest> accountRequests = new LinkedHashMap<>();
    final Map<String, Asset> assets = new LinkedHashMap<>();
    final Map<String, Product> products = new LinkedHashMap<>();
    final Conversations conversations = new Conversations();
    final WaitingForTiers waiting = new WaitingForTiers(this);
    private final Map<String, Set<Capability>> capabilities = new HashMap<>();
    private final PlannedDates dates = new PlannedDates();
    private final Set<Variation> variations;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    Platform(Clock clock, BookKeeper bookKeeper, Set<Variation> variations) {
        this.clock = clock;
        this.bookKeeper = bookKeeper;
        this.variations = variations;
    }

    <T> T read(Supplier<T> reading) {
        reachDates();
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    <T> T write(Supplier<T> writing) {
        reachDates();
        lock.writeLock().lock();
        try {
            return writing.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Not under the read lock, which cannot become a write lock. */
    private void reachDates() {
        if (is(Variation.DATES_ARE_REACHED_BY_HAND) || !dates.isDue(clock.instant()) || lock.getReadHoldCount() > 0) {
            return;
        }
        lock.writeLock().lock();
        try {
            dates.due(clock.instant()).forEach(request -> change(request, state -> state.status = "pending"));
        } finally {
            lock.writeLock().unlock();
        }
    }

    Instant now() {
        return Stamps.stored(clock.instant());
    }

    boolean is(Variation variation) {
        return variations.contains(variation);
    }

    boolean can(Product product, Capability capability) {
        return capability == null || capabilities(product).contains(capability);
    }

    Set<Capability> capabilities(Product product) {
        return capabilities.getOrDefault(product.id(), Capability.usual());
    }

    void allow(Product product, Capability capability, boolean allowed) {
        Set<Capability> next = EnumSet.noneOf(Capability.class);
        next.addAll(capabilities(product));
        if (allowed) {
            next.add(capability);
        } else {
            next.remove(capability);
        }
        capabilities.put(product.id(), next);
    }

    void change(FulfillmentRequest request, Consumer<FulfillmentRequest.State> change) {
        String before = request.state.status;
        FulfillmentRequest.State next = request.state.copy();
        change.accept(next);
        next.updated = now();
        requests.change(request, () -> request.state = next);
        dates.note(request);
        tell(request, before, next.status);
    }

    void change(TierRequest request, Consumer<TierRequest.State> change) {
        String before = request.state.status;
        TierRequest.State next = request.state.copy();
        change.accept(next);
        next.updated = now();
        tierRequests.change(request, () -> request.state = next);
        tell(request, before, next.status);
    }

    /** As the platform does: a message of type state_change at each transition. */
    private void tell(Row request, String before, String after) {
        if (!before.equals(after) && !is(Variation.NO_CONVERSATIONS)) {
            conversations.say(
                    conversations.of(request.id(), request.created()),
                    "state_change",
                    "The request changed from " + before + " to " + after + ".",
                    self.id(),
                    now());
        }
    }

    void add(FulfillmentRequest request) {
        requests.add(request);
        dates.note(request);
        waiting.add(request);
    }

    void add(TierRequest request) {
        tierRequests.add(request);
        waiting.add(request);
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

    /** Pending, or inquiring while an ordering parameter is missing: what the platform makes of a request that is ready. */
    String ready(FulfillmentRequest.View view) {
        return ParameterRules.missing(view, List.of("ordering")).isEmpty()
                        || !view.request().isInquirable()
                ? "pending"
                : "inquiring";
    }

    Books books() {
        return read(() -> bookKeeper.snapshot(requests.counts(), tierRequests.counts()));
    }
}
