package io.connectprocessor.cli;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerInUseException;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsagePeriod;
import io.connectprocessor.operations.RemoteUsage;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.standalone.Processor;
import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageOptions;
import io.connectprocessor.usage.UsageOrder;
import io.connectprocessor.usage.UsageReporter;
import io.connectprocessor.usage.UsageStatus;
import io.connectprocessor.usage.UsageSummary;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What an operator does with usage. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = "Shows how the usage of pay-as-you-go items stands, previews a month, reports it.",
        subcommands = {
            UsageCommand.StatusCommand.class,
            UsageCommand.PreviewCommand.class,
            UsageCommand.ReportCommand.class
        })
final class UsageCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final Overrides overrides;

    UsageCommand(Surroundings surroundings, Overrides overrides) {
        this.surroundings = surroundings;
        this.overrides = overrides;
    }

    /** Without a verb: status. */
    @Override
    public Integer call() {
        return status();
    }

    private int status() {
        UsageStatus status = look(overrides.complete(surroundings));
        print(status, surroundings.out());
        return status.needsAPerson() ? ExitCode.NEEDS_A_PERSON : ExitCode.DONE;
    }

    private UsageStatus look(Settings settings) {
        UsageOptions options = Processor.usageOptions(settings);
        try (Ledger ledger =
                surroundings.ledgers().apply(Processor.ledgerOptions(settings, surroundings.directory()))) {
            return UsageStatus.of(ledger.usage(), options, Instant.now());
        } catch (LedgerInUseException held) {
            return new RemoteUsage(LedgerHolder.of(settings, surroundings.directory(), held)).status();
        }
    }

    private static void print(UsageStatus status, PrintWriter out) {
        if (status.due().isEmpty() && status.periods().isEmpty()) {
            out.println("No month is due, and none was reported.");
        }
        status.due().forEach(period -> out.println(period + "  due"));
        for (UsagePeriod period : status.periods()) {
            String why = period.cause() == null ? "" : "  " + period.cause();
            out.printf("%s  %-18s %-10s%s%n", period.period(), period.product(), word(period.state()), why);
            if (period.advice() != null) {
                out.println("         -> " + period.advice());
            }
        }
        for (UsageFile file : status.files()) {
            String why = file.cause() == null ? "" : "  " + file.cause();
            out.printf(
                    "%s  %-10s %9d records  %s%s%n",
                    file.fileId() == null ? "-" : file.fileId(),
                    word(file.state()),
                    file.records(),
                    file.externalId(),
                    why);
            if (file.advice() != null) {
                out.println("         -> " + file.advice());
            }
        }
        out.flush();
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private interface Work {
        void with(UsageReporter reporter, ProducerTemplate routes);
    }

    /** @return what came of each month */
    private List<UsageSummary> inProcessor(Function<LedgerOptions, Ledger> ledgers, Work work) throws Exception {
        Settings settings = overrides.complete(surroundings);
        List<UsageSummary> summaries = new ArrayList<>();
        try (Processor processor = new Processor(settings, surroundings.directory(), true, ledgers)) {
            processor.checkRoutes();
            processor.start();
            UsageReporter reporter = processor.component().usage().orElseThrow();
            try (UsageBar bar = new UsageBar(surroundings, summaries::add);
                    ProducerTemplate routes = processor.context().createProducerTemplate()) {
                reporter.tell(bar);
                work.with(reporter, routes);
            }
        }
        return summaries;
    }

    private int refused(Exception thrown) throws Exception {
        FailedException failed = FailedException.in(thrown);
        if (failed == null) {
            throw thrown;
        }
        surroundings.err().println(failed.sentences());
        return failed.failure().kind().passes() ? ExitCode.AWAY : ExitCode.CONFIGURATION;
    }

    private static Period period(String text, CommandSpec spec) {
        try {
            return Period.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--period: " + wrong.getMessage(), wrong);
        }
    }

    private void print(UsageSummary summary) {
        PrintWriter out = surroundings.out();
        out.printf(
                "%s: %d records read, %d to report, %d set aside, %d reported before%n",
                summary.period(), summary.read(), summary.good(), summary.setAside(), summary.before());
        if (summary.otherwise() > 0) {
            out.println(
                    summary.otherwise() + " records were reported before with other values; nothing is sent for them.");
        }
        if (summary.elsewhere() > 0) {
            out.println(summary.elsewhere() + " records belong to products that are not reported.");
        }
        for (UsageSummary.ItemLine item : summary.items()) {
            out.printf(
                    "%s %s %s %-24s %9d records, quantity %s%s%n",
                    item.product(),
                    item.contract(),
                    item.currency().isEmpty() ? "-" : item.currency(),
                    item.item(),
                    item.records(),
                    item.quantity().toPlainString(),
                    item.amount() == null ? "" : ", amount " + item.amount().toPlainString());
        }
        for (UsageSummary.FileLine file : summary.files()) {
            out.printf(
                    "%s  %s  %d records%s%s%n",
                    file.externalId(),
                    file.state().toLowerCase(Locale.ROOT),
                    file.records(),
                    file.workbook() == null ? "" : "  " + file.workbook(),
                    file.cause() == null ? "" : "  " + file.cause());
        }
        if (summary.kept() != null) {
            out.println("Bad records: " + summary.kept().resolve("report.csv") + " says what is wrong with them.");
        }
        if (summary.failure() != null) {
            out.println("Not reported: " + summary.failure());
        }
        out.flush();
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "What is due, sent, accepted, parked.")
    static final class StatusCommand implements Callable<Integer> {
        @ParentCommand
        private UsageCommand parent;

        @Override
        public Integer call() {
            return parent.status();
        }
    }

    @Command(
            name = "preview",
            mixinStandardHelpOptions = true,
            description = "Writes the workbooks of a month here and prints its totals; sends nothing.")
    static final class PreviewCommand implements Callable<Integer> {
        @ParentCommand
        private UsageCommand parent;

        @Spec
        private CommandSpec spec;

        @Option(names = "--period", required = true, description = "The month, such as 2026-10; it need not be over.")
        private String period;

        @Option(names = "--into", defaultValue = "usage-preview", description = "Folder; default ${DEFAULT-VALUE}.")
        private Path into;

        @Override
        public Integer call() throws Exception {
            Path folder = parent.surroundings.directory().resolve(into);
            UsageOrder order = new UsageOrder(period(period, spec), true, folder, false);
            try {
                List<UsageSummary> summaries = parent.inProcessor(
                        UsageCommand::forgetful, (reporter, routes) -> routes.sendBody("direct:report-usage", order));
                summaries.forEach(parent::print);
                if (summaries.stream().anyMatch(summary -> summary.failure() != null)) {
                    return ExitCode.CONFIGURATION;
                }
                return summaries.stream().anyMatch(summary -> summary.setAside() > 0)
                        ? ExitCode.NEEDS_A_PERSON
                        : ExitCode.DONE;
            } catch (Exception thrown) {
                return parent.refused(thrown);
            }
        }
    }

    /** What a look needs no other to know of: it works beside a processor that holds the ledger. */
    private static Ledger forgetful(LedgerOptions wanted) {
        return Ledgers.open(LedgerOptions.of("jdbc:h2:mem:usage-preview").withClock(wanted.clock()));
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            description = {
                "Reports a month, or all that are due, as the schedule does; and again what is parked.",
                "Of a month that is reported it sends what is new, as a correction."
            })
    static final class ReportCommand implements Callable<Integer> {
        @ParentCommand
        private UsageCommand parent;

        @Spec
        private CommandSpec spec;

        @Option(names = "--period", description = "The month, such as 2026-10; default: all that are due.")
        private String period;

        @Option(names = "--dry-run", description = "Checks and prints totals; sends nothing. Needs --period.")
        private boolean dryRun;

        @Option(
                names = "--from",
                paramLabel = "<csv>",
                description =
                        "Repaired or further records, by our column names; kept and read with the month from now on.")
        private Path from;

        @Override
        public Integer call() throws Exception {
            if (period == null && (dryRun || from != null)) {
                throw new ParameterException(spec.commandLine(), "--dry-run and --from need --period.");
            }
            Period month = period == null ? null : period(period, spec);
            UsageOrder order = month == null ? null : new UsageOrder(month, true, null, dryRun);
            if (month != null && !dryRun && !month.isClosed(Instant.now(), java.time.Duration.ZERO)) {
                throw new ParameterException(
                        spec.commandLine(), month + " is not over. Look at it by usage preview or --dry-run.");
            }
            Path repairs = from == null ? null : parent.surroundings.directory().resolve(from);
            if (repairs != null && !Files.isReadable(repairs)) {
                throw new ParameterException(spec.commandLine(), "--from: " + repairs + " cannot be read.");
            }
            boolean[] person = new boolean[1];
            try {
                List<UsageSummary> summaries = parent.inProcessor(parent.surroundings.ledgers(), (reporter, routes) -> {
                    if (repairs != null) {
                        reporter.addRepairs(month, repairs);
                    }
                    routes.sendBody("direct:report-usage", order);
                    person[0] = reporter.status().needsAPerson();
                });
                return ended(summaries, person[0]);
            } catch (Exception thrown) {
                return parent.refused(thrown);
            }
        }

        private int ended(List<UsageSummary> summaries, boolean person) {
            summaries.forEach(parent::print);
            if (summaries.isEmpty()) {
                parent.surroundings.out().println("No month is due, or another node reports usage just now.");
                parent.surroundings.out().flush();
            }
            if (person) {
                return ExitCode.NEEDS_A_PERSON;
            }
            if (summaries.stream().anyMatch(summary -> summary.failure() != null)) {
                return ExitCode.AWAY;
            }
            boolean waits = summaries.stream()
                    .flatMap(summary -> summary.files().stream())
                    .anyMatch(file -> file.state().equals(UsageFile.State.UPLOADED.name()));
            return waits ? ExitCode.LATER : ExitCode.DONE;
        }
    }
}
