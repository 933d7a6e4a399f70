package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes requests as the platform does (OpenAPI 37.0, GET /requests/{id} and GET /tier/config-requests/{id}). */
final class RequestJson {

    private static final SerializedString EMPTY_OBJECT = new SerializedString("{}");

    private final ObjectMapper mapper;
    private final Stamps stamps;
    private final String formUrl;

    RequestJson(ObjectMapper mapper, Stamps stamps, String formUrl) {
        this.mapper = mapper;
        this.stamps = stamps;
        this.formUrl = formUrl;
    }

    /** A JSON array of the rows; poisoned rows as the poison has them. */
    byte[] list(List<FulfillmentRequest.View> rows, List<String> select) {
        return written(json -> {
            json.writeStartArray();
            for (FulfillmentRequest.View row : rows) {
                if (row.request().poison == null) {
                    write(json, row, select);
                } else {
                    json.writeTree(poisoned(row, select));
                }
            }
            json.writeEndArray();
        });
    }

    /** As {@code GET /requests/{id}} serves it, poison and all. */
    byte[] served(FulfillmentRequest.View row) {
        if (row.request().poison == null) {
            return sound(row);
        }
        return written(json -> json.writeTree(poisoned(row, List.of())));
    }

    byte[] sound(FulfillmentRequest.View row) {
        return written(json -> write(json, row, List.of()));
    }

    byte[] tierList(List<TierRequest.View> rows, List<String> select) {
        return written(json -> {
            json.writeStartArray();
            for (TierRequest.View row : rows) {
                writeTier(json, row, select);
            }
            json.writeEndArray();
        });
    }

    byte[] tier(TierRequest.View row) {
        return written(json -> writeTier(json, row, List.of()));
    }

    private ObjectNode poisoned(FulfillmentRequest.View row, List<String> select) throws IOException {
        byte[] sound = written(json -> write(json, row, select));
        return row.request().poison.apply((ObjectNode) mapper.readTree(sound));
    }

    private void write(JsonGenerator json, FulfillmentRequest.View row, List<String> select) throws IOException {
        FulfillmentRequest request = row.request();
        FulfillmentRequest.State state = row.state();
        json.writeStartObject();
        json.writeStringField("id", request.id);
        json.writeStringField("type", request.type);
        json.writeStringField("status", state.status);
        json.writeStringField("note", state.note);
        json.writeStringField("reason", state.reason);
        stamp(json, "created", request.created);
        stamp(json, "updated", state.updated);
        stamp(json, "effective_date", state.effectiveDate);
        json.writeStringField("planned_date", state.plannedDate);
        json.writeBooleanField("answered", false);
        assignee(json, state.assignee);
        if (!select.contains("-activation_key")) {
            json.writeStringField("activation_key", state.activationKey);
        }
        if (!select.contains("-template")) {
            template(json, state.template);
        }
        if (state.status.equals("inquiring") || state.status.equals("tiers_setup")) {
            json.writeStringField("params_form_url", formUrl + "?code=" + request.number + "&request_id=" + request.id);
        }
        json.writeNullField("previous_approved_request");
        json.writeFieldName("external_attributes");
        json.writeRawValue(EMPTY_OBJECT);
        raw(json, "marketplace", request.asset.marketplace.json());
        raw(json, "contract", request.asset.contract.json());
        json.writeFieldName("asset");
        asset(json, row, select);
        json.writeEndObject();
    }

    private void asset(JsonGenerator json, FulfillmentRequest.View row, List<String> select) throws IOException {
        Asset asset = row.request().asset;
        json.writeStartObject();
        json.writeStringField("id", asset.id);
        json.writeStringField("status", row.asset().status());
        json.writeStringField("external_id", asset.externalId);
        json.writeStringField("external_uid", asset.externalUid);
        raw(json, "product", asset.product.json());
        raw(json, "connection", asset.connection.json());
        events(json, row.asset().created(), row.asset().updated());
        if (!select.contains("-asset.items")) {
            lines(json, row.state().lines);
        }
        if (!select.contains("-asset.params")) {
            json.writeFieldName("params");
            params(json, asset.product.parameters("asset"), row.params());
        }
        if (!select.contains("-asset.tiers")) {
            json.writeObjectFieldStart("tiers");
            raw(json, "customer", asset.customer.json());
            raw(json, "tier1", asset.tier1.json());
            raw(json, "tier2", asset.tier2 == null ? EMPTY_OBJECT : asset.tier2.json());
            json.writeEndObject();
        }
        if (!select.contains("-asset.configuration")) {
            configuration(json, asset.product);
        }
        raw(json, "marketplace", asset.marketplace.json());
        raw(json, "contract", asset.contract.json());
        json.writeEndObject();
    }

    byte[] asset(Asset asset) {
        FulfillmentRequest.State none = new FulfillmentRequest.State();
        none.lines = asset.state.lines();
        FulfillmentRequest carrier = new FulfillmentRequest("", "", asset, asset.state.created(), 0, "", null, none);
        return written(json -> asset(json, carrier.view(), List.of()));
    }

    private void lines(JsonGenerator json, List<Line> lines) throws IOException {
        json.writeArrayFieldStart("items");
        for (Line line : lines) {
            json.writeStartObject();
            json.writeStringField("id", line.item().localId());
            json.writeStringField("global_id", line.item().globalId());
            json.writeStringField("mpn", line.item().mpn());
            json.writeStringField("old_quantity", line.oldQuantity());
            json.writeStringField("quantity", line.quantity());
            json.writeStringField("type", line.item().unit());
            json.writeStringField("display_name", line.item().name());
            json.writeStringField("period", line.item().period());
            json.writeStringField("item_type", line.item().itemType());
            json.writeArrayFieldStart("params");
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void params(JsonGenerator json, List<Product.Parameter> definitions, Map<String, ParameterValue> values)
            throws IOException {
        json.writeStartArray();
        for (Product.Parameter definition : definitions) {
            ParameterValue value = values.getOrDefault(definition.name(), ParameterValue.NONE);
            json.writeStartObject();
            json.writeStringField("id", definition.name());
            json.writeStringField("name", definition.name());
            json.writeStringField("type", definition.type());
            json.writeStringField("phase", definition.phase());
            json.writeStringField("scope", definition.scope());
            json.writeStringField("description", definition.title());
            json.writeStringField("title", definition.title());
            json.writeStringField("value", value.value());
            json.writeStringField("value_error", value.error());
            if (value.structured() != null) {
                json.writeFieldName("structured_value");
                json.writeTree(value.structured());
            }
            if (value.structuredError() != null) {
                json.writeFieldName("structured_error");
                json.writeTree(value.structuredError());
            }
            constraints(json, definition);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void constraints(JsonGenerator json, Product.Parameter definition) throws IOException {
        json.writeObjectFieldStart("constraints");
        json.writeBooleanField("required", definition.required());
        json.writeBooleanField("hidden", false);
        json.writeBooleanField("unique", false);
        json.writeBooleanField("reconciliation", definition.reconciliation());
        json.writeStringField("shared", "view");
        json.writeStringField("hint", "");
        json.writeStringField("placeholder", "");
        json.writeEndObject();
    }

    private static void configuration(JsonGenerator json, Product product) throws IOException {
        json.writeObjectFieldStart("configuration");
        json.writeArrayFieldStart("params");
        json.writeStartObject();
        json.writeStringField("id", "region");
        json.writeStringField("title", "Region");
        json.writeStringField("description", "Data centre of " + product.name());
        json.writeStringField("value", "eu-west");
        json.writeStringField("type", "text");
        json.writeStringField("scope", "product");
        json.writeStringField("phase", "configuration");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeTier(JsonGenerator json, TierRequest.View row, List<String> select) throws IOException {
        TierRequest request = row.request();
        TierRequest.State state = row.state();
        json.writeStartObject();
        json.writeStringField("id", request.id);
        json.writeStringField("type", request.type);
        json.writeStringField("status", state.status);
        if (!select.contains("-configuration")) {
            json.writeFieldName("configuration");
            tierConfiguration(json, request, state, select);
        }
        if (request.parent != null) {
            json.writeFieldName("parent_configuration");
            tierConfiguration(json, request.parent, request.parent.state, select);
        }
        json.writeNullField("previous_approved_request");
        if (!select.contains("-params")) {
            json.writeFieldName("params");
            params(json, request.product.parameters(request.scope()), state.params);
        }
        tierAssignee(json, state.assignee);
        if (!select.contains("-template")) {
            template(json, state.template);
        }
        json.writeStringField("reason", state.reason);
        json.writeObjectFieldStart("activation");
        json.writeStringField("link", state.status.equals("inquiring") ? formUrl + "?request_id=" + request.id : "");
        json.writeEndObject();
        json.writeStringField("notes", state.notes);
        json.writeStringField("environment", request.connection.type());
        json.writeStringField("effective_date", state.effectiveDate);
        if (!select.contains("-tiers")) {
            json.writeObjectFieldStart("tiers");
            raw(json, "tier1", request.account.json());
            raw(json, "tier2", request.parent == null ? EMPTY_OBJECT : request.parent.account.json());
            json.writeEndObject();
        }
        tierEvents(json, request, state);
        json.writeEndObject();
    }

    private void tierConfiguration(
            JsonGenerator json, TierRequest request, TierRequest.State state, List<String> select) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", request.configurationId);
        json.writeStringField("name", "Configuration of " + request.account.name());
        raw(json, "account", request.account.json());
        raw(json, "product", request.product.json());
        json.writeNumberField("tier_level", request.level);
        raw(json, "connection", request.connection.json());
        events(json, request.created, state.updated);
        if (!select.contains("-configuration.params")) {
            json.writeFieldName("params");
            params(json, request.product.parameters(request.scope()), state.params);
        }
        template(json, state.template);
        json.writeObjectFieldStart("open_request");
        json.writeStringField("id", request.id);
        json.writeEndObject();
        json.writeStringField("status", state.configurationStatus);
        configuration(json, request.product);
        raw(json, "contract", request.contract.json());
        raw(json, "marketplace", request.marketplace.json());
        json.writeEndObject();
    }

    private void tierEvents(JsonGenerator json, TierRequest request, TierRequest.State state) throws IOException {
        json.writeObjectFieldStart("events");
        event(json, "created", request.created);
        event(json, "updated", state.updated);
        event(json, "inquired", state.inquired);
        event(json, "pended", state.pended);
        event(json, "approved", state.approved);
        json.writeEndObject();
    }

    private void events(JsonGenerator json, Instant created, Instant updated) throws IOException {
        json.writeObjectFieldStart("events");
        event(json, "created", created);
        event(json, "updated", updated);
        json.writeEndObject();
    }

    private void event(JsonGenerator json, String name, Instant at) throws IOException {
        if (at != null) {
            json.writeObjectFieldStart(name);
            stamp(json, "at", at);
            json.writeEndObject();
        }
    }

    private static void assignee(JsonGenerator json, Assignee assignee) throws IOException {
        if (assignee.shape() != Assignee.Shape.OBJECT) {
            json.writeStringField("assignee", assignee.id());
            return;
        }
        json.writeObjectFieldStart("assignee");
        json.writeStringField("id", assignee.id());
        json.writeStringField("name", "User of the sandbox");
        json.writeStringField("email", assignee.email());
        json.writeEndObject();
    }

    private static void tierAssignee(JsonGenerator json, Assignee assignee) throws IOException {
        if (assignee.id().isEmpty()) {
            json.writeNullField("assignee");
            return;
        }
        json.writeObjectFieldStart("assignee");
        json.writeStringField("id", assignee.id());
        json.writeStringField("name", "User of the sandbox");
        json.writeEndObject();
    }

    private static void template(JsonGenerator json, Product.Template template) throws IOException {
        if (template != null) {
            json.writeObjectFieldStart("template");
            json.writeStringField("id", template.id());
            json.writeStringField("name", template.name());
            json.writeStringField("message", template.body());
            json.writeEndObject();
        }
    }

    private void stamp(JsonGenerator json, String name, Instant at) throws IOException {
        json.writeStringField(name, at == null ? null : stamps.write(at));
    }

    private static void raw(JsonGenerator json, String name, SerializedString value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }

    private byte[] written(Writing writing) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(8192);
                JsonGenerator json = mapper.getFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
            writing.to(json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}
