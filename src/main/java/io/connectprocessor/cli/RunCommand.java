package io.connectprocessor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.Drain;
import io.connectprocessor.standalone.Processor;
import io.connectprocessor.standalone.StartUpCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Processes requests: for ever, or until nothing is left that can move. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Polls Connect on schedule and processes what is pending, until it is stopped.",
            "With --once: works on all that can move, prints what came of it and ends."
        })
final class RunCommand implements Callable<Integer> {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final Surroundings surroundings;

    private final Overrides overrides;

    @Option(names = "--once", description = "Drain what can move, then end.")
    private boolean once;

    @Option(
            names = "--sandbox",
            description = "Against an embedded sandbox with a few hundred requests; nothing leaves this machine.")
    private boolean withSandbox;

    @Option(
            names = "--pending",
            description = "With --sandbox: so many pending requests of all types and no faults, to measure.")
    private Integer pending;

    @Option(names = "--tier-requests", defaultValue = "0", description = "With --pending: tier requests beside them.")
    private int tierRequests;

    RunCommand(Surroundings surroundings, Overrides overrides) {
        this.surroundings = surroundings;
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        if (!withSandbox) {
            return run();
        }
        try (Demonstration demonstration = Demonstration.start(surroundings, overrides, pending, tierRequests)) {
            return run();
        }
    }

    private int run() throws Exception {
        Settings settings = overrides.complete(surroundings);
        if (once && surroundings.terminal()) {
            // The bar shows them; a line each would tear it to pieces.
            ((Logger) LoggerFactory.getLogger("io.connectprocessor")).setLevel(Level.WARN);
        }
        Processor processor = new Processor(settings, surroundings.directory(), once, surroundings.ledgers());
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stop = new Thread(
                () -> {
                    LOG.info("Stopping");
                    processor.close();
                    stopped.countDown();
                },
                "stop");
        processor.checkRoutes();
        processor.checkContracts();
        processor.start();
        java.lang.Runtime.getRuntime().addShutdownHook(stop);
        try {
            return once ? drain(processor, settings) : keepRunning(processor, settings, stopped);
        } catch (InterruptedException asked) {
            LOG.info("Stopping");
            return once ? ExitCode.LATER : ExitCode.DONE;
        } finally {
            removeHook(stop);
            processor.close();
        }
    }

    private static void removeHook(Thread stop) {
        try {
            java.lang.Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException stopping) {
            LOG.debug("The process is stopping already");
        }
    }

    private int drain(Processor processor, Settings settings) throws InterruptedException {
        long start = System.nanoTime();
        Drain.End end;
        Optional<String> refusal;
        try (Progress progress = new Progress(surroundings)) {
            refusal = beginning(processor, settings).run(settings.onceWait(), wait -> {
                progress.show(processor);
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                return false;
            });
            Drain drain = new Drain(processor, settings.onceWait(), () -> progress.show(processor));
            end = refusal.isPresent() ? Drain.End.AWAY : drain.run();
            refusal = refusal.or(drain::ledgerFailure);
        }
        return new Summary(
                        processor,
                        Duration.ofNanos(System.nanoTime() - start),
                        end,
                        refusal,
                        withSandbox ? "dead-letters --sandbox" : "dead-letters")
                .print(surroundings.out());
    }

    /** Tries to begin the work; empty when it has begun, otherwise why not. */
    private static Optional<String> begun(Processor processor, Settings settings) {
        try {
            new StartUpCheck(processor.component(), settings).run();
            processor.contracts().atStart();
            processor.intake().letGo();
            return Optional.empty();
        } catch (FailedException away) {
            String why = Redaction.ofText(away.sentences(), null);
            processor.intake().notBegun(why);
            return Optional.of(why);
        }
    }

    private static Beginning beginning(Processor processor, Settings settings) {
        return new Beginning(
                () -> begun(processor, settings),
                settings.retryFirstDelay(),
                settings.retryMaxDelay(),
                System::nanoTime);
    }

    private int keepRunning(Processor processor, Settings settings, CountDownLatch stopped)
            throws InterruptedException {
        if (beginning(processor, settings)
                .run(null, wait -> stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS))
                .isPresent()) {
            return ExitCode.DONE;
        }
        LOG.info("Running: products {}, environments {}", settings.products(), settings.environments());
        stopped.await();
        return ExitCode.DONE;
    }
}
