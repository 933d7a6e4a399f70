package io.connectprocessor.cli;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerInUseException;
import io.connectprocessor.ledger.Replay;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.operations.DeadLetters;
import io.connectprocessor.operations.LedgerDeadLetters;
import io.connectprocessor.operations.RemoteDeadLetters;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.Processor;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What an operator does with requests that are kept for a person; works while the processor runs and while it does not. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        description = "Lists, shows, replays or discards requests that are parked, wait or are held back.",
        subcommands = {
            DeadLettersCommand.ListCommand.class,
            DeadLettersCommand.ShowCommand.class,
            DeadLettersCommand.ReplayCommand.class,
            DeadLettersCommand.DiscardCommand.class
        })
final class DeadLettersCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    private final Overrides overrides;

    @Option(names = "--sandbox", description = "Those of the last run --sandbox.")
    private boolean sandbox;

    DeadLettersCommand(Surroundings surroundings, Overrides overrides) {
        this.surroundings = surroundings;
        this.overrides = overrides;
    }

    /** Without a verb: list. */
    @Override
    public Integer call() {
        return list(List.of(), 100);
    }

    private int list(List<State> states, int limit) {
        try (DeadLetters deadLetters = open()) {
            List<DeadLetter> letters = deadLetters.list(states, limit);
            PrintWriter out = surroundings.out();
            if (letters.isEmpty()) {
                out.println("Nothing is parked, waits or is held back.");
            } else {
                out.printf(
                        "%-24s %-10s %-10s %-13s %-8s %-20s %s%n",
                        "id", "type", "state", "failure", "attempts", "since", "cause");
            }
            for (DeadLetter letter : letters) {
                out.printf(
                        "%-24s %-10s %-10s %-13s %-8d %-20s %s%n",
                        letter.id(),
                        shown(letter.type()),
                        label(letter.state()),
                        shown(letter.failure()),
                        letter.attempts(),
                        letter.since().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        letter.heldBackBy() != null ? "held back by " + letter.heldBackBy() : shown(letter.cause()));
            }
            out.flush();
            return ExitCode.DONE;
        }
    }

    private DeadLetters open() {
        if (sandbox) {
            Demonstration.useLedger(surroundings, overrides);
        }
        Settings settings = overrides.incomplete(surroundings);
        try {
            return new LedgerDeadLetters(
                    surroundings.ledgers().apply(Processor.ledgerOptions(settings, surroundings.directory())));
        } catch (LedgerInUseException held) {
            return new RemoteDeadLetters(LedgerHolder.of(settings, surroundings.directory(), held));
        }
    }

    private static String label(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String shown(String text) {
        return text == null ? "-" : text;
    }

    private static String operator() {
        return System.getProperty("user.name", "unknown");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "One line for each.")
    static final class ListCommand implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Option(names = "--state", split = ",", description = "PARKED, WAITING, HELD_BACK, …; default: these three.")
        private List<State> states = List.of();

        @Option(names = "--limit", defaultValue = "100", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int limit;

        @Override
        public Integer call() {
            return parent.list(states, limit);
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "All that the ledger knows of one request.")
    static final class ShowCommand implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Parameters(paramLabel = "<request id>")
        private String id;

        @Override
        public Integer call() {
            try (DeadLetters deadLetters = parent.open()) {
                Optional<DeadLetter> found = deadLetters.find(id);
                if (found.isEmpty()) {
                    parent.surroundings.err().println("The ledger does not know " + id + ". See dead-letters list.");
                    return ExitCode.CONFIGURATION;
                }
                print(found.get(), deadLetters.timeline(id), parent.surroundings.out());
                return ExitCode.DONE;
            }
        }

        private static void print(DeadLetter letter, List<Event> timeline, PrintWriter out) {
            field(out, "request", letter.id());
            field(out, "type", letter.type());
            field(out, "kind", letter.kind());
            field(out, "asset", letter.lane());
            field(out, "product", letter.product());
            field(out, "state", label(letter.state()));
            field(out, "since", letter.since());
            field(out, "retry at", letter.retryAt());
            field(out, "held back by", letter.heldBackBy());
            field(out, "failure", letter.failure());
            field(out, "cause", letter.cause());
            field(out, "advice", letter.advice());
            field(out, "step", letter.step());
            field(out, "route", letter.route());
            field(out, "attempts", letter.attempts());
            field(out, "payload", letter.payload());
            out.println();
            for (Event event : timeline) {
                out.printf("%-30s%-16s%s%n", event.at(), event.kind(), event.detail() == null ? "" : event.detail());
            }
            out.flush();
        }

        private static void field(PrintWriter out, String name, Object value) {
            if (value != null) {
                out.printf("%-14s%s%n", name, value);
            }
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Makes parked or waiting requests ready to run again; each is read again before any effect.",
                "A running processor takes them at its next poll.",
                "With --rate they fall due one after the other, and each poll takes those that are due by then:",
                "the rate is an average, kept in steps of the interval of poll.cron."
            })
    static final class ReplayCommand implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Parameters(paramLabel = "<request id>", arity = "0..*")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All that are parked.")
        private boolean all;

        @Option(names = "--failure", description = "All that are parked for this kind of failure, for example refused.")
        private String failure;

        @Option(
                names = "--rate",
                paramLabel = "<per second>",
                description = "At most so many a second on average, 0.001 to 1000, for example 5 or 0.2.")
        private String rate;

        @Spec
        private picocli.CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            if ((ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (failure == null ? 0 : 1) != 1) {
                throw new ParameterException(
                        spec.commandLine(), "Say which: request ids, or --all, or --failure <kind>; one of them.");
            }
            double perSecond = rate == null ? 0 : perSecond();
            try (DeadLetters deadLetters = parent.open()) {
                Replay replay = deadLetters.replay(ids, failure, operator(), perSecond);
                parent.surroundings
                        .out()
                        .println(
                                perSecond == 0 || replay.moved() == 0
                                        ? replay.moved() + " ready to run again."
                                        : replay.moved() + " will run again, " + rate.strip()
                                                + " a second; the last is due at "
                                                + replay.lastDue().truncatedTo(ChronoUnit.SECONDS) + ".");
                parent.surroundings.out().flush();
                return ids.isEmpty() || replay.moved() == ids.size() ? ExitCode.DONE : ExitCode.CONFIGURATION;
            }
        }

        private double perSecond() {
            try {
                double perSecond = new BigDecimal(rate.strip()).doubleValue();
                if (perSecond >= Ledger.SLOWEST_REPLAY && perSecond <= Ledger.FASTEST_REPLAY) {
                    return perSecond;
                }
            } catch (NumberFormatException noNumber) {
                // told below, as is one out of range
            }
            throw new ParameterException(
                    spec.commandLine(),
                    "--rate " + rate
                            + " is not possible. Write requests per second from 0.001 to 1000, for example 5 or 0.2.");
        }
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = {
                "Gives a request up here; at the platform it stays as it is. Younger requests of its asset go on.",
                "Decide it at the platform as well: here it is not taken up again."
            })
    static final class DiscardCommand implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Parameters(paramLabel = "<request id>")
        private String id;

        @Option(names = "--reason", required = true, description = "Why; kept in the audit.")
        private String reason;

        @Override
        public Integer call() {
            try (DeadLetters deadLetters = parent.open()) {
                if (deadLetters.discard(id, reason, operator())) {
                    parent.surroundings.out().println(id + " is discarded.");
                    parent.surroundings.out().flush();
                    return ExitCode.DONE;
                }
                parent.surroundings
                        .err()
                        .println(id
                                + " cannot be discarded: it is decided, unknown, or being worked on. See dead-letters show "
                                + id + ".");
                return ExitCode.CONFIGURATION;
            }
        }
    }
}
