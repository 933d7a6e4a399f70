package io.connectprocessor.benchmark;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Grants everything and remembers only, in memory, what is decided: what a processor without a ledger would do, to measure against. */
final class ForgetfulLedger implements Ledger {

    private final Set<String> decided = ConcurrentHashMap.newKeySet();

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public List<Standing> sight(List<Sighting> page) {
        return page.stream()
                .map(row ->
                        new Standing(row.id(), decided.contains(row.id()) ? State.DECIDED : State.READY, null, null))
                .toList();
    }

    @Override
    public Optional<Standing> standing(String id) {
        return Optional.empty();
    }

    @Override
    public Claiming claim(String id, Instant askedAt) {
        return decided.contains(id)
                ? new Claiming.Refused(new Standing(id, State.DECIDED, null, null))
                : new Claiming.Granted(new Claim(id, "request", id, 1, 0, false));
    }

    @Override
    public void check(Claim claim) {}

    @Override
    public void decided(Claim claim, String outcome) {
        decided.add(claim.id());
    }

    @Override
    public void waits(Claim claim, Instant retryAt, boolean countsAttempt, Fault fault) {
        throw unexpected(claim, "waits");
    }

    @Override
    public void rests(Claim claim, State inquiredOrScheduled) {
        throw unexpected(claim, "rests");
    }

    @Override
    public void parks(Claim claim, Fault fault) {
        throw unexpected(claim, "parks: " + fault.cause());
    }

    @Override
    public void handBack(Claim claim) {}

    /** A measurement in which something fails measures something else. */
    private static IllegalStateException unexpected(Claim claim, String what) {
        return new IllegalStateException(claim.id() + " " + what);
    }

    @Override
    public void close(String id, String why) {}

    @Override
    public List<String> undecided(String kind, List<String> products, Instant before) {
        return List.of();
    }

    @Override
    public Map<State, Long> counts() {
        return Map.of();
    }

    @Override
    public Optional<Instant> nextDue() {
        return Optional.empty();
    }

    @Override
    public List<DeadLetter> deadLetters(List<State> states, int limit) {
        return List.of();
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return Optional.empty();
    }

    @Override
    public Replay replay(List<String> ids, String failure, String operator, double perSecond) {
        return new Replay(0, null);
    }

    @Override
    public boolean discard(String id, String reason, String operator) {
        return false;
    }

    @Override
    public Step step(Claim claim, String step, byte[] input, Step.OnChange onChange) {
        return new Step.Due(1, claim.id() + ":" + step, input, false);
    }

    @Override
    public void answered(Claim claim, String step, int round, int status, byte[] answer) {}

    @Override
    public void refused(Claim claim, String step, int round) {}

    @Override
    public List<Event> timeline(String id) {
        return List.of();
    }

    @Override
    public int purge() {
        return 0;
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void close() {}
}
