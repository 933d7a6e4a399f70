package io.connectprocessor.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** All usage files, and how they move from status to status. Every method runs under the platform's write lock. */
final class UsageFiles {

    private static final String WRONG_STATUS = "UF_001";

    private final Platform platform;
    private final UsageOptions options;
    private final Map<String, UsageFile> byId = new LinkedHashMap<>();

    UsageFiles(Platform platform, UsageOptions options) {
        this.platform = platform;
        this.options = options;
    }

    /** What time has made of them. */
    List<UsageFile> all() {
        byId.values().forEach(this::settle);
        return new ArrayList<>(byId.values());
    }

    /** Null when there is none. */
    UsageFile get(String id) {
        UsageFile file = byId.get(id);
        if (file != null) {
            settle(file);
        }
        return file;
    }

    UsageFile create(String name, UsageTerms terms, Party marketplace) {
        Instant now = platform.now();
        UsageFile file = new UsageFile(idOf(now), name, terms, marketplace, now);
        byId.put(file.id, file);
        return file;
    }

    /** {@code UF-2026-10-0000-0001}: year and month stand in it. */
    private String idOf(Instant now) {
        int number = byId.size() + 1;
        return "UF-" + now.toString().substring(0, 7) + "-" + Digits.of(number / 10_000, 4) + "-"
                + Digits.of(number % 10_000, 4);
    }

    /** The status in which an upload waits for its submission. */
    private String ready() {
        return platform.is(Variation.USAGE_STOPS_AT_UPLOADED) ? "uploaded" : "ready";
    }

    void settle(UsageFile file) {
        Instant now = platform.now();
        if (file.check != null) {
            Duration since = Duration.between(file.checkedFrom, now);
            if (since.compareTo(options.processing()) < 0 || !file.check.isDone()) {
                file.status = phase(since);
            } else {
                file.outcome = file.check.join();
                file.check = null;
                file.status = file.outcome.isValid() ? ready() : "invalid";
            }
        }
        boolean due = options.acceptAfter() != null
                && file.status.equals("pending")
                && !now.isBefore(file.events.get("submitted").plus(options.acceptAfter()));
        if (due) {
            accept(file, "");
        }
    }

    private String phase(Duration since) {
        long third = options.processing().toNanos() / 3;
        if (since.toNanos() < third) {
            return "uploading";
        }
        boolean passes = platform.is(Variation.USAGE_PASSES_UPLOADED) && since.toNanos() < 2 * third;
        return passes ? "uploaded" : "processing";
    }

    /** Refuses unless an upload may begin now, and holds off others until {@link #uploaded}. */
    void upload(UsageFile file) {
        require(file, "upload", "draft", "invalid", "ready", "rejected", ready());
        file.status = "uploading";
    }

    /** @return the workbook that it had before; null: none */
    Path uploaded(UsageFile file, Path workbook, CompletableFuture<UsageOutcome> check) {
        Path before = file.workbook;
        file.workbook = workbook;
        file.outcome = null;
        begin(file, check, "uploading");
        file.events.put("uploaded", platform.now());
        return before;
    }

    void reprocess(UsageFile file, Supplier<CompletableFuture<UsageOutcome>> check) {
        if (platform.is(Variation.USAGE_IS_NOT_REPROCESSED)) {
            throw new Refusal(400, WRONG_STATUS, "Usage file " + file.id + " cannot be reprocessed.");
        }
        require(file, "reprocess", "invalid", "ready", ready());
        begin(file, check.get(), "processing");
    }

    private void begin(UsageFile file, CompletableFuture<UsageOutcome> check, String status) {
        file.status = status;
        file.check = check;
        file.checkedFrom = platform.now();
    }

    void submit(UsageFile file) {
        require(file, "submit", ready());
        become(file, "pending", "submitted");
    }

    void delete(UsageFile file) {
        require(file, "delete", "draft", "invalid", "ready", ready());
        become(file, "deleted", "deleted");
    }

    void accept(UsageFile file, String note) {
        require(file, "accept", "pending");
        file.acceptanceNote = note;
        become(file, "accepted", "accepted");
    }

    void reject(UsageFile file, String note) {
        require(file, "reject", "pending");
        file.rejectionNote = note;
        become(file, "rejected", "rejected");
    }

    /** The distributor bills all its records and closes it. */
    void close(UsageFile file) {
        require(file, "close", "accepted");
        become(file, "closed", "closed");
    }

    /** The platform closes a file only after each of its records has been given an external billing id. */
    void closeUnbilled(UsageFile file) {
        require(file, "close", "accepted");
        throw new Refusal(400, "UF_002", "Records of the usage file " + file.id + " have no external_billing_id.");
    }

    private void become(UsageFile file, String status, String event) {
        file.status = status;
        file.events.put(event, platform.now());
    }

    private static void require(UsageFile file, String action, String... statuses) {
        if (!Arrays.asList(statuses).contains(file.status)) {
            throw new Refusal(
                    400,
                    WRONG_STATUS,
                    "Cannot " + action + " the usage file " + file.id + " in status " + file.status + ".");
        }
    }
}
