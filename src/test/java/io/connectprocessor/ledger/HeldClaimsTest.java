package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.ledger.Ledger.Claiming;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded ledger asks its own memory, and not the table, who holds a claim: the two must say the same. */
@Timeout(60)
class HeldClaimsTest {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private volatile boolean fails;
    private Transactions gathered;
    private Ledger ledger;

    @BeforeEach
    void openForLong() {
        open();
        ledger.sight(List.of(new Sighting("PR-9", "request", "AS-9", Instant.EPOCH, null, null)));
        ledger.decided(((Claiming.Granted) ledger.claim("PR-9", ledger.now())).claim(), "approved");
        clock.advance(Claims.CAREFUL.plusSeconds(1));
    }

    private void open() {
        ledger = Ledgers.open(
                LedgerOptions.of("jdbc:h2:file:" + folder.resolve("ledger")).withClock(clock), inner -> {
                    gathered = inner;
                    return new FailingTransactions(inner, () -> fails);
                });
        ledger.sight(List.of(new Sighting("PR-1", "request", "AS-1", Instant.EPOCH, null, null)));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Claim claim() {
        return ((Claiming.Granted) ledger.claim("PR-1", ledger.now())).claim();
    }

    @Test
    void a_claim_whose_outcome_could_not_be_written_lapses_with_its_lease() {
        Claim claim = claim();
        ledger.check(claim);
        fails = true;
        ledger.decided(claim, "approved");
        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.CLAIMED);
        fails = false;
        assertThat(ledger.interrupted()).isEmpty();

        clock.advance(Duration.ofSeconds(61));

        assertThat(ledger.interrupted()).extracting(Interrupted::id).containsExactly("PR-1");
    }

    @Test
    void a_claim_that_was_refused_by_an_error_may_be_asked_for_again() {
        foreseesNothing();
        fails = true;
        assertThatThrownBy(this::claim).hasMessage("away");
        fails = false;

        assertThat(claim().token()).isEqualTo(1);
    }

    @Test
    void a_first_claim_that_was_refused_by_an_error_sends_nothing_and_may_be_asked_for_again() {
        fails = true;
        Claim first = claim();
        assertThatThrownBy(() -> ledger.check(first)).isInstanceOf(RuntimeException.class);
        fails = false;

        Awaitility.await().until(() -> ledger.claim("PR-1", ledger.now()) instanceof Claiming.Granted);
        // The new one has its token, for that of the first was never written.
        assertThatThrownBy(() -> ledger.check(first)).isInstanceOf(ClaimLostException.class);
    }

    @Test
    void one_that_ran_alone_and_lapsed_unseen_holds_nobody_up() {
        ledger.sight(List.of(new Sighting("PR-2", "request", "AS-2", Instant.EPOCH, null, null)));
        ledger.check(claim());
        clock.advance(Duration.ofSeconds(61));
        ledger.interrupted();
        Claim alone = claim();
        clock.advance(Duration.ofSeconds(61));
        assertThatThrownBy(() -> ledger.decided(alone, "approved")).isInstanceOf(ClaimLostException.class);

        assertThat(ledger.claim("PR-2", ledger.now())).isInstanceOf(Claiming.Granted.class);
    }

    @Test
    void a_step_that_is_begun_in_the_transaction_of_the_outcome_is_refused() throws Exception {
        Claim claim = claim();
        refusesAStepBeside(claim, () -> ledger.decided(claim, "approved"), Standing.State.DECIDED);
    }

    @Test
    void a_step_that_is_begun_in_the_transaction_of_a_reminder_is_refused() throws Exception {
        ledger.asks(claim());
        Claim claim = ((Claiming.Granted) ledger.claimInquired("PR-1")).claim();
        refusesAStepBeside(claim, () -> ledger.reminded(claim), Standing.State.INQUIRED);
    }

    private void refusesAStepBeside(Claim claim, Runnable end, Standing.State state) throws Exception {
        CountDownLatch both = new CountDownLatch(1);
        gathered.start(work -> awaitQuietly(both));
        Thread outcome = new Thread(end);
        outcome.start();
        // A decision does not wait for the writer.
        Awaitility.await()
                .until(() ->
                        Set.of(Thread.State.WAITING, Thread.State.TERMINATED).contains(outcome.getState()));
        CompletableFuture<Step> refused = new CompletableFuture<>();
        start(new Thread(
                () -> completeBy(refused, () -> ledger.step(claim, "create", new byte[0], Step.OnChange.FAULT))));
        both.countDown();

        assertThatThrownBy(refused::join).hasCauseInstanceOf(ClaimLostException.class);
        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(state);
    }

    @Test
    void nothing_is_sent_before_its_claim_has_survived_but_what_would_be_sent_again() throws Exception {
        CountDownLatch committing = new CountDownLatch(1);
        Claim claim = claimBeforeItsCommit(work -> awaitQuietly(committing));
        Thread effect = new Thread(() -> ledger.check(claim));

        ledger.checkOwner(claim);
        start(effect);

        committing.countDown();
        effect.join();
        ledger.check(claim);
    }

    @Test
    void an_approval_waits_for_the_answers_of_the_steps_but_saving_their_parameters_does_not() throws Exception {
        Claim claim = claim();
        Step.Due due = (Step.Due) ledger.step(claim, "create", new byte[0], Step.OnChange.FAULT);
        CountDownLatch committing = new CountDownLatch(1);
        gathered.start(work -> awaitQuietly(committing));
        ledger.answered(claim, "create", due.round(), 201, new byte[] {1});
        Thread approval = new Thread(() -> ledger.check(claim));

        ledger.checkOwner(claim);
        start(approval);

        committing.countDown();
        approval.join();
        assertThat(ledger.answers("PR-1").get("create")).containsExactly(1);
    }

    @Test
    void an_answer_that_could_not_be_written_keeps_the_request_from_being_approved() {
        Claim claim = claim();
        Step.Due due = (Step.Due) ledger.step(claim, "create", new byte[0], Step.OnChange.FAULT);
        fails = true;
        ledger.answered(claim, "create", due.round(), 201, new byte[] {1});

        assertThatThrownBy(() -> ledger.check(claim)).hasMessage("away");
        fails = false;
        assertThatThrownBy(() -> ledger.check(claim)).hasMessage("away");
        ledger.waits(claim, ledger.now(), true, new Fault("transient", "away", null, null, null, null));
        assertThat(ledger.step(claim(), "create", new byte[0], Step.OnChange.FAULT))
                .isEqualTo(new Step.Due(due.round(), due.key(), new byte[0], true));
    }

    @Test
    void a_claim_that_is_undone_with_its_neighbours_is_granted_again_and_goes_on() {
        AtomicBoolean once = new AtomicBoolean(true);
        Claim claim = claimBeforeItsCommit(work -> {
            if (once.getAndSet(false)) {
                throw new IllegalStateException("takes all with it");
            }
            return null;
        });

        ledger.check(claim);
        ledger.decided(claim, "approved");
        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.DECIDED);
    }

    @Test
    void a_claim_that_is_undone_and_not_granted_again_is_lost_before_anything_is_sent() {
        ledger.parks(claim(), new Fault("bug", "a fault", null, null, null, null));
        AtomicInteger runs = new AtomicInteger();
        Claim claim = claimBetween(
                work -> {
                    if (runs.getAndIncrement() > 0) {
                        throw new IllegalStateException("the parking is undone");
                    }
                    return work.call("update ledger_request set state = 'READY', undecided = true where id = 'PR-1'")
                            .update();
                },
                work -> {
                    throw new IllegalStateException("takes all with it");
                });

        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.step(claim, "create", new byte[0], Step.OnChange.FAULT))
                .isInstanceOf(ClaimLostException.class);
        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.PARKED);
    }

    /** In one transaction with what comes after it. */
    private Claim claimBeforeItsCommit(Transactions.Work<?> after) {
        foreseesNothing();
        return claimBetween(work -> null, after);
    }

    private void foreseesNothing() {
        ledger.close("PR-0", "unknown");
    }

    private Claim claimBetween(Transactions.Work<?> before, Transactions.Work<?> after) {
        CompletableFuture<Claim> claim = new CompletableFuture<>();
        whileNothingIsWritten(() -> {
            gathered.start(before);
            start(new Thread(() -> claim.complete(claim())));
            gathered.start(after);
        });
        return claim.join();
    }

    /** What is asked for meanwhile is written in one transaction. */
    private void whileNothingIsWritten(Runnable what) {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        gathered.start(work -> {
            busy.countDown();
            return awaitQuietly(over);
        });
        awaitQuietly(busy);
        try {
            what.run();
        } finally {
            over.countDown();
        }
    }

    @Test
    void the_first_claim_of_a_new_request_goes_on_before_it_is_written_until_something_is_sent() throws Exception {
        CompletableFuture<Claim> claim = new CompletableFuture<>();
        AtomicReference<Thread> effect = new AtomicReference<>();
        whileNothingIsWritten(() -> {
            claim.complete(claim());
            effect.set(new Thread(() -> ledger.check(claim.join())));
            start(effect.get());
        });
        effect.get().join();

        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.CLAIMED);
        ledger.check(claim.join());
        assertThat(ledger.step(claim.join(), "create", new byte[0], Step.OnChange.FAULT))
                .isInstanceOf(Step.Due.class);
    }

    /** What ends the process at once must be known to have been claimed. */
    @Test
    void a_new_process_grants_nothing_before_it_is_written() throws Exception {
        ledger.close();
        open();
        CountDownLatch committing = new CountDownLatch(1);
        CompletableFuture<Claim> claim = new CompletableFuture<>();
        Thread worker = new Thread(() -> claim.complete(claim()));
        whileNothingIsWritten(() -> {
            start(worker);
            gathered.start(work -> awaitQuietly(committing));
        });

        worker.join(200);
        assertThat(worker.isAlive()).isTrue();
        committing.countDown();
        ledger.check(claim.join());
    }

    @Test
    void a_first_claim_that_something_came_before_is_lost_with_the_step_that_was_begun_behind_it() {
        CompletableFuture<Claim> claim = new CompletableFuture<>();
        CompletableFuture<Step> step = new CompletableFuture<>();
        whileNothingIsWritten(() -> {
            gathered.start(work -> work.call("update ledger_request set recheck = true where id = 'PR-1'")
                    .update());
            claim.complete(claim());
            start(new Thread(() ->
                    completeBy(step, () -> ledger.step(claim.join(), "create", new byte[0], Step.OnChange.FAULT))));
        });

        assertThatThrownBy(step::join).hasCauseInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.check(claim.join())).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.checkOwner(claim.join())).isInstanceOf(ClaimLostException.class);
        assertThat(claim().recheck()).isTrue();
    }

    @Test
    void a_first_claim_is_not_granted_before_an_older_request_of_its_lane_that_was_seen_later() {
        ledger.sight(List.of(new Sighting("PR-0", "request", "AS-1", Instant.EPOCH.minusSeconds(1), null, null)));

        assertThat(ledger.claim("PR-1", ledger.now()))
                .isEqualTo(new Claiming.Refused(new Standing("PR-1", Standing.State.HELD_BACK, null, "PR-0")));
    }

    @Test
    void a_new_request_whose_lane_was_touched_since_the_page_was_asked_for_is_read_again() {
        Instant asked = ledger.now();
        clock.advance(Duration.ofSeconds(1));
        ledger.decided(claim(), "approved");
        ledger.sight(List.of(new Sighting("PR-2", "request", "AS-1", Instant.EPOCH, null, null)), asked);

        assertThat(((Claiming.Granted) ledger.claim("PR-2", asked)).claim().recheck())
                .isTrue();
    }

    private static <T> void completeBy(CompletableFuture<T> future, Supplier<T> what) {
        try {
            future.complete(what.get());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    @Test
    void a_decision_is_told_to_whoever_reads_after_it() {
        Claim claim = claim();
        CompletableFuture<Standing> read = new CompletableFuture<>();
        whileNothingIsWritten(() -> {
            ledger.decided(claim, "approved");
            start(new Thread(
                    () -> completeBy(read, () -> ledger.standing("PR-1").orElseThrow())));
        });

        assertThat(read.join().state()).isEqualTo(Standing.State.DECIDED);
        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
    }

    /** Until it waits for the writer. */
    private static void start(Thread caller) {
        caller.start();
        Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
    }

    private static Void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
