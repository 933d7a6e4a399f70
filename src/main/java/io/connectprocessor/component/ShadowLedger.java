package io.connectprocessor.component;

import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Fault;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.ledger.Step;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A shadow's ledger: in memory, and forgets no step because it never knew one. A request that was looked at stays undecided, and holds its lane
 * back, until the platform's list no longer shows it: only then is it decided, by somebody else.
 */
final class ShadowLedger implements Ledger {

    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> entry.sighting.created())
            .thenComparing(entry -> ordinal(entry.sighting.id()))
            .thenComparing(entry -> entry.sighting.id());

    private static final class Entry {
        private final Sighting sighting;
        private final Instant seen;
        private boolean claimed;
        private boolean looked;
        private String version;
        private Instant retryAt;
        private Fault fault;
        private int attempts;
        private Instant since;
        private final Map<String, byte[]> answers = new LinkedHashMap<>();

        Entry(Sighting sighting, Instant seen) {
            this.sighting = sighting;
            this.seen = seen;
            this.since = seen;
        }
    }

    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, TreeSet<Entry>> lanes = new HashMap<>();
    private long tokens;

    ShadowLedger(Clock clock) {
        this.clock = clock;
    }

    private static BigInteger ordinal(String id) {
        String digits = id.replaceAll(".*?([0-9]*)$", "$1");
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    /** Looked at under another version, it is new. */
    synchronized void listed(String id, String version) {
        Entry entry = entries.get(id);
        if (entry != null && entry.looked && !Objects.equals(entry.version, version)) {
            entry.looked = false;
            entry.attempts = 0;
        }
    }

    synchronized void looked(Claim claim, String version) {
        Entry entry = entries.get(claim.id());
        if (entry != null) {
            entry.claimed = false;
            entry.looked = true;
            entry.version = version;
            entry.answers.clear();
            entry.retryAt = null;
            entry.fault = null;
            entry.since = now();
        }
    }

    synchronized void left(String id) {
        Entry entry = entries.remove(id);
        if (entry != null) {
            lanes.computeIfPresent(entry.sighting.lane(), (lane, waiting) -> {
                waiting.remove(entry);
                return waiting.isEmpty() ? null : waiting;
            });
        }
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public synchronized List<Standing> sight(List<Sighting> page) {
        Instant now = now();
        for (Sighting sighting : page) {
            if (!entries.containsKey(sighting.id())) {
                Entry entry = new Entry(sighting, now);
                entries.put(sighting.id(), entry);
                lanes.computeIfAbsent(sighting.lane(), lane -> new TreeSet<>(ORDER))
                        .add(entry);
            }
        }
        return page.stream().map(row -> standing(entries.get(row.id()))).toList();
    }

    @Override
    public synchronized Optional<Standing> standing(String id) {
        return Optional.ofNullable(entries.get(id)).map(this::standing);
    }

    private Standing standing(Entry entry) {
        String id = entry.sighting.id();
        if (entry.claimed) {
            return new Standing(id, State.CLAIMED, null, null);
        }
        if (entry.looked) {
            return new Standing(id, State.DECIDED, null, null);
        }
        Entry oldest = lanes.get(entry.sighting.lane()).first();
        if (oldest != entry) {
            return new Standing(id, State.HELD_BACK, null, oldest.sighting.id());
        }
        return entry.retryAt != null && entry.retryAt.isAfter(now())
                ? new Standing(id, State.WAITING, entry.retryAt, null)
                : new Standing(id, State.READY, null, null);
    }

    @Override
    public synchronized Claiming claim(String id, Instant askedAt) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("The ledger never sighted " + id + ".");
        }
        Standing standing = standing(entry);
        if (standing.state() != State.READY) {
            return new Claiming.Refused(standing);
        }
        entry.claimed = true;
        entry.answers.clear();
        Sighting sighting = entry.sighting;
        return new Claiming.Granted(
                new Claim(id, sighting.kind(), sighting.lane(), ++tokens, entry.attempts, entry.attempts > 0));
    }

    /** No other process knows this ledger, so nobody can have taken the claim. */
    @Override
    public void check(Claim claim) {}

    @Override
    public void decided(Claim claim, String outcome) {
        left(claim.id());
    }

    @Override
    public void rests(Claim claim, State inquiredOrScheduled) {
        left(claim.id());
    }

    @Override
    public synchronized void waits(Claim claim, Instant retryAt, boolean countsAttempt, Fault fault) {
        Entry entry = entries.get(claim.id());
        if (entry != null) {
            entry.claimed = false;
            entry.retryAt = retryAt;
            entry.fault = fault;
            entry.attempts += countsAttempt ? 1 : 0;
            entry.since = now();
        }
    }

    @Override
    public void parks(Claim claim, Fault fault) {
        looked(claim, null);
    }

    @Override
    public synchronized void handBack(Claim claim) {
        Entry entry = entries.get(claim.id());
        if (entry != null) {
            entry.claimed = false;
        }
    }

    @Override
    public void close(String id, String why) {
        left(id);
    }

    @Override
    public synchronized List<String> undecided(String kind, List<String> products, Instant before) {
        return entries.values().stream()
                .filter(entry -> entry.sighting.kind().equals(kind) && !entry.claimed && entry.seen.isBefore(before))
                .map(entry -> entry.sighting.id())
                .toList();
    }

    @Override
    public synchronized Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        entries.values().forEach(entry -> counts.merge(standing(entry).state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        return entries.values().stream()
                .filter(entry -> entry.retryAt != null && !entry.claimed && !entry.looked)
                .filter(entry -> lanes.get(entry.sighting.lane()).first() == entry)
                .map(entry -> entry.retryAt)
                .min(Instant::compareTo);
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(List<State> states, int limit) {
        List<State> wanted = states.isEmpty() ? List.of(State.WAITING, State.HELD_BACK) : states;
        return entries.values().stream()
                .filter(entry -> wanted.contains(standing(entry).state()))
                .sorted(Comparator.comparing(entry -> entry.since))
                .limit(limit)
                .map(this::letter)
                .toList();
    }

    @Override
    public synchronized Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(this::letter);
    }

    private DeadLetter letter(Entry entry) {
        Sighting sighting = entry.sighting;
        Standing standing = standing(entry);
        Fault fault = entry.fault;
        return new DeadLetter(
                sighting.id(),
                sighting.kind(),
                sighting.lane(),
                sighting.product(),
                sighting.type(),
                standing.state(),
                fault == null ? null : fault.failure(),
                fault == null ? null : fault.cause(),
                fault == null ? null : fault.advice(),
                fault == null ? null : fault.step(),
                fault == null ? null : fault.route(),
                entry.attempts,
                entry.since,
                standing.until(),
                standing.heldBackBy(),
                null);
    }

    @Override
    public Replay replay(List<String> ids, String failure, String operator, double perSecond) {
        throw refusal();
    }

    @Override
    public boolean discard(String id, String reason, String operator) {
        throw refusal();
    }

    private static IllegalArgumentException refusal() {
        return new IllegalArgumentException(
                "This is a shadow: it parks nothing, so there is nothing to replay or discard.");
    }

    /** Each look is the first one. */
    @Override
    public Step step(Claim claim, String step, byte[] input, Step.OnChange onChange) {
        return new Step.Due(1, claim.id() + ":" + step, input, false);
    }

    @Override
    public synchronized void answered(Claim claim, String step, int round, int status, byte[] answer) {
        Entry entry = entries.get(claim.id());
        if (entry != null) {
            entry.answers.put(step, answer.clone());
        }
    }

    /** Of this look alone: what an older processor was answered is not known here. */
    @Override
    public synchronized Map<String, byte[]> answers(String id) {
        Entry entry = entries.get(id);
        return entry == null ? Map.of() : new LinkedHashMap<>(entry.answers);
    }

    @Override
    public void refused(Claim claim, String step, int round) {}

    @Override
    public List<Event> timeline(String id) {
        return List.of();
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void close() {}
}
