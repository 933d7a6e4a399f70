package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.ledger.Ledger.Claiming;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded ledger asks its own memory, and not the table, who holds a claim: the two must say the same. */
class HeldClaimsTest {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private volatile boolean fails;
    private Transactions gathered;
    private Ledger ledger;

    @BeforeEach
    void open() {
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
        fails = true;
        assertThatThrownBy(() -> ledger.decided(claim, "approved")).hasMessage("away");
        fails = false;
        assertThat(ledger.interrupted()).isEmpty();

        clock.advance(Duration.ofSeconds(61));

        assertThat(ledger.interrupted()).extracting(Interrupted::id).containsExactly("PR-1");
    }

    @Test
    void a_claim_that_was_refused_by_an_error_may_be_asked_for_again() {
        fails = true;
        assertThatThrownBy(this::claim).hasMessage("away");
        fails = false;

        assertThat(claim().token()).isEqualTo(1);
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
        CompletableFuture<Void> before = CompletableFuture.runAsync(() -> gathered.write(work -> {
            awaitQuietly(both);
            return null;
        }));
        Thread outcome = new Thread(end);
        start(outcome);
        CompletableFuture<Step> refused = new CompletableFuture<>();
        Thread step = new Thread(() -> {
            try {
                refused.complete(ledger.step(claim, "create", new byte[0], Step.OnChange.FAULT));
            } catch (RuntimeException e) {
                refused.completeExceptionally(e);
            }
        });
        start(step);
        both.countDown();
        before.join();
        outcome.join();

        assertThatThrownBy(refused::join).hasCauseInstanceOf(ClaimLostException.class);
        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(state);
    }

    /** Until it waits for the writer. */
    private static void start(Thread caller) {
        caller.start();
        Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
