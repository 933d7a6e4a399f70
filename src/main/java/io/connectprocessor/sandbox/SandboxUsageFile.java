package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * A usage file of a sandbox, to ask and to move. Every method looks anew. Thread-safe.
 *
 * <pre>{@code
 * SandboxUsageFile file = sandbox.usageFile("PRD-100-200-300/CRD-10000-20000-30000/2026-10/EUR");
 * assertThat(file.status()).isEqualTo("pending");
 * file.distributorRejects("October has 31 days.");
 * }</pre>
 */
public final class SandboxUsageFile {

    private final UsageDesk desk;
    private final ObjectMapper mapper;
    private final String wanted;

    SandboxUsageFile(UsageDesk desk, ObjectMapper mapper, String wanted) {
        this.desk = desk;
        this.mapper = mapper;
        this.wanted = wanted;
    }

    /** {@code UF-…}. */
    public String id() {
        return text("id");
    }

    public String externalId() {
        return text("external_id");
    }

    /** draft, uploading, uploaded, invalid, processing, ready, rejected, pending, accepted, closed or deleted. */
    public String status() {
        return text("status");
    }

    /** Why it is invalid; "" when it is not. */
    public String errorDetail() {
        return text("error_detail");
    }

    /** What is wrong with which cell, the first thousand: {@code Row 2, quantity: is negative.} */
    public List<String> errors() {
        return desk.faults(wanted).stream().map(UsageFault::text).toList();
    }

    /** The rows of its workbook by column, as they were uploaded; none before it is processed. */
    public List<Map<String, String>> records() {
        return desk.rows(wanted);
    }

    /** The workbook that was uploaded. */
    public byte[] workbook() {
        return desk.content(wanted, "uploaded.xlsx");
    }

    /** As {@code GET} would serve it. */
    public JsonNode json() {
        return mapper.valueToTree(desk.json(wanted));
    }

    /** @throws IllegalStateException when it is not pending */
    public SandboxUsageFile distributorAccepts() {
        desk.accept(wanted);
        return this;
    }

    /** @throws IllegalStateException when it is not pending */
    public SandboxUsageFile distributorRejects(String note) {
        desk.reject(wanted, note);
        return this;
    }

    /**
     * Every record is billed, and the file closed.
     *
     * @throws IllegalStateException when it is not accepted
     */
    public SandboxUsageFile distributorCloses() {
        desk.close(wanted);
        return this;
    }

    private String text(String field) {
        return json().path(field).asText("");
    }

    @Override
    public String toString() {
        return wanted + " (" + status() + ")";
    }
}
