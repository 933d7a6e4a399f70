package io.connectprocessor.sandbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A usage file. Guarded by the platform's lock. */
final class UsageFile {

    static final Set<String> MOVING = Set.of("uploading", "uploaded", "processing");

    final String id;
    final Party contract;
    final Party marketplace;
    final Instant created;
    final String name;
    UsageTerms terms;

    /** Null: none was given, and none is needed. */
    String currency;

    String description = "";
    String note = "";
    String externalId = "";
    String status = "draft";
    String acceptanceNote = "";
    String rejectionNote = "";

    /** When it became what; the keys are those of the platform's {@code events}. */
    final Map<String, Instant> events = new LinkedHashMap<>();

    /** Null until one is uploaded. */
    Path workbook;

    /** The check that runs, or ran, since {@link #checkedFrom}; null: there is none, or what it found is taken over. */
    CompletableFuture<UsageOutcome> check;

    Instant checkedFrom;

    /** Of the last check; null: none. */
    UsageOutcome outcome;

    UsageFile(String id, String name, UsageTerms terms, Party marketplace, Instant created) {
        this.id = id;
        this.name = name;
        this.terms = terms;
        this.contract = terms.contract();
        this.marketplace = marketplace;
        this.created = created;
        events.put("created", created);
    }

    int records() {
        return outcome == null ? 0 : outcome.records();
    }

    /** As the platform names the status of the file's records. */
    String recordStatus() {
        return switch (status) {
            case "accepted" -> "approved";
            case "rejected" -> "rejected";
            case "closed" -> "closed";
            case "invalid" -> "invalid";
            default -> "valid";
        };
    }

    /** Whether its records are there to be listed. */
    boolean showsRecords() {
        return outcome != null && outcome.fatal() == null && !MOVING.contains(status) && !status.equals("deleted");
    }
}
