package io.connectprocessor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connectprocessor.embedded.Beginning;
import io.connectprocessor.embedded.StartUpCheck;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.Drain;
import io.connectprocessor.standalone.Processor;
import io.connectprocessor.standalone.ShadowReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Processes requests: for ever, or until nothing is left that can move. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Polls Connect on schedule and processes what is pending, until it is stopped.",
            "With --once: works on all that can move, prints what came of it and ends.",
            "With --shadow: sends and does nothing, and reports what it would have; for the time beside an older processor."
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

    @Option(
            names = "--shadow",
            description = "Only read at Connect; call neither vendor nor other endpoints; keep no ledger.")
    private boolean inShadow;

    @Option(
            names = "--shadow-report",
            arity = "0..1",
            paramLabel = "<file>",
            fallbackValue = "shadow-report.jsonl",
            description = {
                "With --shadow: append what would have been sent to this file (${FALLBACK-VALUE}),",
                "payloads with customers' data included; only its owner may read it."
            })
    private String shadowReport;

    @Spec
    private CommandSpec spec;

    RunCommand(Surroundings surroundings, Overrides overrides) {
        this.surroundings = surroundings;
        this.overrides = overrides;
    }

    @Override
    public Integer call() throws Exception {
        if (shadowReport != null && !inShadow) {
            throw new ParameterException(spec.commandLine(), "--shadow-report goes with --shadow only.");
        }
        if (!withSandbox) {
            return run();
        }
        try (Demonstration demonstration = Demonstration.start(surroundings, overrides, pending, tierRequests)) {
            return run();
        }
    }

    private int run() throws Exception {
        Settings settings = overrides.complete(surroundings);
        if (inShadow) {
            try (ShadowReport report = report(settings)) {
                return run(settings, Processor.shadow(settings, surroundings.directory(), once, report), report);
            }
        }
        if (once && surroundings.terminal()) {
            // The bar shows them; a line each would tear it to pieces.
            ((Logger) LoggerFactory.getLogger("io.connectprocessor")).setLevel(Level.WARN);
        }
        return run(settings, new Processor(settings, surroundings.directory(), once, surroundings.ledgers()), null);
    }

    private ShadowReport report(Settings settings) {
        Set<String> secrets = new HashSet<>();
        secrets.add(settings.connectApiKey());
        settings.vendorApiKey().ifPresent(secrets::add);
        settings.ledgerPassword().ifPresent(secrets::add);
        return ShadowReport.open(
                shadowReport == null ? null : surroundings.directory().resolve(shadowReport), secrets);
    }

    /** @param report null unless the processor is a shadow */
    private int run(Settings settings, Processor processor, ShadowReport report) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stop = new Thread(
                () -> {
                    LOG.info("Stopping");
                    processor.close();
                    farewell(processor, report);
                    stopped.countDown();
                },
                "stop");
        processor.checkRoutes();
        processor.checkContracts();
        processor.start();
        java.lang.Runtime.getRuntime().addShutdownHook(stop);
        try {
            return once ? drain(processor, settings, report) : keepRunning(processor, settings, stopped);
        } catch (InterruptedException asked) {
            LOG.info("Stopping");
            farewell(processor, report);
            return once ? ExitCode.LATER : ExitCode.DONE;
        } finally {
            removeHook(stop);
            processor.close();
        }
    }

    /** What a shadow saw until it was stopped. */
    private void farewell(Processor processor, ShadowReport report) {
        if (report != null) {
            new ShadowSummary(processor, report, Drain.End.EMPTY, Optional.empty()).table(surroundings.out());
        }
    }

    private static void removeHook(Thread stop) {
        try {
            java.lang.Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException stopping) {
            LOG.debug("The process is stopping already");
        }
    }

    private int drain(Processor processor, Settings settings, ShadowReport report) throws InterruptedException {
        long start = System.nanoTime();
        Drain.End end;
        Map<State, Long> left;
        Optional<String> refusal;
        try (Progress progress = new Progress(surroundings, report == null)) {
            refusal = beginning(processor, settings).run(settings.onceWait(), wait -> {
                progress.show(processor);
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                return false;
            });
            Drain drain = new Drain(processor, settings.onceWait(), () -> progress.show(processor));
            end = refusal.isPresent() ? Drain.End.AWAY : drain.run();
            left = drain.left();
            refusal = refusal.or(drain::ledgerFailure);
            if (end != Drain.End.LEDGER_AWAY) {
                sendEvents(processor, settings, progress);
            }
        }
        if (report != null) {
            return new ShadowSummary(processor, report, end, refusal).print(surroundings.out());
        }
        return new Summary(
                        processor,
                        Duration.ofNanos(System.nanoTime() - start),
                        end,
                        left,
                        refusal,
                        withSandbox ? "dead-letters --sandbox" : "dead-letters")
                .print(surroundings.out());
    }

    /** What is left is told by the summary, and sent by the next run. */
    private static void sendEvents(Processor processor, Settings settings, Progress progress)
            throws InterruptedException {
        if (processor.events().isPresent()) {
            try {
                processor.events().get().awaitSent(settings.onceWait(), () -> progress.show(processor));
            } catch (LedgerException away) {
                LOG.warn("Events wait in the ledger: {}", away.getMessage());
            }
        }
    }

    /** Tries to begin the work; empty when it has begun, otherwise why not. */
    private Optional<String> begun(Processor processor, Settings settings) {
        Optional<String> queueAway = processor.component().handoverAway();
        if (queueAway.isPresent()) {
            processor.intake().notBegun(queueAway.get());
            return queueAway;
        }
        try {
            new StartUpCheck(processor.component(), settings).run();
            if (once || settings.contractStrict()) {
                processor.contracts().atStart();
            }
            processor.intake().letGo();
            return Optional.empty();
        } catch (FailedException away) {
            String why = Redaction.ofText(away.sentences(), null);
            processor.intake().notBegun(why);
            return Optional.of(why);
        }
    }

    private Beginning beginning(Processor processor, Settings settings) {
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
        LOG.info(
                "{}: products {}, environments {}",
                inShadow ? "Running as a shadow, nothing is sent" : "Running",
                settings.products(),
                settings.environments());
        processor.pollNow();
        if (!settings.contractStrict()) {
            // It only warns: the first poll need not wait for it.
            processor.contracts().check();
        }
        stopped.await();
        return ExitCode.DONE;
    }
}
