package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.Standing.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Grants claims, renews them and knows which of them are still this process's own. Thread-safe. */
final class Claims {
    /** "Ours to lock with", beside whatever else a host application locks in its database. */
    private static final int LOCK_SPACE = 0x636F6E6E;

    /** Outlives no transaction, so it works behind a connection pooler too. */
    static final String LOCK_LANE =
            "select pg_advisory_xact_lock(" + LOCK_SPACE + ", hashtext(lane)) from ledger_request where id = :id";

    private static final String TOUCHED = "select 1 from ledger_request r join ledger_request t on t.lane = r.lane"
            + " where r.id = :id and t.touched >= :asked fetch first 1 row only";

    private static final String GRANT =
            "update ledger_request r set state = 'CLAIMED', undecided = true, owner = :owner, lease_end = :leased,"
                    + " token = token + 1, starts = starts + 1, recheck = :recheck, alone = :alone, queued_until = null,"
                    + " touched = :now, since = :now where r.id = :id and r.token = :token and r.state = :state";

    /** In one statement all that {@link #decide} looks at, of a request that nobody ever claimed. */
    static final String GRANT_AS_FORESEEN =
            GRANT + " and r.undecided = true and r.recheck = false and r.interrupted is null and "
                    + RequestRow.OLDER + " is null and " + RequestRow.BUSY + " is null"
                    + " and not exists (select 1 from ledger_request t where t.lane = r.lane and t.touched >= :asked)";

    /** Of the given ones, those that are still this owner's. */
    private static final String HELD =
            " where id = any(:ids) and owner = :owner and state = 'CLAIMED' and lease_end > :now";

    private static final String RENEW = "update ledger_request set lease_end = :leased" + HELD;

    private static final String OURS = "select id, token from ledger_request" + HELD;

    private static final String FENCE = "select 1 from ledger_request"
            + " where id = :id and token = :token and owner = :owner and state = 'CLAIMED' and lease_end > :now";

    private static final String HAND_BACK_ALL =
            "update ledger_request set state = 'READY', lease_end = null, recheck = true, alone = false, touched = :now, since = :now"
                    + HELD;

    /** Some pages. A thousand are about 200 kB. */
    private static final int MOST_FORESEEN = 5000;

    /**
     * So long a new process awaits that a claim is written, from the first that need not run alone. A request that ends the process at once would
     * otherwise never be found to have been claimed, and end it again and again. What came before it is done by then, so that each new process comes to it
     * within this time.
     */
    static final Duration CAREFUL = Duration.ofMinutes(1);

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Transactions transactions;
    private final Recovery recovery;
    private final LedgerClock clock;
    private final String owner;
    private final Duration lease;
    private final boolean sole;
    private final Duration carefulFor;
    private volatile LedgerClock.Deadline careful;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** What a claim will come to unless something comes between: of requests that were new and free when last sighted. */
    private final Map<String, Claim> foreseen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Claim> eldest) {
            return size() > MOST_FORESEEN;
        }
    };

    /** The interrupted request that runs now, beside which nothing may run; or null. */
    private String alone;

    /**
     * @param sole no other process can take a claim over
     * @param carefulFor {@link #CAREFUL}
     */
    Claims(
            Transactions transactions,
            Recovery recovery,
            LedgerClock clock,
            String owner,
            Duration lease,
            boolean sole,
            Duration carefulFor) {
        this.transactions = transactions;
        this.recovery = recovery;
        this.clock = clock;
        this.owner = owner;
        this.lease = lease;
        this.sole = sole;
        this.carefulFor = carefulFor;
    }

    /**
     * Who works on a request here. A claim that came to nothing may leave its token to the next one: so it is the claim itself that is compared.
     *
     * @param claim null while it is being asked for
     * @param deadline until when nobody else can have it
     * @param run when it is sure that the claim was granted, though a kill may undo it
     * @param written what nothing may be sent before, for it would not be known to whoever comes after a kill
     * @param ending its outcome is being written, after which nothing is
     */
    private record Held(
            Claim claim,
            LedgerClock.Deadline deadline,
            CompletableFuture<?> run,
            CompletableFuture<?> written,
            boolean ending) {
        static Held asking(LedgerClock.Deadline deadline) {
            return new Held(null, deadline, NOTHING, NOTHING, false);
        }

        Held granted(Claim granted) {
            return new Held(granted, deadline, NOTHING, NOTHING, false);
        }

        Held granting(Underway<?> underway) {
            return new Held(claim, deadline, underway.run(), written, ending);
        }

        Held until(LedgerClock.Deadline other) {
            return new Held(claim, other, run, written, ending);
        }

        Held after(CompletableFuture<?> more) {
            boolean wellOver = written.isDone() && !written.isCompletedExceptionally();
            return new Held(claim, deadline, run, wellOver ? more : CompletableFuture.allOf(written, more), ending);
        }

        Held inItsEnd() {
            return new Held(claim, deadline, run, written, true);
        }

        boolean isOf(Claim other) {
            return claim == other;
        }
    }

    String owner() {
        return owner;
    }

    /** No other process can take a claim over. */
    boolean sole() {
        return sole;
    }

    /**
     * A page was noted. Those of it that nobody ever claimed will be granted as soon as they are asked for, and whether rightly is found out before
     * anything is sent. What was foreseen of other requests of its lanes no longer is.
     */
    void sighted(List<Sighting> page, List<Claim> unclaimed) {
        Set<String> lanes = page.stream().map(Sighting::lane).collect(Collectors.toSet());
        synchronized (foreseen) {
            foreseen.values().removeIf(claim -> lanes.contains(claim.lane()));
            unclaimed.forEach(claim -> foreseen.put(claim.id(), claim));
        }
    }

    /** Somebody else than those who claim has changed requests. */
    void foreseeNothing() {
        synchronized (foreseen) {
            foreseen.clear();
        }
    }

    Claiming claim(String id, Instant askedAt) {
        Claim first;
        synchronized (foreseen) {
            first = foreseen.remove(id);
        }
        LedgerClock.Deadline begun = careful;
        return first == null || begun == null || !begun.passed()
                ? awaited(id, work -> decide(work, id, askedAt, null))
                : grantedAhead(first, work -> decide(work, id, askedAt, first));
    }

    /** Of a request that rests while its customer is asked. */
    Claiming claimInquired(String id) {
        return awaited(id, work -> decideInquired(work, id));
    }

    private Claiming awaited(String id, Transactions.Work<Claiming> decision) {
        Held asking = Held.asking(clock.deadline(lease));
        if (!enter(id, asking)) {
            return heldHere(id);
        }
        boolean granted = false;
        try {
            Underway<Claiming> underway = transactions.start(decision);
            transactions.hurry();
            Claiming claiming = underway.awaitRun();
            if (claiming instanceof Claiming.Granted now && mustBeWritten(now.claim())) {
                claiming = underway.awaitCommit();
            }
            if (claiming instanceof Claiming.Granted now) {
                granted = held.replace(id, asking, asking.granted(now.claim()));
                watch(now, underway);
            }
            return claiming;
        } finally {
            if (!granted) {
                held.remove(id, asking);
            }
        }
    }

    private synchronized boolean mustBeWritten(Claim claim) {
        if (isAlone(claim)) {
            return true;
        }
        if (careful == null) {
            careful = clock.deadline(carefulFor);
        }
        return !careful.passed();
    }

    private Claiming grantedAhead(Claim claim, Transactions.Work<Claiming> decision) {
        Held mine = Held.asking(clock.deadline(lease)).granted(claim);
        if (!enter(claim.id(), mine)) {
            return heldHere(claim.id());
        }
        boolean started = false;
        try {
            Underway<Claiming> underway = transactions.start(work -> {
                Claiming claiming = decision.run(work);
                if (claiming instanceof Claiming.Refused) {
                    // Before a step of it is begun in the same transaction.
                    forget(claim);
                }
                return claiming;
            });
            started = true;
            change(claim, now -> now.granting(underway));
            Claiming.Granted ahead = new Claiming.Granted(claim);
            watch(ahead, underway);
            return ahead;
        } finally {
            if (!started) {
                held.remove(claim.id(), mine);
            }
        }
    }

    private static Claiming heldHere(String id) {
        return new Claiming.Refused(new Standing(id, State.CLAIMED, null, null));
    }

    /** What comes to something else, or to nothing, is not held any more. */
    private void watch(Claiming.Granted expected, Underway<Claiming> underway) {
        Claim claim = expected.claim();
        underway.whenOver((claiming, failure) -> {
            if (!expected.equals(claiming)) {
                forget(claim);
            }
        });
        change(claim, mine -> mine.after(underway.expecting(expected, () -> lost(claim))));
    }

    private synchronized boolean enter(String id, Held asking) {
        Held before = alone == null || alone.equals(id) ? null : held.get(alone);
        if (before != null && !before.deadline().passed()) {
            return false;
        }
        return held.compute(id, (key, old) -> old == null || old.deadline().passed() ? asking : old) == asking;
    }

    private synchronized boolean runsAlone(String id) {
        boolean others = held.entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(id)
                        && !other.getValue().deadline().passed());
        if (!others) {
            alone = id;
        }
        return !others;
    }

    /** @param foreseen what was foretold and nothing else is to be granted; or null */
    private Claiming decide(Transaction work, String id, Instant askedAt, Claim foreseen) throws SQLException {
        if (work.on(Dialect.POSTGRESQL)) {
            work.call(LOCK_LANE).set("id", id).list(row -> true);
        }
        if (foreseen != null && grantAsForeseen(work, foreseen, askedAt)) {
            return new Claiming.Granted(foreseen);
        }
        while (true) {
            Optional<RequestRow> found = work.call(RequestRow.SELECT + " where r.id = :id")
                    .set("id", id)
                    .first(RequestRow::read);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "The ledger never sighted " + id + ". Sight its page before claiming it.");
            }
            RequestRow row = found.get();
            Standing standing = row.standing();
            // Ours, and yet nobody here holds it: the answer to an earlier claim was lost on its way.
            boolean orphan = row.leased() && owner.equals(row.owner()) && row.older() == null && row.busy() == null;
            if (standing.state() != State.READY && !orphan) {
                return new Claiming.Refused(standing);
            }
            if (row.stored() == State.CLAIMED && !orphan) {
                recovery.lapsed(work, id);
                return new Claiming.Refused(standing);
            }
            if (row.interrupted() && !runsAlone(id)) {
                return new Claiming.Refused(standing);
            }
            boolean recheck = row.recheck() || row.stored() != State.READY || touched(work, id, askedAt);
            Claiming.Granted granted = granted(row, recheck);
            if (foreseen != null && !foreseen.equals(granted.claim())) {
                return new Claiming.Refused(standing);
            }
            if (grant(work, row, recheck)) {
                return granted;
            }
        }
    }

    private Claiming decideInquired(Transaction work, String id) throws SQLException {
        if (work.on(Dialect.POSTGRESQL)) {
            work.call(LOCK_LANE).set("id", id).list(row -> true);
        }
        RequestRow row = work.call(RequestRow.SELECT + " where r.id = :id")
                .set("id", id)
                .first(RequestRow::read)
                .orElseThrow(() -> new IllegalArgumentException("The ledger never sighted " + id + "."));
        if (row.stored() != State.INQUIRED || !grant(work, row, true)) {
            return new Claiming.Refused(row.standing());
        }
        return granted(row, true);
    }

    private static Claiming.Granted granted(RequestRow row, boolean recheck) {
        return new Claiming.Granted(new Claim(
                row.id(),
                row.kind(),
                row.lane(),
                row.token() + 1,
                row.attempts(),
                recheck,
                row.laterSince(),
                row.cameDue(),
                row.expiring()));
    }

    private boolean grant(Transaction work, RequestRow row, boolean recheck) throws SQLException {
        return grant(
                work,
                GRANT,
                row.id(),
                row.token(),
                row.stored(),
                call -> call.set("recheck", recheck).set("alone", row.interrupted()));
    }

    private boolean grantAsForeseen(Transaction work, Claim claim, Instant askedAt) throws SQLException {
        return grant(
                work,
                GRANT_AS_FORESEEN,
                claim.id(),
                claim.token() - 1,
                State.READY,
                call -> call.set("recheck", false).set("alone", false).set("asked", askedAt));
    }

    private boolean grant(Transaction work, String sql, String id, long token, State state, UnaryOperator<Call> values)
            throws SQLException {
        recovery.claimed(id);
        return values.apply(work.call(sql))
                        .set("owner", owner)
                        .set("id", id)
                        .set("token", token)
                        .set("state", state.name())
                        .update()
                == 1;
    }

    private static boolean touched(Transaction work, String id, Instant askedAt) throws SQLException {
        return work.call(TOUCHED)
                .set("id", id)
                .set("asked", askedAt)
                .first(row -> true)
                .isPresent();
    }

    /** Nothing may run beside it. */
    synchronized boolean isAlone(Claim claim) {
        return claim.id().equals(alone);
    }

    /** @throws ClaimLostException when nobody but this process could have it, and it has it no more */
    void mustHold(Claim claim) {
        if (sole && !holds(claim)) {
            change(claim, mine -> mine.ending() ? mine : null);
            throw lost(claim);
        }
    }

    /** By what this process knows, without asking anyone. */
    boolean holds(Claim claim) {
        Held mine = held.get(claim.id());
        return lasts(mine, claim) && !mine.ending();
    }

    private static boolean lasts(Held mine, Claim claim) {
        return mine != null && mine.isOf(claim) && !mine.deadline().passed();
    }

    void check(Claim claim) {
        Held mine = held.get(claim.id());
        if (mine != null) {
            hurryUnlessDone(mine.written());
            Underway.await(mine.written());
        }
        checkOwner(claim);
    }

    void checkOwner(Claim claim) {
        Held granting = held.get(claim.id());
        if (granting != null) {
            hurryUnlessDone(granting.run());
            Underway.awaitEnd(granting.run());
        }
        Held mine = held.get(claim.id());
        if (mine == null || !mine.isOf(claim) || mine.ending() || transactions.broken()) {
            throw lost(claim);
        }
        if (mine.deadline().passed() && (sole || !stillOurs(claim))) {
            held.remove(claim.id(), mine);
            throw lost(claim);
        }
    }

    private void hurryUnlessDone(CompletableFuture<?> write) {
        if (!write.isDone()) {
            transactions.hurry();
        }
    }

    /** What is being written for the claim: {@link #check} waits until it is committed, and fails as it does. */
    void awaits(Claim claim, Underway<?> underway) {
        change(claim, mine -> mine.after(underway.committed()));
    }

    /** Its outcome is being written. */
    void ending(Claim claim) {
        change(claim, Held::inItsEnd);
    }

    private void change(Claim claim, UnaryOperator<Held> how) {
        held.computeIfPresent(claim.id(), (id, mine) -> mine.isOf(claim) ? how.apply(mine) : mine);
    }

    /** Somebody here works on the request, or is about to. */
    boolean working(String id) {
        Held mine = held.get(id);
        return mine != null && !mine.deadline().passed();
    }

    /**
     * Begins a write of a claim's owner: until it is committed nobody takes the request over, and a stale owner gets no further. The embedded
     * ledger needs no look at the row for it: nobody but this process changes it, and in this process nobody while it is held here, save the
     * outcome, after which it is not.
     */
    void fence(Transaction work, Claim claim) throws SQLException {
        if (sole) {
            if (!lasts(held.get(claim.id()), claim)) {
                throw lost(claim);
            }
            return;
        }
        boolean ours = work.call(FENCE + work.statements().dialect().untilCommitted())
                .set("id", claim.id())
                .set("token", claim.token())
                .set("owner", owner)
                .first(row -> true)
                .isPresent();
        if (!ours) {
            throw lost(claim);
        }
    }

    private boolean stillOurs(Claim claim) {
        Map<String, Long> ours = transactions.read(work -> ours(work, Set.of(claim.id())));
        return ours.getOrDefault(claim.id(), 0L) == claim.token();
    }

    /** In the write of its outcome: what its owner writes after that, in the same transaction even, is refused. */
    void ended(Claim claim) {
        if (sole) {
            forget(claim);
            recovery.ended(claim.id());
        }
    }

    /** The write of its outcome has failed, so its lease will run out. */
    void mayStillBe(Claim claim) {
        recovery.claimed(claim.id());
    }

    /** Nobody works on it here any more: it is not renewed, and lost to whoever still believes in it. */
    void forget(Claim claim) {
        change(claim, mine -> null);
    }

    /** Gives back whatever is still held: this process is ending, and whoever still works on it here is refused from now on. */
    void handBackAll() {
        String[] ids = held.entrySet().stream()
                .filter(entry -> entry.getValue().claim() != null)
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(String[]::new);
        held.clear();
        if (ids.length > 0) {
            transactions.write(work -> {
                work.call(Timeline.NOTE_EACH + HELD)
                        .set("ids", ids)
                        .set("owner", owner)
                        .set("kind", "ready")
                        .set("detail", "given back, for the process stopped")
                        .update();
                return work.call(HAND_BACK_ALL)
                        .set("ids", ids)
                        .set("owner", owner)
                        .update();
            });
        }
    }

    /** Renews every claim of this process by one statement. */
    void renew() {
        Map<String, Held> before = held.entrySet().stream()
                .filter(entry -> entry.getValue().claim() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        if (before.isEmpty()) {
            return;
        }
        LedgerClock.Deadline deadline = clock.deadline(lease);
        Map<String, Long> renewed = transactions.write(work -> {
            String[] ids = before.keySet().toArray(String[]::new);
            work.call(RENEW).set("ids", ids).set("owner", owner).update();
            return ours(work, before.keySet());
        });
        before.forEach((id, mine) -> {
            if (renewed.getOrDefault(id, 0L) == mine.claim().token()) {
                change(mine.claim(), now -> now.until(deadline));
            }
        });
    }

    private Map<String, Long> ours(Transaction work, Set<String> ids) throws SQLException {
        return work
                .call(OURS)
                .set("ids", ids.toArray(String[]::new))
                .set("owner", owner)
                .list(row -> Map.entry(row.getString("id"), row.getLong("token")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static ClaimLostException lost(Claim claim) {
        return new ClaimLostException(
                "The claim of " + claim.id() + " (token " + claim.token()
                        + ") is lost: its lease ran out or the request was taken over. Nothing may be done for it any more; it will be claimed again.");
    }
}
