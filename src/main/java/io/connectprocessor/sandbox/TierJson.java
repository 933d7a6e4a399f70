package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Writes tier config requests and tier configurations as the platform does (OpenAPI 37.0, GET /tier/config-requests/{id}). Thread-safe. */
final class TierJson {

    private final JsonParts parts;

    TierJson(JsonParts parts) {
        this.parts = parts;
    }

    byte[] configurations(List<TierConfiguration> rows) {
        return parts.written(json -> {
            json.writeStartArray();
            for (TierConfiguration row : rows) {
                configuration(json, row, row.state, List.of());
            }
            json.writeEndArray();
        });
    }

    byte[] configuration(TierConfiguration row) {
        return parts.written(json -> configuration(json, row, row.state, List.of()));
    }

    byte[] list(List<TierRequest.View> rows, List<String> select) {
        return parts.written(json -> {
            json.writeStartArray();
            for (TierRequest.View row : rows) {
                write(json, row, select);
            }
            json.writeEndArray();
        });
    }

    byte[] one(TierRequest.View row) {
        return parts.written(json -> write(json, row, List.of()));
    }

    private void write(JsonGenerator json, TierRequest.View row, List<String> select) throws IOException {
        TierRequest request = row.request();
        TierRequest.State state = row.state();
        json.writeStartObject();
        json.writeStringField("id", request.id);
        json.writeStringField("type", request.type);
        json.writeStringField("status", state.status);
        if (!select.contains("-configuration")) {
            json.writeFieldName("configuration");
            configuration(json, request.configuration, row.configuration(), select);
        }
        if (request.parent != null) {
            json.writeFieldName("parent_configuration");
            TierConfiguration above = request.parent.configuration;
            configuration(json, above, above.state, select);
        }
        JsonParts.reference(json, "previous_approved_request", request.previousApproved);
        if (!select.contains("-params")) {
            json.writeFieldName("params");
            parts.params(json, request.product.parameters(request.scope()), state.params);
        }
        assignee(json, state.assignee);
        if (!select.contains("-template")) {
            JsonParts.template(json, state.template);
        }
        json.writeStringField("reason", state.reason);
        json.writeObjectFieldStart("activation");
        json.writeStringField(
                "link", state.status.equals("inquiring") ? "http://127.0.0.1/form?request_id=" + request.id : "");
        json.writeEndObject();
        json.writeStringField("notes", state.notes);
        json.writeStringField("environment", request.configuration.connection.type());
        json.writeStringField("effective_date", state.effectiveDate);
        if (!select.contains("-tiers")) {
            json.writeObjectFieldStart("tiers");
            JsonParts.raw(json, "tier1", request.configuration.account.json());
            JsonParts.raw(
                    json,
                    "tier2",
                    request.parent == null ? JsonParts.EMPTY_OBJECT : request.parent.configuration.account.json());
            json.writeEndObject();
        }
        events(json, request, state);
        json.writeEndObject();
    }

    private void configuration(
            JsonGenerator json, TierConfiguration configuration, TierConfiguration.State state, List<String> select)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", configuration.id);
        json.writeStringField("name", "Configuration of " + configuration.account.name());
        JsonParts.raw(json, "account", configuration.account.json());
        JsonParts.raw(json, "product", configuration.product.json());
        json.writeNumberField("tier_level", configuration.level);
        JsonParts.raw(json, "connection", configuration.connection.json());
        parts.events(json, configuration.created, state.updated());
        if (!select.contains("-configuration.params")) {
            json.writeFieldName("params");
            parts.params(json, configuration.product.parameters(configuration.scope()), state.params());
        }
        JsonParts.template(json, state.template());
        JsonParts.reference(json, "open_request", state.openRequest());
        json.writeStringField("status", state.status());
        JsonParts.configuration(json, configuration.product);
        JsonParts.raw(json, "contract", configuration.contract.json());
        JsonParts.raw(json, "marketplace", configuration.marketplace.json());
        json.writeEndObject();
    }

    private void events(JsonGenerator json, TierRequest request, TierRequest.State state) throws IOException {
        json.writeObjectFieldStart("events");
        parts.event(json, "created", request.created);
        parts.event(json, "updated", state.updated);
        parts.event(json, "inquired", state.inquired);
        parts.event(json, "pended", state.pended);
        parts.event(json, "approved", state.approved);
        json.writeEndObject();
    }

    private static void assignee(JsonGenerator json, Assignee assignee) throws IOException {
        if (assignee.id().isEmpty()) {
            json.writeNullField("assignee");
            return;
        }
        json.writeObjectFieldStart("assignee");
        json.writeStringField("id", assignee.id());
        json.writeStringField("name", "User of the sandbox");
        json.writeEndObject();
    }
}
