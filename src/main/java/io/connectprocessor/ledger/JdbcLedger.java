package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Outcomes.News;
import io.connectprocessor.ledger.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ledger in a database. Thread-safe. */
final class JdbcLedger implements Ledger {
    private final LedgerClock clock;
    private final Duration lease;
    private final Sightings sightings;
    private final Claims claims;
    private final Outcomes outcomes;
    private final Interventions interventions;
    private final Overview overview;
    private final Housekeeping housekeeping;
    private final Recovery recovery;
    private final Steps steps;
    private final Inquiries inquiries;
    private final Notes notes;
    private final Timeline timeline;
    private final Turns turns;
    private final UsageRows usage;
    private final Queueing queueing;
    private final Budgets budgets;
    private final OutboxRows outbox;
    private final Runnable closing;

    JdbcLedger(
            Transactions transactions,
            LedgerClock clock,
            Recovery recovery,
            Claims claims,
            Notes notes,
            Turns turns,
            LedgerOptions options,
            Runnable closing) {
        this.clock = clock;
        this.lease = options.lease();
        this.claims = claims;
        this.sightings = new Sightings(transactions, claims);
        this.outcomes = new Outcomes(transactions, claims, notes, options.outbox());
        this.interventions = new Interventions(transactions, claims, options.outbox());
        this.overview = new Overview(transactions);
        this.housekeeping = new Housekeeping(transactions, clock, options.retention());
        this.recovery = recovery;
        this.steps = new Steps(transactions, claims);
        this.inquiries = new Inquiries(transactions, claims);
        this.notes = notes;
        this.timeline = new Timeline(transactions);
        this.turns = turns;
        this.usage = new UsageRows(transactions, turns);
        this.queueing = new Queueing(transactions);
        this.budgets = new Budgets(transactions);
        this.outbox = options.outbox().channels().isEmpty()
                ? null
                : new OutboxRows(transactions, turns, claims.sole(), options.outbox());
        this.closing = closing;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public List<Standing> sight(List<Sighting> page) {
        return sightings.sight(page, clock.now());
    }

    @Override
    public List<Standing> sight(List<Sighting> page, Instant askedAt) {
        return sightings.sight(page, askedAt);
    }

    @Override
    public Optional<Standing> standing(String id) {
        return overview.standing(id);
    }

    @Override
    public List<Interrupted> interrupted() {
        return recovery.interrupted(claims::working);
    }

    @Override
    public Claiming claim(String id, Instant askedAt) {
        return noted(claims.claim(id, askedAt));
    }

    @Override
    public void check(Claim claim) {
        claims.check(claim);
    }

    @Override
    public void checkOwner(Claim claim) {
        claims.checkOwner(claim);
    }

    @Override
    public void decided(Claim claim, String outcome) {
        decided(claim, outcome, Particulars.NONE);
    }

    @Override
    public void decided(Claim claim, String outcome, Particulars particulars) {
        outcomes.decided(claim, outcome, new News(outcome, false, particulars));
    }

    @Override
    public void found(Claim claim, String status, Particulars particulars) {
        outcomes.decided(claim, Ledger.found(status), new News(outcomeOf(status), true, particulars));
    }

    @Override
    public void waits(Claim claim, Instant retryAt, boolean countsAttempt, Fault fault) {
        outcomes.waits(claim, retryAt, countsAttempt, fault);
    }

    @Override
    public void rests(Claim claim, State inquiredOrScheduled) {
        outcomes.rests(claim, inquiredOrScheduled, null);
    }

    @Override
    public void rests(Claim claim, State inquiredOrScheduled, boolean found, Particulars particulars) {
        String outcome = inquiredOrScheduled.name().toLowerCase(Locale.ROOT);
        outcomes.rests(claim, inquiredOrScheduled, new News(outcome, found, particulars));
    }

    @Override
    public void asks(Claim claim) {
        asks(claim, Particulars.NONE);
    }

    @Override
    public void asks(Claim claim, Particulars particulars) {
        outcomes.asks(claim, new News("inquired", false, particulars));
    }

    @Override
    public void parks(Claim claim, Fault fault) {
        parks(claim, fault, Particulars.NONE);
    }

    @Override
    public void parks(Claim claim, Fault fault, Particulars particulars) {
        outcomes.parks(claim, fault, new News(OutboxRows.PARKED, false, particulars));
    }

    @Override
    public void handBack(Claim claim) {
        outcomes.handBack(claim);
    }

    @Override
    public void close(String id, String why) {
        interventions.close(id, why, null);
    }

    @Override
    public void closeFound(String id, String status) {
        interventions.close(id, Ledger.found(status) + " at the platform", outcomeOf(status));
    }

    /** What the platform calls a request that its vendor has confirmed to be taken back. */
    private static String outcomeOf(String status) {
        return status.equals("revoked") ? "confirmed" : status;
    }

    @Override
    public Optional<Outbox> outbox() {
        return Optional.ofNullable(outbox);
    }

    @Override
    public List<String> undecided(String kind, List<String> products, Instant before) {
        return overview.undecided(kind, products, before);
    }

    @Override
    public Map<State, Long> counts() {
        return overview.counts();
    }

    @Override
    public Map<State, Long> undecidedCounts() {
        return overview.undecidedCounts();
    }

    @Override
    public Optional<Instant> nextDue() {
        return overview.nextDue();
    }

    @Override
    public Outlook outlook() {
        return overview.outlook(shared());
    }

    @Override
    public List<DeadLetter> deadLetters(List<State> states, int limit) {
        return overview.deadLetters(states, limit);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return overview.find(id);
    }

    @Override
    public Replay replay(List<String> ids, String failure, String operator, double perSecond) {
        return interventions.replay(ids, failure, operator, perSecond);
    }

    @Override
    public boolean discard(String id, String reason, String operator) {
        return interventions.discard(id, reason, operator);
    }

    @Override
    public Step step(Claim claim, String step, byte[] input, Step.OnChange onChange) {
        return steps.begin(claim, step, null, input, onChange);
    }

    @Override
    public Step step(Claim claim, String step, String target, byte[] input, Step.OnChange onChange) {
        return steps.begin(claim, step, target, input, onChange);
    }

    @Override
    public void refused(Claim claim, String step, int round) {
        steps.refused(claim, step, round);
    }

    @Override
    public void answered(Claim claim, String step, int round, int status, byte[] answer) {
        steps.answered(claim, step, round, status, answer);
    }

    @Override
    public Map<String, byte[]> answers(String id) {
        return steps.answers(id);
    }

    @Override
    public void note(Claim claim, String kind, String detail) {
        notes.add(claim, kind, detail);
    }

    @Override
    public List<Event> timeline(String id) {
        notes.flush();
        return timeline.read(id);
    }

    @Override
    public List<OpenInquiry> inquiries(
            String kind, List<String> products, Instant forgotten, Instant expired, int most) {
        return inquiries.due(kind, products, forgotten, expired, most);
    }

    @Override
    public Claiming claimInquired(String id) {
        return noted(claims.claimInquired(id));
    }

    private Claiming noted(Claiming claiming) {
        if (claiming instanceof Claiming.Granted granted) {
            notes.add(granted.claim(), "claimed", "by " + claims.owner());
        }
        return claiming;
    }

    @Override
    public void reminded(Claim claim) {
        outcomes.reminded(claim);
    }

    @Override
    public void expires(Claim claim, String unanswered) {
        inquiries.expires(claim, unanswered);
    }

    @Override
    public void inquiryAnswered(Claim claim) {
        inquiries.answered(claim);
    }

    @Override
    public List<String> untold(String kind, List<String> products, Instant since, int most) {
        return inquiries.untold(kind, products, since, most);
    }

    @Override
    public boolean tell(String id) {
        return inquiries.tell(id);
    }

    @Override
    public void untell(String id) {
        inquiries.untell(id);
    }

    @Override
    public int purge() {
        return housekeeping.purge();
    }

    @Override
    public UsageLedger usage() {
        return usage;
    }

    @Override
    public boolean shared() {
        return !claims.sole();
    }

    @Override
    public Set<String> queue(List<String> ids) {
        return queueing.queue(ids);
    }

    @Override
    public void takenOff(String id) {
        queueing.takenOff(id);
    }

    @Override
    public long queued() {
        return queueing.queued();
    }

    @Override
    public Slots slots(String api, double perSecond, int wanted) {
        return budgets.slots(api, perSecond, wanted);
    }

    @Override
    public void closes(String api, Duration wait) {
        budgets.closes(api, wait);
    }

    @Override
    public Duration lease() {
        return lease;
    }

    /** For tests of leases, which cannot wait for the scheduler. */
    void renew() {
        claims.renew();
        turns.renew();
    }

    @Override
    public void close() {
        closing.run();
    }
}
