package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of a sandbox, of any kind, to ask and to move. Every method looks anew, so that it tells how the request stands when it is called. Thread-safe.
 *
 * <pre>{@code
 * SandboxRequest order = sandbox.request("purchase").item("SEAT", 10).create();
 * process();
 * assertThat(order.status()).isEqualTo("approved");
 * assertThat(order.parameters()).containsEntry("subscription_id", "SUB-000001");
 * }</pre>
 */
public final class SandboxRequest {

    private final Sandbox sandbox;
    private final ObjectMapper mapper;
    private final String id;

    SandboxRequest(Sandbox sandbox, ObjectMapper mapper, String id) {
        this.sandbox = sandbox;
        this.mapper = mapper;
        this.id = id;
    }

    /** {@code PR-…}, {@code TCR-…} or {@code TAR-…}. */
    public String id() {
        return id;
    }

    public String type() {
        return text("type");
    }

    public String status() {
        return text("status");
    }

    /** Why it was failed, revoked or ignored; "" until then. */
    public String reason() {
        return text("reason");
    }

    /** The vendor's note; "" when there is none. */
    public String note() {
        return json().path(isTier() ? "notes" : "note").asText();
    }

    /** The name of the template that it shows; null when it shows none. */
    public String template() {
        return json().path("template").path("name").textValue();
    }

    /** The rendered template of the approval; "" until then. */
    public String activationKey() {
        return text("activation_key");
    }

    /** As it was sent; null when there is none. */
    public String plannedDate() {
        return json().path("planned_date").textValue();
    }

    /** Null until it is approved. */
    public String effectiveDate() {
        return json().path("effective_date").textValue();
    }

    /** The user's id; "" when nobody is assigned. */
    public String assignee() {
        JsonNode assignee = json().path("assignee");
        return assignee.isObject()
                ? assignee.path("id").asText()
                : assignee.asText("").replace("null", "");
    }

    /** Values by id, "" where there is none; of structured ones the JSON text. */
    public Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode param : params()) {
            JsonNode structured = param.path("structured_value");
            boolean plain = structured.isMissingNode() || structured.isEmpty();
            values.put(param.path("id").asText(), plain ? param.path("value").asText() : structured.toString());
        }
        return values;
    }

    /** The value errors that are not "", by parameter id. */
    public Map<String, String> parameterErrors() {
        Map<String, String> errors = new LinkedHashMap<>();
        for (JsonNode param : params()) {
            if (!param.path("value_error").asText().isEmpty()) {
                errors.put(param.path("id").asText(), param.path("value_error").asText());
            }
        }
        return errors;
    }

    private JsonNode params() {
        return isTier() ? json().path("params") : json().path("asset").path("params");
    }

    /** Quantities by mpn, as the platform writes them. */
    public Map<String, String> items() {
        Map<String, String> quantities = new LinkedHashMap<>();
        for (JsonNode item : json().path("asset").path("items")) {
            quantities.put(item.path("mpn").asText(), item.path("quantity").asText());
        }
        return quantities;
    }

    /** The asset's id; "" for a tier config request. */
    public String assetId() {
        return json().path("asset").path("id").asText();
    }

    /** draft, processing, active, suspended, terminating or terminated; "" for a tier config request. */
    public String assetStatus() {
        return json().path("asset").path("status").asText();
    }

    /** The tier configuration's id; "" for a fulfillment request. */
    public String configurationId() {
        return json().path("configuration").path("id").asText();
    }

    /** processing or active; "" for a fulfillment request. */
    public String configurationStatus() {
        return json().path("configuration").path("status").asText();
    }

    /** What was said in its conversation, oldest first, without the platform's notes of transitions. */
    public List<String> messages() {
        return sandbox.messages(id, false);
    }

    /** The platform's notes of its transitions, oldest first. */
    public List<String> transitions() {
        return sandbox.messages(id, true);
    }

    /** What the vendor received for it, oldest first. */
    public List<VendorBody> vendorBodies() {
        return sandbox.vendorBodies(id);
    }

    /** The whole request as {@code GET} would serve it, sound. */
    public JsonNode json() {
        return mapper.valueToTree(sandbox.requestJson(id));
    }

    /** The tier config requests that it waits for, in tiers_setup; tier 2 before tier 1. */
    public List<SandboxRequest> waitsFor() {
        List<SandboxRequest> all = new ArrayList<>();
        sandbox.waitsFor(id).forEach(tier -> all.add(new SandboxRequest(sandbox, mapper, tier)));
        return all;
    }

    /** See {@link Sandbox#customerAnswers}. */
    public SandboxRequest customerAnswers(Map<String, String> values) {
        sandbox.customerAnswers(id, values);
        return this;
    }

    /** Its conversation takes no more messages. */
    public SandboxRequest closeConversation() {
        sandbox.closeConversation(id);
        return this;
    }

    /** See {@link Sandbox#dateReached}. */
    public SandboxRequest dateReached() {
        sandbox.dateReached(id);
        return this;
    }

    /** See {@link Sandbox#scheduledByHand}. */
    public SandboxRequest scheduledByHand(String plannedDate) {
        sandbox.scheduledByHand(id, plannedDate);
        return this;
    }

    /** See {@link Sandbox#distributorRevokes}. */
    public SandboxRequest distributorRevokes(String reason) {
        sandbox.distributorRevokes(id, reason);
        return this;
    }

    /** See {@link Sandbox#advance}. */
    public SandboxRequest after(Duration time) {
        sandbox.advance(time);
        return this;
    }

    private boolean isTier() {
        return id.startsWith("TCR-");
    }

    private String text(String field) {
        return json().path(field).asText("");
    }

    @Override
    public String toString() {
        return id + " (" + status() + ")";
    }
}
