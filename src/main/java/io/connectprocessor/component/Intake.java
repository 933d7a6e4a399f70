package io.connectprocessor.component;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way in this process: passes over the lists, requests handed over but not yet claimed, requests being worked on; and whether
 * more may come. Thread-safe; one monitor, held for moments only.
 */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** With 16 requests at once and every tenth call failing, five in a row are one in a hundred thousand. */
    private static final int MOST_STUMBLES = 5;

    /** A message that a route dropped between poll and queue must not hold a request for ever. */
    private static final Duration HANDED_AT_MOST = Duration.ofMinutes(10);

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Told of every end of work, in the thread that ended it. Must be quick and must not throw. */
    public interface Listener {
        void ended(RequestKind kind, String type, Outcome outcome, Duration took);
    }

    /**
     * A pass over one collection.
     *
     * @param kind what was listed
     * @param total rows that matched when it began, or -1 when the platform did not say
     * @param handed rows handed over
     * @param held rows left where they are: waiting, parked, held back, in work
     * @param foreign rows of another product, environment, type or status, skipped
     * @param complete false when it ended early or cannot be sure to have seen every row
     * @param failure why it ended early, or null
     */
    public record Pass(
            RequestKind kind, long total, long handed, long held, long foreign, boolean complete, String failure) {}

    /** Why nothing new is taken. */
    public record Pause(Api api, boolean listing, String reason, Instant since, Instant probeAt, int probes) {}

    private final Clock clock;
    private final Duration firstPause;
    private final Duration longestPause;
    private final int atOnce;
    private final List<Api> vendors;
    private final Function<Api, Duration> closedFor;
    private final boolean local;
    private final Map<String, Instant> handed = new HashMap<>();
    private final Map<String, Integer> working = new HashMap<>();
    private final Map<Api, Pause> pauses = new LinkedHashMap<>();
    private final Map<Api, Integer> stumbles = new HashMap<>();
    private final Map<Api, Instant> lastAnswers = new HashMap<>();
    private final Map<Api, Ramp> ramps = new HashMap<>();
    private final Map<String, Api> givenOut = new HashMap<>();
    private final Map<RequestKind, Pass> lastPasses = new EnumMap<>(RequestKind.class);
    private final List<Consumer<String>> passesOn = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Map<RequestKind, String> pollFailures = new EnumMap<>(RequestKind.class);
    private final Map<RequestKind, Long> mostListed = new EnumMap<>(RequestKind.class);
    private final Map<RequestKind, Instant> oldestPending = new EnumMap<>(RequestKind.class);
    private final Set<RequestKind> leftAlone = EnumSet.noneOf(RequestKind.class);
    private int countedFrom;
    private int passes;
    private int holds;
    private Instant lastPollAt;
    private Instant lastSignAt;
    private String notBegun;
    private Instant pausedByOperator;

    Intake(
            Clock clock,
            Duration firstPause,
            Duration longestPause,
            int atOnce,
            int holds,
            List<Api> vendors,
            Function<Api, Duration> closedFor) {
        this(clock, firstPause, longestPause, atOnce, holds, vendors, closedFor, true);
    }

    /**
     * @param atOnce requests worked on at once when all is well
     * @param vendors whom requests belong to, at least one
     * @param closedFor for how long an API wants no calls from this process; nought when it does not say so
     * @param local false when what is handed over here may be worked on elsewhere, so that its end is not seen here
     */
    Intake(
            Clock clock,
            Duration firstPause,
            Duration longestPause,
            int atOnce,
            int holds,
            List<Api> vendors,
            Function<Api, Duration> closedFor,
            boolean local) {
        this.clock = new OnwardClock(clock);
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.holds = holds;
        this.atOnce = atOnce;
        this.vendors = List.copyOf(vendors);
        this.closedFor = closedFor;
        this.local = local;
        this.notBegun = holds > 0 ? "the check of products and templates is not done yet" : null;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** False when the request is on its way already, or nothing new may be taken. */
    synchronized boolean hand(String id) {
        Instant now = clock.instant();
        Instant before = handed.get(id);
        if (holds > 0
                || working.containsKey(id)
                || before != null && before.plus(HANDED_AT_MOST).isAfter(now)) {
            return false;
        }
        if (local) {
            handed.put(id, now);
        }
        return true;
    }

    /** A row waited in its page until now: from here on it counts as handed over. */
    synchronized void handedNow(String id) {
        handed.replace(id, clock.instant());
    }

    /** How long until the pause for this API lets its next probe through; zero or less when that may be now, or there is no pause. */
    synchronized Duration untilProbe(Api api) {
        Pause pause = pauses.get(api);
        return pause == null ? Duration.ZERO : Duration.between(clock.instant(), pause.probeAt());
    }

    /** How long until each pause lets its next probe through; empty when all may be now. */
    public synchronized Optional<Duration> untilProbes() {
        return pauses.keySet().stream()
                .map(this::untilProbe)
                .filter(wait -> !wait.isNegative())
                .max(Duration::compareTo);
    }

    synchronized void begin(String id) {
        handed.remove(id);
        working.merge(id, 1, Integer::sum);
    }

    synchronized void end(String id) {
        handed.remove(id);
        givenOut.remove(id);
        // Two messages of one request may be there; the ledger refuses the second, whose end is not the first one's.
        working.computeIfPresent(id, (key, messages) -> messages == 1 ? null : messages - 1);
        if (passes > 0) {
            lastSignAt = clock.instant();
        }
        notifyAll();
    }

    void decided(String id) {
        passesOn.forEach(pass -> pass.accept(id));
    }

    void report(RequestKind kind, String type, Outcome outcome, Duration took) {
        listeners.forEach(listener -> listener.ended(kind, type, outcome, took));
    }

    synchronized boolean onItsWay(String id) {
        return handed.containsKey(id) || working.containsKey(id);
    }

    /** Requests handed over or being worked on. */
    public synchronized int onTheirWay() {
        Instant oldest = clock.instant().minus(HANDED_AT_MOST);
        handed.values().removeIf(at -> at.isBefore(oldest));
        return handed.size() + working.size();
    }

    /** Requests being worked on. */
    public synchronized int working() {
        return working.size();
    }

    /** @param onDecided told of every request that is decided while the pass goes on, in the thread that decided it */
    synchronized void passBegins(Consumer<String> onDecided) {
        passes++;
        passesOn.add(onDecided);
    }

    synchronized void passEnds(Consumer<String> onDecided, Pass pass) {
        passes--;
        passesOn.remove(onDecided);
        lastPasses.put(pass.kind(), pass);
        if (pass.failure() != null) {
            pollFailures.put(pass.kind(), pass.failure());
        } else if (holds == 0) {
            // One that ended because of a hold says nothing about Connect.
            lastPollAt = clock.instant();
            pollFailures.remove(pass.kind());
        }
        notifyAll();
    }

    /** The last pass over each collection, since {@link #forgetPasses()}. */
    public synchronized List<Pass> lastPasses() {
        return List.copyOf(lastPasses.values());
    }

    /** The list of a collection was this long when a pass began. */
    synchronized void listed(RequestKind kind, long total, Instant oldest) {
        mostListed.merge(kind, total, Math::max);
        if (oldest == null) {
            oldestPending.remove(kind);
        } else {
            oldestPending.put(kind, oldest);
        }
    }

    /** The key may not list this collection, which is left alone until it may; said once. */
    synchronized void leavesAlone(RequestKind kind, String why) {
        if (leftAlone.add(kind)) {
            LOG.warn(
                    "{}. They are left alone; all else goes on. Give the key the right to them, or leave them out of process.types.",
                    why);
        }
    }

    synchronized void listsAgain(RequestKind kind) {
        leftAlone.remove(kind);
    }

    /** When the oldest request that the last poll saw was created; empty when it saw none. */
    public synchronized Optional<Instant> oldestPending() {
        return oldestPending.values().stream().min(Instant::compareTo);
    }

    /** The longest lists seen since the start, of both collections together: an estimate of the work there is. */
    public synchronized long mostListed() {
        return mostListed.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized void forgetPasses() {
        lastPasses.clear();
    }

    /** When a pass last ended well; empty before the first. */
    public synchronized Optional<Instant> lastPollAt() {
        return Optional.ofNullable(lastPollAt);
    }

    /** When a pass last ended well, or went on: a long one may take hours, with pages read and requests ended all the time. */
    public synchronized Optional<Instant> lastSignOfPolling() {
        return Stream.of(lastPollAt, lastSignAt).filter(Objects::nonNull).max(Instant::compareTo);
    }

    /** Why the work has not begun since the start; empty once it was let go. */
    public synchronized Optional<String> notBegun() {
        return Optional.ofNullable(notBegun);
    }

    /** Says why the hold from the start is not let go yet; does nothing once it was. */
    public synchronized void notBegun(String why) {
        notBegun = notBegun == null ? null : why;
    }

    /** Why the last pass over one of the collections failed; empty when none did. */
    public synchronized Optional<String> lastPollFailure() {
        return pollFailures.values().stream().findFirst();
    }

    /** Waits until no request but this one, and those that lie unsent in its pass, is on its way; false when it takes longer. */
    synchronized boolean awaitAlone(String id, Set<String> unsent, Duration atMost) throws InterruptedException {
        return await(atMost, () -> {
            onTheirWay(); // forgets what was handed over long ago
            return Stream.concat(handed.keySet().stream(), working.keySet().stream())
                    .allMatch(other -> other.equals(id) || unsent.contains(other));
        });
    }

    /**
     * Waits until a row may go on beside those that a pass gave out before: at once, but after an outage of Connect or of its own vendor.
     * Nobody waits during a hold.
     */
    synchronized void awaitRoom(String id, Api vendor) throws InterruptedException {
        while (!await(Duration.ofSeconds(1), () -> holds > 0 || hasRoom(vendor))) {
            LOG.debug("{} waits: an API was away, and work resumes slowly", id);
        }
        givenOut.put(id, vendor);
    }

    private boolean hasRoom(Api vendor) {
        // Each row asks. Nobody need be counted while all is well, but what was given out and never came is forgotten
        // now and then.
        if (ramp(Api.CONNECT).holdsNobodyBack() && ramp(vendor).holdsNobodyBack() && givenOut.size() < countedFrom) {
            return true;
        }
        onTheirWay(); // forgets what was handed over long ago
        givenOut.keySet().removeIf(id -> !onItsWay(id));
        countedFrom = 2 * givenOut.size() + 64;
        int ofVendor = (int) givenOut.values().stream().filter(vendor::equals).count();
        return ramp(Api.CONNECT).hasRoomBeside(givenOut.size()) && ramp(vendor).hasRoomBeside(ofVendor);
    }

    private Ramp ramp(Api api) {
        return ramps.computeIfAbsent(api, unseen -> new Ramp(atOnce));
    }

    /** Waits until this request is not on its way any more; false when it takes longer. */
    synchronized boolean awaitEnd(String id, Duration atMost) throws InterruptedException {
        return await(atMost, () -> {
            onTheirWay(); // forgets what was handed over long ago
            return !onItsWay(id);
        });
    }

    /** Waits until nothing is on its way; false when it takes longer. */
    public synchronized boolean awaitQuiet(Duration atMost) throws InterruptedException {
        return await(atMost, () -> passes == 0 && onTheirWay() == 0);
    }

    private synchronized boolean await(Duration atMost, BooleanSupplier over) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!over.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(Math.min(left, 1000));
        }
        return true;
    }

    /**
     * Takes nothing new until {@link #letGo()}: passes end early, what is on its way goes on. Holds nest.
     *
     * @return true when all has come to rest within the time given; the hold stands either way
     */
    public boolean hold(Duration atMost) throws InterruptedException {
        synchronized (this) {
            holds++;
        }
        return awaitQuiet(atMost);
    }

    public synchronized void letGo() {
        holds--;
        if (holds == 0) {
            notBegun = null;
        }
        notifyAll();
    }

    /**
     * Takes nothing new in this process until {@link #resumeByOperator}, whatever APIs answer again meanwhile; what is on its way goes on. A hold of
     * its own beside others.
     *
     * @return false when it was paused so already
     */
    public synchronized boolean pauseByOperator() {
        if (pausedByOperator != null) {
            return false;
        }
        pausedByOperator = clock.instant();
        holds++;
        return true;
    }

    /** @return false when no operator had paused it */
    public synchronized boolean resumeByOperator() {
        if (pausedByOperator == null) {
            return false;
        }
        pausedByOperator = null;
        letGo();
        return true;
    }

    /** Since when an operator has paused it; empty when none has. */
    public synchronized Optional<Instant> pausedByOperator() {
        return Optional.ofNullable(pausedByOperator);
    }

    synchronized boolean held() {
        return holds > 0;
    }

    /** An API refuses us, or is away: nothing new is taken until a probe gets through. */
    synchronized void pause(Api api, boolean listing, String reason) {
        Instant now = clock.instant();
        Pause old = pauses.get(api);
        if (old != null && old.probeAt().isAfter(now)) {
            return; // the requests that were on their way tell the same once more
        }
        int probes = old == null ? 0 : old.probes() + 1;
        Duration wait = firstPause.multipliedBy(1L << Math.min(probes, 20));
        Instant probeAt = now.plus(wait.compareTo(longestPause) > 0 ? longestPause : wait);
        boolean byListing = old == null ? listing : old.listing() && listing;
        if (old == null) {
            LOG.warn("Nothing new is taken: {}", reason);
        }
        pauses.put(api, new Pause(api, byListing, reason, old == null ? now : old.since(), probeAt, probes));
    }

    /**
     * An API did not answer, or answered 5xx. When that happened so often in a row, without one good answer between, it is away: nothing new
     * is taken until a probe gets through.
     */
    synchronized void stumbled(Api api, String reason) {
        ramp(api).stumbles();
        if (stumbles.merge(api, 1, Integer::sum) >= MOST_STUMBLES) {
            pause(api, false, reason);
        }
    }

    /** True while nothing is taken because of this API. */
    synchronized boolean paused(Api api) {
        return pauses.containsKey(api);
    }

    /** An API gave us an answer that is neither a refusal of the key nor a sign that it is away. */
    synchronized void answered(Api api, boolean listing) {
        Instant now = clock.instant();
        lastAnswers.put(api, now);
        if (listing) {
            lastSignAt = now;
        } else {
            stumbles.remove(api);
            ramp(api).answers();
        }
        Pause pause = pauses.get(api);
        if (pause != null && (pause.listing() || !listing)) {
            pauses.remove(api);
            if (!pause.listing()) {
                ramp(api).isBack();
            }
            LOG.info("{} answers again", api.speaker());
            notifyAll();
        }
    }

    synchronized boolean answeredSince(Api api, Instant instant) {
        Instant last = lastAnswers.get(api);
        return last != null && last.isAfter(instant);
    }

    /** Why nothing is taken; empty when all is well. */
    public synchronized List<Pause> pauses() {
        return List.copyOf(pauses.values());
    }

    /**
     * For how long some API is left alone because it asked for less ({@code Retry-After}); nought when none did. Shorter than 2 s is no
     * reason: the workers themselves wait as long.
     */
    public Duration restraint() {
        return Stream.concat(Stream.of(Api.CONNECT), vendors.stream())
                .map(this::restraint)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Duration restraint(Api api) {
        Duration asked = closedFor.apply(api);
        return asked.compareTo(SHORT) > 0 ? asked : Duration.ZERO;
    }

    /** Whether workers that take from a queue of several nodes may take anything now. */
    public boolean mayTake() {
        return allowance() > 0;
    }

    /** How many requests may be handed over now, of some vendor: none while paused or restrained, one as a probe when its time has come. */
    synchronized long allowance() {
        return vendors.stream()
                .mapToLong(vendor -> allowance(vendor, 0, 0))
                .max()
                .orElse(0);
    }

    /**
     * How many more requests that belong to this vendor may be handed over now. One vendor that is away holds up none of another.
     *
     * @param handed by the pass so far, in all
     * @param handedThere those of this vendor
     */
    synchronized long allowance(Api vendor, long handed, long handedThere) {
        if (holds > 0 || !restraint(Api.CONNECT).isZero() || !restraint(vendor).isZero()) {
            return 0;
        }
        return Math.min(allowed(Api.CONNECT, handed), allowed(vendor, handedThere));
    }

    private long allowed(Api api, long handed) {
        Pause pause = pauses.get(api);
        if (pause == null || pause.listing()) {
            return Long.MAX_VALUE; // for a list that is refused, the list call itself is the probe
        }
        return pause.probeAt().isAfter(clock.instant()) ? 0 : Math.max(0, 1 - handed);
    }

    /** False while the list calls themselves are refused and the next probe is not due, and while Connect or every vendor asks for less. */
    synchronized boolean mayList() {
        Instant now = clock.instant();
        return holds == 0
                && restraint(Api.CONNECT).isZero()
                && vendors.stream().anyMatch(vendor -> restraint(vendor).isZero())
                && pauses.values().stream()
                        .noneMatch(pause -> pause.api().equals(Api.CONNECT)
                                && pause.listing()
                                && pause.probeAt().isAfter(now));
    }
}
