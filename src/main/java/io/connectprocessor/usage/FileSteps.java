package io.connectprocessor.usage;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Onlooker;
import io.connectprocessor.failure.Backoff;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.SignedLink;
import io.connectprocessor.ledger.Turn;
import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsageFile.State;
import io.connectprocessor.ledger.UsageLedger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with one usage file at the platform. Every step reads the file first and does what its status asks for, so that a lost answer
 * or an end of the process costs another look and nothing else; no POST is sent again blindly. Not thread-safe.
 */
final class FileSteps {

    private static final Logger LOG = LoggerFactory.getLogger(FileSteps.class);

    /** Looks at a file that stays `uploaded` before a submit is tried: sources disagree whether that status may be submitted. */
    private static final int LOOKS_AT_UPLOADED = 5;

    /** Looks at a file that was uploaded and is a draft nevertheless, before it is uploaded again. */
    private static final int LOOKS_AT_DRAFT = 3;

    private static final int MOST_FAILURES = 8;

    private static final Set<String> WITH_THE_PROVIDER = Set.of("pending", "accepted", "closed");

    private final ConnectClient connect;
    private final UsageLedger ledger;
    private final Turn turn;
    private final UsageOptions options;
    private final Pause pause;
    private final Backoff failures;
    private final Backoff looks;
    private final SignedLink links;

    FileSteps(
            ConnectClient connect, UsageLedger ledger, Turn turn, UsageOptions options, Pause pause, SignedLink links) {
        this.connect = connect.watchedBy(new TurnCheck(ledger, turn));
        this.ledger = ledger;
        this.turn = turn;
        this.options = options;
        this.pause = pause;
        this.links = links;
        this.looks = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), () -> 0.999);
        this.failures = looks;
    }

    /** Right before each call. */
    private record TurnCheck(UsageLedger ledger, Turn turn) implements Onlooker {
        @Override
        public void sends(String what, boolean anew) {
            ledger.check(turn);
        }

        @Override
        public void answered(String how) {}
    }

    /** How long it is waited, so that a test need not. */
    interface Pause {
        /** @return false when the process is stopping: nothing more may be begun */
        boolean sleep(Duration time);
    }

    /** Gives a workbook that holds what the file is to hold. */
    interface Contents {
        Path workbook() throws IOException;
    }

    private interface Step<T> {
        T take();
    }

    /** What may pass is tried again, each time after a new look at the platform. */
    private <T> T patiently(Step<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.take();
            } catch (FailedException failed) {
                FailureKind kind = failed.failure().kind();
                boolean again =
                        (kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED) && attempt < MOST_FAILURES;
                Duration asked = failed.failure().retryAfter();
                Duration wait = failures.after(attempt);
                if (!again || !pause.sleep(asked != null && asked.compareTo(wait) > 0 ? asked : wait)) {
                    throw failed;
                }
                LOG.info("{} Trying again.", failed.sentences());
            }
        }
    }

    /** The one file at the platform that carries this external id and is not deleted; empty when there is none. */
    Optional<Map<String, Object>> find(String externalId) {
        return patiently(() -> {
            List<Map<?, ?>> found =
                    connect.usageFiles("eq(external_id,%22" + externalId + "%22)&limit=100&offset=0").rows().stream()
                            .<Map<?, ?>>map(CatalogueReader::map)
                            .filter(row ->
                                    externalId.equals(row.get("external_id")) && !"deleted".equals(row.get("status")))
                            .toList();
            if (found.size() > 1) {
                throw new FailedException(
                        null,
                        Failure.of(
                                FailureKind.REFUSED,
                                found.size() + " usage files have the external id " + externalId + ": "
                                        + String.join(
                                                ", ",
                                                found.stream()
                                                        .map(row -> String.valueOf(row.get("id")))
                                                        .toList())),
                        "Delete all but one of them at the platform, then report the month again.",
                        null);
            }
            return found.stream().findFirst().map(FileSteps::copy);
        });
    }

    private static Map<String, Object> copy(Map<?, ?> row) {
        Map<String, Object> copy = new LinkedHashMap<>();
        row.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /** Finds the file, or creates it; the ledger has it as PLANNED or further. @return the file with the platform's id */
    UsageFile exists(UsageFile file, String name, String note) {
        if (file.fileId() != null) {
            return file;
        }
        String id = patiently(() -> {
            Optional<Map<String, Object>> found = find(file.externalId());
            if (!found.map(row -> WITH_THE_PROVIDER.contains(row.get("status"))).orElse(false)) {
                refuseBesideStrangers(file);
            }
            Map<String, Object> there =
                    found.isPresent() ? found.get() : connect.createUsageFile(payload(file, name, note));
            if (!(there.get("id") instanceof String known)) {
                throw new FailedException(
                        "create the usage file " + file.externalId(),
                        Failure.of(FailureKind.TRANSIENT, "the answer names no id"),
                        null,
                        null);
            }
            return known;
        });
        return save(file.named(id).at(State.CREATED, null, null));
    }

    /** Another revision that the provider has, and this ledger does not know, may hold the same records: the ledger is not the one that sent it. */
    private void refuseBesideStrangers(UsageFile file) {
        String stem = file.externalId().substring(0, file.externalId().lastIndexOf(".v") + 2);
        Set<String> known =
                ledger.files(file.period()).stream().map(UsageFile::externalId).collect(Collectors.toSet());
        List<String> strangers =
                connect.usageFiles("like(external_id,%22" + stem + "*%22)&limit=100&offset=0").rows().stream()
                        .<Map<?, ?>>map(CatalogueReader::map)
                        .filter(row -> WITH_THE_PROVIDER.contains(row.get("status")))
                        .filter(row -> String.valueOf(row.get("external_id")).startsWith(stem)
                                && !known.contains(row.get("external_id")))
                        .map(row -> row.get("id") + " (" + row.get("external_id") + ", " + row.get("status") + ")")
                        .toList();
        if (!strangers.isEmpty()) {
            throw new FailedException(
                    null,
                    Failure.of(
                            FailureKind.REFUSED,
                            "the provider has usage files of the same month that this ledger did not send: "
                                    + String.join(", ", strangers)),
                    "Bring back the ledger that sent them. If their records are not these, set usage.since to the month after and settle"
                            + " what is left with the provider.",
                    null);
        }
    }

    private static Map<String, Object> payload(UsageFile file, String name, String note) {
        Period period = Period.parse(file.period());
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("name", name);
        payload.put("description", note);
        payload.put("note", note);
        payload.put(
                "period",
                Map.of("from", period.from().toString(), "to", period.to().toString()));
        if (!file.currency().isEmpty()) {
            payload.put("currency", file.currency());
        }
        payload.put("product", Map.of("id", file.product()));
        payload.put("contract", Map.of("id", file.contract()));
        payload.put("external_id", file.externalId());
        return payload;
    }

    private UsageFile save(UsageFile file) {
        ledger.save(turn, file);
        return file;
    }

    /** Uploads what the file is to hold, unless the ledger knows that it was. @return the file, UPLOADED or already further */
    UsageFile uploaded(UsageFile file, Contents contents) {
        if (file.state() == State.UPLOADED) {
            return file;
        }
        return patiently(() -> {
            long left = options.patience().toMillis();
            int uploadedLooks = 0;
            for (int look = 1; ; look++) {
                Map<String, Object> there = connect.usageFile(file.fileId());
                String status = String.valueOf(there.get("status"));
                switch (status) {
                    case "draft", "invalid", "ready", "rejected" -> {
                        upload(file, contents);
                        return save(file.at(State.UPLOADED, null, null));
                    }
                    case "uploaded" -> {
                        if (++uploadedLooks >= LOOKS_AT_UPLOADED && isTaken(() -> upload(file, contents))) {
                            return save(file.at(State.UPLOADED, null, null));
                        }
                        left = waited(file, status, look, left);
                    }
                    case "pending", "accepted", "closed" -> {
                        return save(submittedElsewhere(file, there, contents));
                    }
                    case "deleted" -> throw gone(file);
                    default -> left = waited(file, status, look, left);
                }
            }
        });
    }

    /**
     * The provider has a file that the ledger does not know as uploaded: a person submitted it, or the ledger is another one. It counts as
     * reported only if its sheets are, byte for byte, those that would have been uploaded.
     */
    private UsageFile submittedElsewhere(UsageFile file, Map<String, Object> there, Contents contents) {
        String status = String.valueOf(there.get("status"));
        String which = file.fileId() + " (" + file.externalId() + ")";
        if (holds(there, contents)) {
            LOG.warn("{} is {} at the platform, with these records, but the ledger did not know", which, status);
            return settled(file, status, there);
        }
        String cause = which + " is " + status + " at the platform, and it is not sure that it holds these "
                + file.records() + " records";
        LOG.warn("{}; nothing is sent", cause);
        return file.at(
                State.INVALID,
                cause,
                "Compare it with: usage preview --period " + file.period()
                        + ". Have the provider reject it while it is pending, then report the month again: it is uploaded anew."
                        + " What an accepted file lacks is settled with the provider.");
    }

    private boolean holds(Map<String, Object> there, Contents contents) {
        if (!(there.get("usage_file_uri") instanceof String link) || link.isBlank()) {
            return false;
        }
        try {
            Path workbook = contents.workbook();
            Path theirs = PrivateFiles.create(workbook.resolveSibling("theirs.xlsx"));
            try {
                links.fetch(URI.create(link), theirs);
                return Workbook.same(theirs, workbook);
            } finally {
                Files.deleteIfExists(theirs);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("The workbook of {} could not be compared: {}", there.get("id"), e.getMessage());
            return false;
        }
    }

    /** A POST that the file's status may forbid: sources disagree or are silent. @return false when the platform refuses it */
    private static boolean isTaken(Runnable post) {
        try {
            post.run();
            return true;
        } catch (FailedException failed) {
            if (failed.failure().kind() == FailureKind.REFUSED) {
                return false;
            }
            throw failed;
        }
    }

    private void upload(UsageFile file, Contents contents) {
        try {
            Path workbook = contents.workbook();
            connect.uploadUsageFile(file.fileId(), workbook, file.externalId() + ".xlsx");
        } catch (IOException e) {
            throw new FailedException(
                    "write the workbook of " + file.externalId(),
                    Failure.of(FailureKind.TRANSIENT, "the disk refused: " + e.getMessage()),
                    "Make room in the directory for temporary files (java.io.tmpdir).",
                    e);
        }
    }

    /** @return what is left of the time */
    private long waited(UsageFile file, String status, int look, long left) {
        Duration wait = looks.after(look);
        if (left <= 0 || !pause.sleep(wait)) {
            throw new FailedException(
                    null,
                    Failure.of(FailureKind.OVERDUE, "Connect still has " + file.fileId() + " as " + status),
                    "It is looked at again at the next run; usage.wait says how long one run waits.",
                    null);
        }
        return left - wait.toMillis();
    }

    private String status(UsageFile file) {
        return String.valueOf(connect.usageFile(file.fileId()).get("status"));
    }

    private static FailedException gone(UsageFile file) {
        return new FailedException(
                null,
                Failure.of(
                        FailureKind.REFUSED,
                        file.fileId() + " (" + file.externalId() + ") was deleted at the platform"),
                "Report the month again: its records then get a new file.",
                null);
    }

    /**
     * Submits an UPLOADED file as soon as the platform has found it good.
     *
     * @return the file as it stands then: SUBMITTED or further, INVALID, CREATED when the platform stays without a workbook of it, or DROPPED
     *     when a person deleted it
     */
    UsageFile submitted(UsageFile file) {
        return patiently(() -> {
            long left = options.patience().toMillis();
            int uploadedLooks = 0;
            int draftLooks = 0;
            boolean asked = false;
            for (int look = 1; ; look++) {
                Map<String, Object> there = connect.usageFile(file.fileId());
                String status = String.valueOf(there.get("status"));
                switch (status) {
                    case "ready" -> {
                        if (asked) {
                            left = waited(file, status, look, left);
                        } else {
                            connect.submitUsageFile(file.fileId());
                            asked = true;
                        }
                    }
                    case "uploaded" -> {
                        if (++uploadedLooks < LOOKS_AT_UPLOADED
                                || !isTaken(() -> connect.submitUsageFile(file.fileId()))) {
                            left = waited(file, status, look, left);
                        }
                    }
                    case "draft" -> {
                        if (++draftLooks >= LOOKS_AT_DRAFT) {
                            return save(file.at(
                                    State.CREATED,
                                    "Connect has no workbook of " + file.fileId() + " although it was uploaded",
                                    "It is uploaded again at the next run."));
                        }
                        left = waited(file, status, look, left);
                    }
                    case "invalid" -> {
                        return save(invalid(file, there));
                    }
                    case "pending", "accepted", "closed", "rejected" -> {
                        return save(settled(file, status, there));
                    }
                    case "deleted" -> {
                        return save(file.at(State.DROPPED, gone(file).getMessage(), null));
                    }
                    default -> left = waited(file, status, look, left);
                }
            }
        });
    }

    /** What a status that the provider decides means here. */
    private static UsageFile settled(UsageFile file, String status, Map<String, Object> there) {
        return switch (status) {
            case "pending" -> file.at(State.SUBMITTED, null, null);
            case "accepted" -> file.at(State.ACCEPTED, null, null);
            case "closed" -> file.at(State.CLOSED, null, null);
            case "rejected" ->
                file.at(
                        State.REJECTED,
                        "the provider rejected it: " + said(there == null ? null : there.get("rejection_note")),
                        "Correct the data at its source, then: usage report --period " + file.period());
            default -> file;
        };
    }

    private static String said(Object words) {
        return words == null || String.valueOf(words).isBlank() ? "without a note" : String.valueOf(words);
    }

    private UsageFile invalid(UsageFile file, Map<String, Object> there) {
        Optional<Path> marked = errors(file, there);
        String cause = "the platform found faults: " + said(there.get("error_detail"))
                + marked.map(path -> "; they are marked in " + path).orElse("");
        LOG.warn("{} ({}) is invalid: {}", file.fileId(), file.externalId(), cause);
        return file.at(
                State.INVALID,
                cause,
                "Correct the data at its source, or the product at the platform; then: usage report --period "
                        + file.period());
    }

    /** The workbook in which the platform marked the faults, by a link that lives for seconds. */
    private Optional<Path> errors(UsageFile file, Map<String, Object> there) {
        if (!(there.get("processed_file_uri") instanceof String link) || link.isBlank()) {
            return Optional.empty();
        }
        try {
            Path folder = PrivateFiles.directories(options.directory().resolve(file.period()));
            Path into = PrivateFiles.create(folder.resolve(file.externalId() + ".invalid.xlsx"));
            try {
                links.fetch(URI.create(link), into);
                return Optional.of(into);
            } catch (IOException | IllegalArgumentException e) {
                Files.deleteIfExists(into);
                LOG.warn("The processed workbook of {} could not be fetched: {}", file.fileId(), e.getMessage());
            }
        } catch (IOException e) {
            LOG.warn("There is no place for the processed workbook of {}: {}", file.fileId(), e.getMessage());
        }
        return Optional.empty();
    }

    /** One look at a file that is with the provider. */
    UsageFile followed(UsageFile file) {
        return patiently(() -> {
            Map<String, Object> there = connect.usageFile(file.fileId());
            String status = String.valueOf(there.get("status"));
            UsageFile now = settled(file, status, there);
            if (now.state() == file.state()) {
                return file;
            }
            if (now.state() == State.REJECTED) {
                LOG.warn("{} ({}): {}", file.fileId(), file.externalId(), now.cause());
            } else {
                LOG.info("{} ({}) is {}", file.fileId(), file.externalId(), status);
            }
            return save(now);
        });
    }

    /** Has the platform check again what it found invalid, with the same contents; empty when it is not invalid there, or refuses to. */
    Optional<UsageFile> checkedAgain(UsageFile file) {
        boolean invalid = file.fileId() != null
                && patiently(() -> {
                    boolean found = "invalid".equals(status(file));
                    return found && isTaken(() -> connect.reprocessUsageFile(file.fileId()));
                });
        return invalid ? Optional.of(save(file.at(State.UPLOADED, null, null))) : Optional.empty();
    }

    /** What a file under way is at the platform may be further than the ledger knows: the process ended before it was noted. */
    UsageFile lookedUp(UsageFile file) {
        String id = file.fileId() != null
                ? file.fileId()
                : find(file.externalId())
                        .map(row -> String.valueOf(row.get("id")))
                        .orElse(null);
        if (id == null) {
            return file;
        }
        UsageFile known = file.fileId() == null ? save(file.named(id).at(State.CREATED, null, null)) : file;
        String status = patiently(() -> status(known));
        return switch (status) {
            // Before it is UPLOADED the contents are compared, when there are any again.
            case "pending", "accepted", "closed" ->
                known.state() == State.UPLOADED ? save(settled(known, status, null)) : known;
            case "draft" -> known.state() == State.UPLOADED ? save(known.at(State.CREATED, null, null)) : known;
            case "deleted" -> save(known.at(State.DROPPED, "it was deleted at the platform", null));
            default -> known;
        };
    }

    /**
     * Deletes a file whose records went elsewhere before it was submitted.
     *
     * @throws FailedException when it was submitted nevertheless: the month has to be read again, without its records
     */
    UsageFile dropped(UsageFile file) {
        String why = "its records went elsewhere before it was submitted";
        if (file.fileId() == null) {
            return save(file.at(State.DROPPED, why, null));
        }
        return patiently(() -> {
            long left = options.patience().toMillis();
            int uploadedLooks = 0;
            boolean asked = false;
            for (int look = 1; ; look++) {
                String status = status(file);
                switch (status) {
                    case "draft", "invalid", "ready" -> {
                        if (asked) {
                            left = waited(file, status, look, left);
                        } else {
                            connect.deleteUsageFile(file.fileId());
                            asked = true;
                        }
                    }
                    case "uploaded" -> {
                        if (++uploadedLooks < LOOKS_AT_UPLOADED
                                || !isTaken(() -> connect.deleteUsageFile(file.fileId()))) {
                            left = waited(file, status, look, left);
                        }
                    }
                    case "deleted", "rejected" -> {
                        return save(file.at(State.DROPPED, why, null));
                    }
                    case "pending", "accepted", "closed" -> throw submittedMeanwhile(file, status);
                    default -> left = waited(file, status, look, left);
                }
            }
        });
    }

    private FailedException submittedMeanwhile(UsageFile file, String status) {
        boolean known = file.state() == State.UPLOADED;
        if (known) {
            save(settled(file, status, null));
        }
        return new FailedException(
                null,
                Failure.of(
                        known ? FailureKind.OVERDUE : FailureKind.REFUSED,
                        file.fileId() + " (" + file.externalId() + ") is " + status
                                + " at the platform, but its records went elsewhere meanwhile"),
                known
                        ? "The month is read again at the next run, without the records of that file."
                        : "Have the provider reject it, or settle with the provider what it holds; then report the month again.",
                null);
    }
}
