package io.connectprocessor.usage;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.Turn;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsageFile.State;
import io.connectprocessor.ledger.UsageLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the records of a month into usage files: the ones that were begun before, and new ones. For one use, not thread-safe. */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int FINGERPRINTS_IN_A_PART = 4096;

    private final UsageOrder order;
    private final Period period;
    private final Turn turn;
    private final UsageLedger ledger;
    private final UsageOptions options;
    private final FileSteps steps;
    private final Map<String, UsageProduct> products;
    private final Collection collection;
    private final UsageProgress progress;
    private final List<UsageFile> known;
    private final List<UsageFile> begun = new ArrayList<>();
    private final List<UsageFile> all = new ArrayList<>();
    private final Map<String, FailedException> unfinished = new TreeMap<>();

    /** @param products those that are reported now: what is under way of others is left alone */
    Deliveries(
            UsageOrder order,
            Turn turn,
            UsageLedger ledger,
            UsageOptions options,
            FileSteps steps,
            Map<String, UsageProduct> products,
            Collection collection,
            UsageProgress progress) {
        this.order = order;
        this.period = order.period();
        this.turn = turn;
        this.ledger = ledger;
        this.options = options;
        this.steps = steps;
        this.products = products;
        this.collection = collection;
        this.progress = progress;
        this.known = ledger.files(period.label()).stream()
                .filter(file -> products.containsKey(file.product()))
                .toList();
        known.stream()
                .filter(file -> file.state().underWay() || file.state().parked())
                .forEach(begun::add);
    }

    /** A piece of a group that fits into one file. */
    private record Part(GroupFile group, long from, long count, String digest) {}

    /** By product, what kept one of its files from where it should be: nothing of the product is submitted before that is cured. */
    Map<String, FailedException> unfinished() {
        return unfinished;
    }

    /** @return every file of these products and this month that something was done for, uploaded or parked */
    List<UsageFile> upload() throws IOException {
        for (GroupFile group : collection.groups()) {
            for (long from = 0; from < group.records(); from += options.rowsPerFile()) {
                deliver(part(group, from, Math.min(options.rowsPerFile(), group.records() - from)));
            }
        }
        for (UsageFile left : List.copyOf(begun)) {
            if (left.state().underWay() || left.state() == State.INVALID) {
                LOG.warn("{} holds records that are elsewhere by now; it is deleted", left.externalId());
                all.add(dropped(left));
            } else {
                all.add(left);
            }
        }
        return all;
    }

    private UsageFile dropped(UsageFile left) {
        try {
            return steps.dropped(left);
        } catch (FailedException failed) {
            if (failed.failure().kind().passes()) {
                throw failed;
            }
            return unfinished(left, failed);
        }
    }

    private UsageFile unfinished(UsageFile file, FailedException failed) {
        LOG.warn("{}: {}", file.externalId(), failed.sentences());
        unfinished.putIfAbsent(file.product(), failed);
        return file;
    }

    private static Part part(GroupFile group, long from, long count) throws IOException {
        MessageDigest digest = Fingerprint.sha256();
        group.read(from, count, (record, bytes) -> digest.update(bytes));
        return new Part(group, from, count, HexFormat.of().formatHex(digest.digest()));
    }

    private void deliver(Part part) throws IOException {
        Group group = part.group().group();
        UsageFile old =
                begun.stream().filter(file -> isFor(file, group)).findFirst().orElse(null);
        begun.remove(old);
        if (old != null && old.state().parked() && part.digest().equals(old.digest())) {
            all.add(old.state() == State.INVALID && order.byHand() ? again(old, part) : unchanged(old));
            return;
        }
        UsageFile file = old == null || old.state() == State.REJECTED ? next(group) : old;
        if (!part.digest().equals(file.digest())) {
            State state = file.fileId() == null ? State.PLANNED : State.CREATED;
            file = file.holding(part.count(), part.digest()).at(state, null, null);
            ledger.fill(turn, file, to -> fingerprints(part, to));
        }
        if (old != null && old.state() == State.REJECTED) {
            ledger.save(turn, old.at(State.DROPPED, "rejected; " + file.externalId() + " has taken its place", null));
        }
        all.add(uploaded(file, part));
    }

    private UsageFile again(UsageFile old, Part part) {
        Optional<UsageFile> checked;
        try {
            checked = steps.checkedAgain(old);
        } catch (FailedException failed) {
            if (failed.failure().kind().passes()) {
                throw failed;
            }
            checked = Optional.empty();
        }
        return checked.orElseGet(() -> uploaded(old.at(State.CREATED, null, null), part));
    }

    private static boolean isFor(UsageFile file, Group group) {
        return file.product().equals(group.product())
                && file.contract().equals(group.contract())
                && file.currency().equals(group.currency())
                && file.schema().equals(group.schema().label());
    }

    private static UsageFile unchanged(UsageFile file) {
        LOG.warn("{} is {} and its records have not changed; nothing is sent again", file.externalId(), file.state());
        return file;
    }

    private UsageFile next(Group group) {
        int revision = 1;
        List<UsageFile> both = new ArrayList<>(known);
        both.addAll(all);
        for (UsageFile file : both) {
            if (isFor(file, group)) {
                revision = Math.max(revision, file.revision() + 1);
            }
        }
        return new UsageFile(
                group.externalId(period, revision),
                group.product(),
                group.contract(),
                group.currency(),
                period.label(),
                group.schema().label(),
                revision,
                State.PLANNED,
                null,
                0,
                null,
                null,
                null,
                null);
    }

    private void fingerprints(Part part, Consumer<byte[]> to) {
        ByteBuffer buffer = ByteBuffer.allocate(FINGERPRINTS_IN_A_PART * UsageLedger.FINGERPRINT);
        try {
            part.group().read(part.from(), part.count(), (record, bytes) -> {
                Fingerprint.of(record.recordId(), bytes).put(buffer);
                if (!buffer.hasRemaining()) {
                    to.accept(buffer.array().clone());
                    buffer.clear();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The disk refused: " + e.getMessage(), e);
        }
        if (buffer.position() > 0) {
            to.accept(Arrays.copyOf(buffer.array(), buffer.position()));
        }
    }

    private UsageFile uploaded(UsageFile file, Part part) {
        Path workbook = collection.folder().resolve("usage.xlsx");
        UsageFile created = file;
        try {
            progress.at(period, "uploading " + file.externalId(), all.size(), 0);
            created = steps.exists(file, name(file), note(file));
            UsageFile there = created;
            return steps.uploaded(there, () -> {
                if (!Files.exists(workbook)) {
                    PrivateFiles.create(workbook);
                    new Workbook(part.group(), products.get(there.product()), options.categories())
                            .write(workbook, part.from(), part.count());
                }
                return workbook;
            });
        } catch (FailedException failed) {
            FailureKind kind = failed.failure().kind();
            if (kind.passes()) {
                throw failed;
            }
            if (kind == FailureKind.OVERDUE) {
                return unfinished(created, failed);
            }
            String cause = Redaction.ofText(failed.getMessage(), null);
            LOG.warn("{}: {}", file.externalId(), failed.sentences());
            UsageFile parked = created.at(State.INVALID, cause, failed.advice());
            ledger.save(turn, parked);
            return parked;
        } finally {
            delete(workbook);
        }
    }

    private static void delete(Path workbook) {
        try {
            Files.deleteIfExists(workbook);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + workbook, e);
        }
    }

    private boolean corrects(UsageFile file) {
        return known.stream().anyMatch(other -> other.state().reported() && sameGroup(other, file));
    }

    private static boolean sameGroup(UsageFile a, UsageFile b) {
        return a.product().equals(b.product())
                && a.contract().equals(b.contract())
                && a.currency().equals(b.currency())
                && a.schema().equals(b.schema());
    }

    private String name(UsageFile file) {
        String what = corrects(file) ? "Correction of usage " : "Usage ";
        String currency = file.currency().isEmpty() ? "" : ", " + file.currency();
        String revision = file.revision() == 1 ? "" : ", revision " + file.revision();
        return what + file.period() + ", " + file.product() + ", " + file.contract() + currency + revision;
    }

    private String note(UsageFile file) {
        return corrects(file)
                ? file.records() + " records of " + file.period()
                        + " beside those that were reported before; none of them is reported twice."
                : file.records() + " records of " + file.period() + ".";
    }
}
