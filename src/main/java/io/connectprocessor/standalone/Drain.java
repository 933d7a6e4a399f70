package io.connectprocessor.standalone;

import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Outcome;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Outlook;
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
 * way, and nothing that waits is due soon; on a ledger that nodes share, until nothing has moved during the whole round. Ends too when nothing
 * came to an end for the whole patience, though things are tried again and again, or held by another node. For one use.
 */
public final class Drain {

    /** With ties in a new order at each call, a pass may be unable to tell that it saw every row. */
    private static final int MOST_QUIET_ROUNDS = 20;

    /** What is free may be not to be had from the platform, however often one looks. */
    private static final int MOST_ROUNDS_FOR_READY = 3;

    private static final int MOST_LOOKED_AT = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration WITHOUT_PROBE = Duration.ofSeconds(2);

    /** Each round is a poll, of which all nodes together may make so many. */
    private static final Duration WHILE_OTHERS_WORK = Duration.ofSeconds(1);

    private final Processor processor;
    private final Duration patience;
    private final Runnable tick;
    private long lastProgress;
    private int quietRounds;
    private int vainRounds;
    private Outlook left;
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

    /**
     * Undecided requests by state, as the drain last saw them, which is what it ended for: whoever counts them again may find what other nodes have
     * begun since. Empty when it never saw the ledger.
     */
    public Map<State, Long> left() {
        return left == null ? Map.of() : left.counts();
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
        Outlook earlier = left;
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
        // Throws when it was the ledger that failed, and still does.
        left = processor.ledger().outlook();
        LOG.debug("Round ended: {} pauses {} left {}", passes, intake.pauses(), left);
        Duration restraint = intake.restraint();
        if (!restraint.isZero()) {
            return afterRestraint(restraint);
        }
        if (!intake.pauses().isEmpty()
                || passes.isEmpty()
                || passes.stream().anyMatch(pass -> pass.failure() != null)) {
            return afterFailure(intake);
        }
        return passes.stream().anyMatch(pass -> pass.handed() > 0) ? afterWork() : afterNone(passes, earlier);
    }

    private Optional<End> afterRestraint(Duration restraint) throws InterruptedException {
        if (stalled()) {
            return Optional.of(End.AWAY);
        }
        pause(restraint);
        return Optional.empty();
    }

    private Optional<End> afterFailure(Intake intake) throws InterruptedException {
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

    private Optional<End> afterNone(List<Intake.Pass> passes, Outlook earlier) throws InterruptedException {
        Optional<Duration> due = dueIn();
        if (due.isPresent()) {
            if (stalled()) {
                return Optional.of(given());
            }
            pause(due.get());
            return Optional.empty();
        }
        boolean complete = passes.stream().allMatch(Intake.Pass::complete);
        boolean still = left.equals(earlier);
        // What another node decides while the pass goes by may free what the pass was too early for.
        boolean evident = complete
                && left.count(State.READY) == 0
                && (still || !processor.ledger().shared());
        // What others move is a reason to go on, but not for ever.
        quietRounds = still || stalled() ? quietRounds + 1 : 0;
        if (evident || quietRounds >= (complete ? MOST_ROUNDS_FOR_READY : MOST_QUIET_ROUNDS)) {
            return Optional.of(End.EMPTY);
        }
        if (earlier != null && !still) {
            pause(WHILE_OTHERS_WORK);
        }
        return Optional.empty();
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
        if (left.count(State.CLAIMED) > 0 || left.queued() > 0) {
            return Optional.of(WHILE_OTHERS_WORK);
        }
        return Optional.ofNullable(left.nextDue())
                .map(due -> Duration.between(processor.ledger().now(), due))
                .filter(wait -> wait.compareTo(patience) <= 0)
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait.plusMillis(20));
    }

    private void pause(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        for (long rest = wait.toMillis(); rest > 0; rest = (end - System.nanoTime()) / 1_000_000) {
            Thread.sleep(Math.min(rest, STEP.toMillis()));
            tick.run();
        }
    }
}
