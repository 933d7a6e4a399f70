package io.connectprocessor.usage;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureClassifier;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.http.SignedLink;
import io.connectprocessor.ledger.ClaimLostException;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Turn;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsageFile.State;
import io.connectprocessor.ledger.UsageLedger;
import io.connectprocessor.ledger.UsagePeriod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports usage, month by month, each record once. One node at a time does it: the others, and a second call here, are told that it is not
 * their turn. Thread-safe.
 */
public final class UsageReporter {

    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);
    private static final String TURN = "usage";

    private final ConnectClient connect;
    private final UsageLedger ledger;
    private final UsageOptions options;
    private final Clock clock;
    private final FileSteps.Pause pause;
    private final SignedLink links;
    private volatile UsageProgress progress = UsageProgress.SILENT;

    UsageReporter(
            ConnectClient connect,
            UsageLedger ledger,
            UsageOptions options,
            Clock clock,
            FileSteps.Pause pause,
            SignedLink links) {
        this.connect = connect;
        this.ledger = ledger;
        this.options = options;
        this.clock = clock;
        this.pause = pause;
        this.links = links;
    }

    /** @param stopping told by whoever ends the process: waits end then */
    public static UsageReporter of(
            ConnectClient connect,
            UsageLedger ledger,
            UsageOptions options,
            Clock clock,
            java.util.function.BooleanSupplier stopping,
            SignedLink links) {
        return new UsageReporter(connect, ledger, options, clock, new RealPause(stopping), links);
    }

    public UsageOptions options() {
        return options;
    }

    public void tell(UsageProgress listener) {
        progress = listener;
    }

    /** The months of a product that are over and not reported yet, of all products together, oldest first. Empty while another node is at it. */
    public List<Period> due() {
        Optional<Turn> turn = ledger.take(TURN);
        if (turn.isEmpty()) {
            LOG.info("Another node reports usage");
            return List.of();
        }
        try {
            TreeSet<Period> due = new TreeSet<>();
            Map<String, UsagePeriod.State> states = states();
            for (String product : options.products()) {
                for (Period period = first(turn.get(), product); isOver(period); period = period.next()) {
                    if (isDue(states, product, period)) {
                        due.add(period);
                    }
                }
            }
            return List.copyOf(due);
        } finally {
            ledger.giveBack(turn.get());
        }
    }

    private Map<String, UsagePeriod.State> states() {
        Map<String, UsagePeriod.State> states = new HashMap<>();
        ledger.periods().forEach(row -> states.put(row.product() + "/" + row.period(), row.state()));
        return states;
    }

    private Period first(Turn turn, String product) {
        String noted = ledger.firstPeriod(
                turn, product, Period.current(clock.instant()).label());
        return options.since() != null ? options.since() : Period.parse(noted);
    }

    private boolean isOver(Period period) {
        return period.isClosed(clock.instant(), options.closedFor());
    }

    private static boolean isDue(Map<String, UsagePeriod.State> states, String product, Period period) {
        UsagePeriod.State state = states.get(product + "/" + period.label());
        return state == null || state == UsagePeriod.State.OPEN;
    }

    /**
     * Asks what became of files that are with the platform or the provider, and submits those that were uploaded before, of months in which
     * nothing else is left to be uploaded or deleted.
     *
     * @throws FailedException when the platform is away or refuses us
     */
    public void follow() {
        Optional<Turn> turn = ledger.take(TURN);
        if (turn.isEmpty()) {
            return;
        }
        try {
            FileSteps steps = steps(turn.get());
            Map<String, UsagePeriod.State> states = states();
            for (UsageFile file : ledger.files(null)) {
                if (file.state() == State.SUBMITTED || file.state() == State.ACCEPTED) {
                    alone(turn.get(), file, () -> steps.followed(file));
                } else if (file.state() == State.UPLOADED
                        && states.get(file.product() + "/" + file.period()) == UsagePeriod.State.SENT) {
                    submitted(turn.get(), steps, file);
                }
            }
        } finally {
            ledger.giveBack(turn.get());
        }
    }

    /**
     * A file whose workbook the platform does not have makes its month due again, as the records are only at the source; one that a person
     * deleted parks the month.
     */
    private UsageFile submitted(Turn turn, FileSteps steps, UsageFile file) {
        UsageFile now = alone(turn, file, () -> steps.submitted(file));
        if (now.state() == State.CREATED) {
            reopen(turn, now, UsagePeriod.State.OPEN, now.advice());
        } else if (now.state() == State.DROPPED) {
            reopen(
                    turn,
                    now,
                    UsagePeriod.State.PARKED,
                    "If its records are to be reported: usage report --period " + now.period());
        }
        return now;
    }

    private void reopen(Turn turn, UsageFile file, UsagePeriod.State state, String advice) {
        LOG.warn("{}: {}", file.externalId(), file.cause());
        ledger.save(
                turn,
                new UsagePeriod(file.product(), file.period(), state, file.records(), 0, file.cause(), advice, null));
    }

    private interface Move {
        UsageFile made();
    }

    /** What is refused or not ready for one file keeps no other from going on. */
    private UsageFile alone(Turn turn, UsageFile file, Move move) {
        try {
            return move.made();
        } catch (FailedException failed) {
            if (failed.failure().kind().passes()) {
                throw failed;
            }
            UsageFile noted = file.at(file.state(), said(failed), failed.advice());
            LOG.warn("{}: {}", file.externalId(), said(failed));
            ledger.save(turn, noted);
            return noted;
        }
    }

    private FileSteps steps(Turn turn) {
        return new FileSteps(connect, ledger, turn, options, pause, links);
    }

    /**
     * Takes a file of repaired or added records into a month; {@link #report} then sends what is good of it and was not reported before.
     *
     * @return where its copy is kept
     */
    public Path addRepairs(Period period, Path file) {
        try {
            return new Repairs(folder(period)).take(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot take " + file + " over: " + e.getMessage(), e);
        }
    }

    private Path folder(Period period) {
        return options.directory().resolve(period.label());
    }

    /**
     * Reports a month, or shows what would be reported. Never throws for what the source, the platform or the data are to blame for: the
     * summary and the ledger say it.
     *
     * @return empty while another node, or another call, reports usage
     */
    public Optional<UsageSummary> report(UsageOrder order, UsageSource source) {
        Optional<UsageSummary> summary =
                order.sends() ? underTurn(order, source) : Optional.of(new Month(order, null).preview(source));
        summary.ifPresent(progress::ended);
        return summary;
    }

    private Optional<UsageSummary> underTurn(UsageOrder order, UsageSource source) {
        Optional<Turn> turn = ledger.take(TURN);
        if (turn.isEmpty()) {
            LOG.info("Another node reports usage");
            return Optional.empty();
        }
        try {
            return Optional.of(new Month(order, turn.get()).report(source));
        } finally {
            ledger.giveBack(turn.get());
        }
    }

    private static String said(FailedException failed) {
        return Redaction.ofText(failed.getMessage(), null);
    }

    /** The work on one month. */
    private final class Month {

        private final UsageOrder order;
        private final Period period;
        private final Turn turn;
        private final Set<String> productIds;
        private final List<UsageSummary.FileLine> lines = new ArrayList<>();

        Month(UsageOrder order, Turn turn) {
            this.order = order;
            this.period = order.period();
            this.turn = turn;
            Map<String, UsagePeriod.State> states = states();
            this.productIds = new TreeSet<>(options.products());
            if (!order.byHand() && order.sends()) {
                productIds.removeIf(product -> !isDue(states, product, period) || isBefore(product));
            }
        }

        private boolean isBefore(String product) {
            return period.compareTo(first(turn, product)) < 0;
        }

        UsageSummary preview(UsageSource source) {
            try (Collection collection = collected(source)) {
                Map<String, UsageProduct> products = productsOf();
                for (GroupFile group : collection.groups()) {
                    Path workbook = order.preview() == null ? null : written(group, products);
                    lines.add(new UsageSummary.FileLine(
                            group.group().externalId(period, 1),
                            null,
                            "would be sent",
                            group.records(),
                            null,
                            workbook));
                }
                return summary(collection, failure);
            } catch (IOException e) {
                throw new UncheckedIOException("The disk refused: " + e.getMessage(), e);
            }
        }

        private Path written(GroupFile group, Map<String, UsageProduct> products) throws IOException {
            PrivateFiles.directories(order.preview());
            Path file =
                    PrivateFiles.create(order.preview().resolve(group.group().externalId(period, 1) + ".xlsx"));
            new Workbook(group, products.get(group.group().product()), options.categories())
                    .write(file, 0, Math.min(group.records(), Workbook.MOST_ROWS));
            return file;
        }

        private Map<String, UsageProduct> loaded;

        /** Why a part of the month was left out; null: none was. */
        private String failure;

        /** All of ours, reported now or not, but those that cannot be read or have no usage: these keep no other from being reported. */
        private Map<String, UsageProduct> productsOf() {
            if (loaded == null) {
                loaded = new TreeMap<>();
                CatalogueReader catalogue = new CatalogueReader(connect, options);
                for (String id : new TreeSet<>(options.products())) {
                    try {
                        loaded.put(id, catalogue.product(id));
                    } catch (FailedException failed) {
                        if (failed.failure().kind().passes()) {
                            throw failed;
                        }
                        leaveOut(id, failed);
                    }
                }
            }
            return loaded;
        }

        private void leaveOut(String product, FailedException failed) {
            LOG.warn("The usage of {} of {} is not reported: {}", period, product, failed.sentences());
            if (productIds.remove(product)) {
                failure = failure == null ? said(failed) : failure + "; " + said(failed);
                if (turn != null) {
                    save(product, failed, failed.failure().kind() == FailureKind.REFUSED);
                }
            }
        }

        private void save(String product, FailedException failed, boolean parked) {
            ledger.save(
                    turn,
                    new UsagePeriod(
                            product,
                            period.label(),
                            parked ? UsagePeriod.State.PARKED : UsagePeriod.State.OPEN,
                            0,
                            0,
                            said(failed),
                            failed.advice() != null ? failed.advice() : "It is tried again at the next run.",
                            null));
        }

        UsageSummary report(UsageSource source) {
            if (productIds.isEmpty()) {
                return new UsageSummary(period, 0, 0, 0, 0, 0, 0, lines, List.of(), null, null);
            }
            try {
                productsOf();
                if (productIds.isEmpty()) {
                    return new UsageSummary(period, 0, 0, 0, 0, 0, 0, lines, List.of(), null, failure);
                }
                settleUnderWay();
                try (Collection collection = collected(source)) {
                    return sent(collection);
                }
            } catch (ClaimLostException | LedgerException ours) {
                throw ours;
            } catch (FailedException failed) {
                return failed(failed, failed.failure().kind() == FailureKind.REFUSED);
            } catch (IOException e) {
                throw new UncheckedIOException("The disk refused: " + e.getMessage(), e);
            } catch (RuntimeException thrown) {
                FailedException known = FailedException.in(thrown);
                FailedException failed = known != null
                        ? known
                        : new FailedException(
                                "read the usage of " + period,
                                FailureClassifier.ofStep(Api.VENDOR, thrown),
                                null,
                                thrown);
                if (failed.failure().kind() == FailureKind.BUG) {
                    LOG.error("The usage of {} could not be read", period, thrown);
                }
                return failed(failed, false);
            }
        }

        private UsageSummary failed(FailedException failed, boolean parked) {
            LOG.warn("The usage of {} is not reported: {}", period, failed.sentences());
            productIds.forEach(product -> save(product, failed, parked));
            return new UsageSummary(period, 0, 0, 0, 0, 0, 0, lines, List.of(), null, said(failed));
        }

        /** What was submitted by a process that ended before it could note it counts as reported. */
        private void settleUnderWay() {
            FileSteps steps = steps(turn);
            for (UsageFile file : ledger.files(period.label())) {
                if (file.state().underWay() && productIds.contains(file.product())) {
                    alone(turn, file, () -> steps.lookedUp(file));
                }
            }
        }

        private Collection collected(UsageSource source) throws IOException {
            progress.at(period, "asking Connect for products and assets", 0, 0);
            Map<String, UsageProduct> products = productsOf();
            CatalogueReader catalogue = new CatalogueReader(connect, options);
            Set<String> all = new TreeSet<>(options.products());
            all.addAll(options.knownProducts());
            Set<String> parameters = options.columns().assetCriterion().startsWith(Assets.BY_PARAMETER)
                    ? Set.of(options.columns().assetColumn())
                    : Set.of();
            Assets assets = catalogue.assets(all, parameters);
            Set<String> custom = new TreeSet<>();
            products.values()
                    .forEach(product -> product.requiredFields().forEach(name -> custom.add(Columns.CUSTOM + name)));
            Collection collection = new Collection(
                    period,
                    products,
                    productIds,
                    new RowCheck(period, products, assets, options),
                    options.columns(),
                    reported(),
                    new SetAside(folder(period), options.columns(), custom),
                    progress,
                    workplace());
            try (CsvRows repairs = new Repairs(folder(period)).rows()) {
                java.util.Iterator<?> records = source.records(period);
                try {
                    collection.read(records, repairs);
                } finally {
                    close(records);
                }
                return collection;
            } catch (IOException | RuntimeException | Error failed) {
                collection.close();
                throw failed;
            }
        }

        /** Under the turn nobody else is there: what is found was left by a process that was killed. */
        private Path workplace() throws IOException {
            if (turn == null) {
                return PrivateFiles.temporary();
            }
            Path work = options.directory().resolve("work");
            PrivateFiles.deleteAll(work);
            return PrivateFiles.directories(work);
        }

        private void close(Object records) throws IOException {
            if (records instanceof AutoCloseable open) {
                try {
                    open.close();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }

        private Map<String, ReportedRecords> reported() {
            Map<String, ReportedRecords> reported = new HashMap<>();
            for (UsageFile file : ledger.files(period.label())) {
                if (file.state().reported()) {
                    ReportedRecords records = reported.computeIfAbsent(file.product(), id -> new ReportedRecords());
                    ledger.fingerprints(file.externalId(), records::add);
                }
            }
            return reported;
        }

        private UsageSummary sent(Collection collection) throws IOException {
            if (collection.read() == 0) {
                LOG.warn("The source gave no usage records for {}", period);
            }
            if (collection.otherwise() > 0) {
                LOG.warn(
                        "{} records of {} were reported before with other values; the platform takes nothing back: settle them with the provider",
                        collection.otherwise(),
                        period);
            }
            if (collection.setAside() > 0 && options.stopOnBadRows()) {
                String cause = collection.setAside() + " bad records, and usage.on-bad-rows is stop";
                note(productIds, collection, UsagePeriod.State.PARKED, cause, repair());
                return summary(collection, cause);
            }
            // Until all is uploaded the source has to be read again.
            note(productIds, collection, UsagePeriod.State.OPEN, null, null);
            Map<String, UsageProduct> wanted = new TreeMap<>(productsOf());
            wanted.keySet().retainAll(productIds);
            Deliveries deliveries =
                    new Deliveries(order, turn, ledger, options, steps(turn), wanted, collection, progress);
            List<UsageFile> files = deliveries.upload();
            deliveries.unfinished().forEach((product, failed) -> {
                failure = failure == null ? said(failed) : failure + "; " + said(failed);
                save(product, failed, failed.failure().kind() == FailureKind.REFUSED);
            });
            Set<String> finished = new TreeSet<>(productIds);
            finished.removeAll(deliveries.unfinished().keySet());
            note(
                    finished,
                    collection,
                    UsagePeriod.State.SENT,
                    collection.setAside() == 0 ? null : collection.setAside() + " records are set aside",
                    collection.setAside() == 0 ? null : repair());
            FileSteps steps = steps(turn);
            for (UsageFile file : files) {
                progress.at(period, "waiting for Connect to check " + file.externalId(), 0, 0);
                boolean goes = file.state() == State.UPLOADED && finished.contains(file.product());
                UsageFile now = goes ? submitted(turn, steps, file) : file;
                lines.add(new UsageSummary.FileLine(
                        now.externalId(), now.fileId(), now.state().name(), now.records(), now.cause(), null));
            }
            LOG.info(
                    "Usage of {}: {} records read, {} in {} files, {} set aside",
                    period,
                    collection.read(),
                    total(collection),
                    files.size(),
                    collection.setAside());
            return summary(collection, failure);
        }

        private String repair() {
            return "Repair the rows of " + folder(period).resolve("set-aside.csv")
                    + " (report.csv says what is wrong), then: usage report --period " + period + " --from <that file>";
        }

        private long total(Collection collection) {
            return collection.groups().stream().mapToLong(GroupFile::records).sum();
        }

        private void note(
                Set<String> ids, Collection collection, UsagePeriod.State state, String cause, String advice) {
            for (String product : ids) {
                ledger.save(
                        turn,
                        new UsagePeriod(
                                product,
                                period.label(),
                                state,
                                collection.records(product),
                                collection.setAside(),
                                cause,
                                advice,
                                null));
            }
        }

        private UsageSummary summary(Collection collection, String failure) {
            List<UsageSummary.ItemLine> items = new ArrayList<>();
            for (GroupFile file : collection.groups()) {
                Group group = file.group();
                file.totals()
                        .forEach((item, total) -> items.add(new UsageSummary.ItemLine(
                                group.product(),
                                group.contract(),
                                group.currency(),
                                item,
                                total.records(),
                                total.quantity(),
                                group.schema().needsAmount() ? total.amount() : null)));
            }
            return new UsageSummary(
                    period,
                    collection.read(),
                    total(collection),
                    collection.setAside(),
                    collection.elsewhere(),
                    collection.before(),
                    collection.otherwise(),
                    List.copyOf(lines),
                    items,
                    collection.setAside() == 0 ? null : folder(period),
                    failure);
        }
    }

    /** Everything there is to know, for status and metrics. */
    public UsageStatus status() {
        return UsageStatus.of(ledger, options, clock.instant());
    }
}
