package io.connectprocessor.standalone;

import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Standing.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on all that can move, then ends: passes over tier requests and requests until a whole round finds nothing to do, nothing is on its
 * way, and nothing that waits is due soon. Ends too when nothing came to an end for the whole patience, though things are tried again and
 * again, or held by another node. For one use.
 */
public final class Drain {

    /** Complete evidence is one quiet pass; with ties in a new order at each call, a pass may be unable to give it. */
    private static final int MOST_QUIET_ROUNDS = 20;

    /** Free since the pass looked at it, for another node lost it; or not to be had from the platform, however often one looks. */
    private static final int MOST_ROUNDS_FOR_READY = 3;

    private static final int MOST_LOOKED_AT = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration WITHOUT_PROBE = Duration.ofSeconds(2);

    private final Processor processor;
    private final Duration patience;
    private final Runnable tick;
    private long lastProgress;
    private int quietRounds;
    private int vainRounds;
    private String ledgerFailure;

    /**
     * @param patience {@code once.wait}: how long to wait for what is due later, and for an API or a ledger that is away; default 5 min
     * @param tick called a few times a second
     */
    public Drain(Processor processor, Duration patience, Runnable tick) {
        this.processor = processor;
        this.patience = patience;
        this.tick = tick;
    }

    /** How it ended. */
    public enum End {
        /** nothing can move any more */
        EMPTY,
        /** Connect or the vendor is away, or refuses us */
        AWAY,
        /** the ledger's database is away, or the embedded ledger closed itself */
        LEDGER_AWAY
    }

    public End run() throws InterruptedException {
        lastProgress = System.nanoTime();
        try (ProducerTemplate template = processor.context().createProducerTemplate()) {
            while (true) {
                Optional<End> end = roundOrNot(template);
                if (end.isPresent()) {
                    return end.get();
                }
            }
        } catch (java.io.IOException closing) {
            throw new java.io.UncheckedIOException(closing);
        }
    }

    /** What the ledger's failure was that ended the drain; empty when none did. */
    public Optional<String> ledgerFailure() {
        return Optional.ofNullable(ledgerFailure);
    }

    /** A ledger that is away is waited for like an API that is away; one that is gone for good is not. */
    private Optional<End> roundOrNot(ProducerTemplate template) throws InterruptedException {
        try {
            return round(template);
        } catch (LedgerException away) {
            if (away.forGood() || stalled()) {
                ledgerFailure = away.getMessage();
                return Optional.of(End.LEDGER_AWAY);
            }
            LOG.warn("{} Trying again.", away.getMessage());
            pause(WITHOUT_PROBE);
            return Optional.empty();
        }
    }

    private Optional<End> round(ProducerTemplate template) throws InterruptedException {
        Intake intake = processor.intake();
        intake.forgetPasses();
        long before = done();
        template.sendBody("direct:poll", null);
        while (!intake.awaitQuiet(STEP)) {
            tick.run();
        }
        tick.run();
        List<Intake.Pass> passes = intake.lastPasses();
        if (done() > before) {
            lastProgress = System.nanoTime();
            quietRounds = 0;
            vainRounds = 0;
        }
        LOG.debug("Round ended: {} pauses {}", passes, intake.pauses());
        Duration restraint = intake.restraint();
        if (!restraint.isZero()) {
            return afterRestraint(restraint);
        }
        if (!intake.pauses().isEmpty()
                || passes.isEmpty()
                || passes.stream().anyMatch(pass -> pass.failure() != null)) {
            return afterFailure(intake);
        }
        return passes.stream().anyMatch(pass -> pass.handed() > 0) ? afterWork() : afterNone(passes);
    }

    private Optional<End> afterRestraint(Duration restraint) throws InterruptedException {
        if (stalled()) {
            return Optional.of(End.AWAY);
        }
        pause(restraint);
        return Optional.empty();
    }

    private Optional<End> afterFailure(Intake intake) throws InterruptedException {
        // Throws when it was the ledger that failed, and still does.
        processor.ledger().nextDue();
        if (stalled()) {
            return Optional.of(End.AWAY);
        }
        pause(intake.untilProbes().orElse(WITHOUT_PROBE));
        return Optional.empty();
    }

    private Optional<End> afterWork() {
        quietRounds = 0;
        return ++vainRounds > 1 && stalled() ? Optional.of(given()) : Optional.empty();
    }

    private Optional<End> afterNone(List<Intake.Pass> passes) throws InterruptedException {
        Optional<Duration> due = dueIn();
        if (due.isPresent()) {
            if (stalled()) {
                return Optional.of(given());
            }
            pause(due.get());
            return Optional.empty();
        }
        boolean complete = passes.stream().allMatch(Intake.Pass::complete);
        if (complete && processor.ledger().undecidedCounts().getOrDefault(State.READY, 0L) == 0) {
            return Optional.of(End.EMPTY);
        }
        return ++quietRounds >= (complete ? MOST_ROUNDS_FOR_READY : MOST_QUIET_ROUNDS)
                ? Optional.of(End.EMPTY)
                : Optional.empty();
    }

    /** What it means when things are tried again and again in vain. */
    private End given() {
        return failing() ? End.AWAY : End.EMPTY;
    }

    private boolean stalled() {
        return System.nanoTime() - lastProgress > patience.toNanos();
    }

    /** Requests of which nothing is left to do, also those that somebody else decided. */
    private long done() {
        return processor.tally().done() + processor.tally().count(Outcome.DROPPED);
    }

    /** True when something waits because of a failure: one that lasts for the whole patience is an API that is away. */
    private boolean failing() {
        return processor.ledger().deadLetters(List.of(State.WAITING), MOST_LOOKED_AT).stream()
                .anyMatch(waiting -> waiting.failure() != null);
    }

    /** How long until something that waits here, or is held by another node, may move; empty when nothing is due within the patience. */
    private Optional<Duration> dueIn() {
        Ledger ledger = processor.ledger();
        Map<State, Long> counts = ledger.undecidedCounts();
        if (counts.getOrDefault(State.CLAIMED, 0L) > 0 || ledger.shared() && ledger.queued() > 0) {
            return Optional.of(Duration.ofSeconds(1));
        }
        return ledger.nextDue()
                .map(due -> Duration.between(ledger.now(), due))
                .filter(wait -> wait.compareTo(patience) <= 0)
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait.plusMillis(20));
    }

    private void pause(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            Thread.sleep(Math.min(left, STEP.toMillis()));
            tick.run();
        }
    }
}
