package io.connectprocessor.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the platform cannot know: who works on what, what waits, what is parked.
 *
 * <p>Thread-safe. What a method wrote has survived {@code kill -9} of the process when the method returns. So that workers need not wait for the disk
 * at each turn, there are exceptions on the embedded ledger: {@link #claim}, which has survived when the next {@link #step} or {@link #check} of it
 * returns; {@link #answered}, which has when the next {@link #check} does; {@link #decided} and {@link #found}, which a kill of the next few milliseconds loses, so that the request is found decided
 * where it was decided, at the platform; and {@link #note}. Whatever is read or written later comes after them in any case. Times are kept to the microsecond.
 * Any method throws {@link LedgerException} when the database fails; of a write nothing is known then, and the claim that it was to end is
 * left to run out.
 *
 * <p>The order of a lane: created, then the number at the end of the request id, then the id. Only a decision or an operator's discard lets
 * the next one of a lane through.
 */
public interface Ledger extends AutoCloseable {

    /** The ledger's time: the database's on PostgreSQL, the process's own, monotonic, on the embedded one. */
    Instant now();

    /**
     * Notes a page of pending rows in one write, before its first row is handed out.
     *
     * @return where each stands, in the order given
     */
    List<Standing> sight(List<Sighting> page);

    /**
     * As {@link #sight(List)}, but the page may be stale: what was inquired, scheduled or decided here after {@code askedAt} stays so.
     *
     * @param askedAt {@link #now()} from before the page was asked for
     */
    default List<Standing> sight(List<Sighting> page, Instant askedAt) {
        return sight(page);
    }

    /** Where one request stands; empty when the ledger never saw it. */
    Optional<Standing> standing(String id);

    /**
     * Claims a sighted request if it is the oldest undecided one of its lane, is not waiting for later, is not parked and nobody else holds it.
     * A decided one is granted when a page that was asked for after the decision showed it as pending again. An {@link #interrupted()} one is
     * granted only while this process holds no other claim, and as long as it is held no other is granted here. One whose lease ran out
     * is not granted but becomes interrupted. The embedded ledger grants the first claim of a new request as it foresees it: if something came between
     * after all, the claim is lost, which the next {@link #step} or {@link #check} tells.
     *
     * @throws IllegalArgumentException when the ledger never sighted it
     * @param askedAt {@link #now()} from before the page or the read that the caller's copy of the request comes from
     */
    Claiming claim(String id, Instant askedAt);

    /** The failure of a parked request that did nothing wrong but wait for its customer: it comes back by itself when they answer. */
    String UNANSWERED = "unanswered";

    /**
     * Questions that customers have not answered, those first that were asked first; not of requests that are claimed.
     *
     * @param forgotten asked by then and not reminded since
     * @param expired asked by then, reminded or not
     */
    default List<OpenInquiry> inquiries(
            String kind, List<String> products, Instant forgotten, Instant expired, int most) {
        return List.of();
    }

    /** Claims a request that rests as inquired, whatever its lane; another outcome than {@link #rests} ends its question. */
    default Claiming claimInquired(String id) {
        throw new UnsupportedOperationException("This ledger keeps no inquiries.");
    }

    /** The customer was reminded: the request rests on, and is not listed as forgotten again. Ends the claim. */
    default void reminded(Claim claim) {
        throw new UnsupportedOperationException("This ledger keeps no inquiries.");
    }

    /**
     * Notes that the request was brought back from its customer to be failed; each later claim says so, until an outcome or
     * {@link #inquiryAnswered}.
     *
     * @param unanswered a hash of what they left as it was, at most 64 characters
     */
    default void expires(Claim claim, String unanswered) {
        throw new UnsupportedOperationException("This ledger keeps no inquiries.");
    }

    /** The customer has answered after all: forgets the question. Keeps the claim. */
    default void inquiryAnswered(Claim claim) {
        throw new UnsupportedOperationException("This ledger keeps no inquiries.");
    }

    /** Requests parked since then of which {@link #tell} was not asked. */
    default List<String> untold(String kind, List<String> products, Instant since, int most) {
        return List.of();
    }

    /** True for the one who is to tell that the request is parked: on all nodes together, once for each parking. */
    default boolean tell(String id) {
        return false;
    }

    /** It could not be told for now: somebody is to try again. */
    default void untell(String id) {}

    /**
     * What processes left when they ended, or when their leases ran out, in the order of creation. Each is to be claimed before all else and
     * while nothing else is claimed here: any of them may be what ended the process. One during which a process ended three times while it ran
     * alone is parked as {@code crashed} instead.
     */
    default List<Interrupted> interrupted() {
        return List.of();
    }

    /** Granted, or why not. */
    sealed interface Claiming {
        record Granted(Claim claim) implements Claiming {}

        record Refused(Standing standing) implements Claiming {}
    }

    /**
     * Right before every call that has an effect. When it returns, the claim and all that was written for it have survived {@code kill -9}.
     *
     * @throws ClaimLostException when the lease ran out or someone else holds the request
     */
    void check(Claim claim);

    /**
     * As {@link #check}, before a call that the work would make again after a kill, so that nothing is left of the first: does not wait for what is
     * being written.
     */
    default void checkOwner(Claim claim) {
        check(claim);
    }

    /**
     * The request is approved, failed, confirmed: frees the lane. Where this returns before it is written, a write that fails is logged, and the
     * request read again when its lease has run out.
     */
    void decided(Claim claim, String outcome);

    /** As {@link #decided(Claim, String)}; others ({@link #outbox}) are told more of it. */
    default void decided(Claim claim, String outcome, Particulars particulars) {
        decided(claim, outcome);
    }

    /** The platform shows that the request was decided, here or elsewhere: frees the lane; others are told so. */
    default void found(Claim claim, String status, Particulars particulars) {
        decided(claim, found(status));
    }

    /** What a decision is called that was read at the platform. */
    static String found(String status) {
        return "found " + status;
    }

    /** Leaves the request for later; holds back the younger ones of its lane. {@code fault} null: the route asked for it. */
    void waits(Claim claim, Instant retryAt, boolean countsAttempt, Fault fault);

    /** Inquired or scheduled still, which is no news to others: undecided, holds its lane back, comes back as pending one day. The time of a question that was asked before goes on. */
    void rests(Claim claim, Standing.State inquiredOrScheduled);

    /**
     * As {@link #rests(Claim, Standing.State)}, and others are told so.
     *
     * @param found the platform showed it so
     */
    default void rests(Claim claim, Standing.State inquiredOrScheduled, boolean found, Particulars particulars) {
        rests(claim, inquiredOrScheduled);
    }

    /** As {@link #rests} as inquired, but the customer was asked just now: the time of this question begins, whatever is left of an older one. */
    default void asks(Claim claim) {
        rests(claim, Standing.State.INQUIRED);
    }

    /** As {@link #asks(Claim)}; others are told more of it. */
    default void asks(Claim claim, Particulars particulars) {
        asks(claim);
    }

    /** Keeps the request for a person; holds its lane back. */
    void parks(Claim claim, Fault fault);

    /** As {@link #parks(Claim, Fault)}; others are told more of it. */
    default void parks(Claim claim, Fault fault, Particulars particulars) {
        parks(claim, fault);
    }

    /** Gives the claim back as if it had never been made (shutdown, or nothing to do yet). */
    void handBack(Claim claim);

    /** Closes a request that was decided elsewhere; an audit row is written. Does nothing when it is unknown, decided already or claimed. */
    void close(String id, String why);

    /** As {@link #close}: the platform shows that it was decided, by this status; others are told so. */
    default void closeFound(String id, String status) {
        close(id, found(status) + " at the platform");
    }

    /**
     * Undecided requests of {@code kind} that a full list of what is pending should show: of these products or of none that was read, first sighted
     * before {@code before}, not claimed, and neither inquired nor scheduled, which the platform lists under those statuses.
     */
    List<String> undecided(String kind, List<String> products, Instant before);

    /** How many requests are in each state; held-back ones are counted as such. Walks through all that the ledger keeps, decided ones too. */
    Map<Standing.State, Long> counts();

    /** As {@link #counts()}, of undecided requests only: what is decided costs nothing, however much of it there is. */
    default Map<Standing.State, Long> undecidedCounts() {
        return counts();
    }

    /** When the next waiting request is due that no older one holds back; may have passed already. */
    Optional<Instant> nextDue();

    /**
     * {@link #undecidedCounts()}, {@link #queued()} and {@link #nextDue()} of one moment: asked one after the other, as by default, they miss a request
     * that another node moves meanwhile. A ledger that is not {@link #shared()} need not count what is queued.
     */
    default Outlook outlook() {
        return new Outlook(undecidedCounts(), queued(), nextDue().orElse(null), 0);
    }

    /** Requests in the given states (empty: parked, waiting, due or not, and held back), those first that came into their state first. */
    List<DeadLetter> deadLetters(List<Standing.State> states, int limit);

    /** One request, whatever its state. */
    Optional<DeadLetter> find(String id);

    /** The slowest and the fastest replay, in requests per second. */
    double SLOWEST_REPLAY = 0.001;

    double FASTEST_REPLAY = 1000;

    /** Makes parked (or waiting) requests ready again from nought attempts; returns how many moved. Empty ids and null failure: all parked. */
    default int replay(List<String> ids, String failure, String operator) {
        return replay(ids, failure, operator, 0).moved();
    }

    /**
     * As {@link #replay(List, String, String)}, but one after the other: in the order of a lane, across lanes, the first is due now and each
     * further one {@code 1 / perSecond} s later. Until then they wait, and show why they were parked.
     *
     * @param perSecond 0.001 to 1000, or 0 for all at once
     * @throws IllegalArgumentException for any other rate
     */
    Replay replay(List<String> ids, String failure, String operator, double perSecond);

    /** Gives a request up, here only: its lane goes on. Returns false when it is not undecided or is claimed. */
    boolean discard(String id, String reason, String operator);

    /**
     * Asks whether a step's call is to be made. Its input is recorded before this returns, so that while no answer is known every later try
     * sends the same bytes, whatever {@code input} it comes with.
     *
     * @param input what the step is to send, at most 1,000,000 bytes
     * @throws ClaimLostException when the claim is no longer ours
     */
    default Step step(Claim claim, String step, byte[] input, Step.OnChange onChange) {
        throw new UnsupportedOperationException("This ledger keeps no steps.");
    }

    /**
     * As {@link #step(Claim, String, byte[], Step.OnChange)}, of a call that its input alone does not tell: one that was answered is changed when
     * its target is another one too. While no answer is known, the recorded input goes to the target given now.
     *
     * @param target where the input goes, on one line; null for a step that has but one target
     */
    default Step step(Claim claim, String step, String target, byte[] input, Step.OnChange onChange) {
        return step(claim, step, input, onChange);
    }

    /**
     * Records the answer to a call, before any effect is built on it but the saving of parameters.
     *
     * @param round as {@link Step.Due} gave it
     * @param answer the body, at most 65,536 bytes
     * @throws ClaimLostException when the claim is no longer ours; the next owner calls again with the same key and input
     */
    default void answered(Claim claim, String step, int round, int status, byte[] answer) {
        throw new UnsupportedOperationException("This ledger keeps no steps.");
    }

    /**
     * Forgets an unanswered call of a step, because the vendor understood it and refused, and no earlier try of it may have had an effect: the next
     * try may send something better under the same key. Does nothing when the step was answered.
     *
     * @throws ClaimLostException when the claim is no longer ours
     */
    default void refused(Claim claim, String step, int round) {
        throw new UnsupportedOperationException("This ledger keeps no steps.");
    }

    /**
     * What the steps of a request were answered in their last round, in the order in which they began; needs no claim.
     *
     * @return by step the recorded body, of no bytes while the answer is not known
     */
    default Map<String, byte[]> answers(String id) {
        return Map.of();
    }

    /**
     * Adds a line to the timeline of a request that is worked on. Nobody waits for it: it is written within some 20 ms, and only a kill before
     * that, or a database that is away, loses it. Nothing is written once the claim is lost. Does nothing in a ledger without timelines.
     *
     * @param detail nothing secret and no customer's data: redacted by the caller
     */
    default void note(Claim claim, String kind, String detail) {}

    /** What was seen, decided and sent for a request, in order; empty when the ledger never saw it. */
    default List<Event> timeline(String id) {
        throw new UnsupportedOperationException("This ledger keeps no timeline.");
    }

    /** Deletes what was decided or discarded longer ago than the retention (30 days by default), with its steps, timeline and audit; returns how many requests. */
    default int purge() {
        return 0;
    }

    /** What was reported of usage, and what is about to be. */
    default UsageLedger usage() {
        throw new UnsupportedOperationException("This ledger keeps no usage.");
    }

    /** Whether other processes may work on the same ledger at the same time. */
    default boolean shared() {
        return false;
    }

    /**
     * Marks requests as handed to a queue that several nodes share. The mark lasts a lease; a claim, or {@link #takenOff}, ends it sooner.
     *
     * @return those that bore no mark: they alone are to be handed over, the others lie in the queue already
     */
    default Set<String> queue(List<String> ids) {
        throw new UnsupportedOperationException("This ledger knows no queue of several nodes.");
    }

    /** A request was taken off the queue and not claimed: the next pass may hand it over again. */
    default void takenOff(String id) {}

    /** How many requests lie in the queue that several nodes share, as far as the marks tell. */
    default long queued() {
        return 0;
    }

    /**
     * Takes slots out of the budget that all nodes on this ledger share, at even distances. They pass, used or not.
     *
     * @param api whose budget
     * @param perSecond what the API may be asked, of all nodes together; more than 0
     * @param wanted how many, at least 1
     */
    default Slots slots(String api, double perSecond, int wanted) {
        throw new UnsupportedOperationException("This ledger keeps no budget.");
    }

    /** An API wants no calls for that long: {@link #slots} tells all nodes. A later word may only lengthen it. */
    default void closes(String api, Duration wait) {}

    /** What is to be told to other systems; empty unless {@link LedgerOptions#outbox} names channels. */
    default Optional<Outbox> outbox() {
        return Optional.empty();
    }

    /** Leases, in one place. */
    Duration lease();

    @Override
    void close();
}
