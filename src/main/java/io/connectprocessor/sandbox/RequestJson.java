package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes fulfillment requests as the platform does (OpenAPI 37.0, GET /requests/{id}). Thread-safe. */
final class RequestJson {

    private final ObjectMapper mapper;
    private final JsonParts parts;
    private final Set<Variation> variations;

    RequestJson(ObjectMapper mapper, JsonParts parts, Set<Variation> variations) {
        this.mapper = mapper;
        this.parts = parts;
        this.variations = variations;
    }

    static boolean hasForm(FulfillmentRequest.State state) {
        return state.status.equals("inquiring") || state.status.equals("tiers_setup");
    }

    /** Where the customer would answer; its code lets {@code POST /requests/{id}/pend?code=…} in without a key. */
    static String formUrl(FulfillmentRequest request) {
        return "http://127.0.0.1/form?code=" + request.number + "&request_id=" + request.id;
    }

    /** A JSON array of the rows; poisoned rows as the poison has them. */
    byte[] list(List<FulfillmentRequest.View> rows, List<String> select) {
        return parts.written(json -> {
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
        return parts.written(json -> json.writeTree(poisoned(row, List.of())));
    }

    byte[] sound(FulfillmentRequest.View row) {
        return parts.written(json -> write(json, row, List.of()));
    }

    private ObjectNode poisoned(FulfillmentRequest.View row, List<String> select) throws IOException {
        byte[] sound = parts.written(json -> write(json, row, select));
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
        parts.stamp(json, "created", request.created);
        parts.stamp(json, "updated", state.updated);
        if (!variations.contains(Variation.EFFECTIVE_DATE_IS_LEFT_OUT)) {
            parts.stamp(json, "effective_date", state.effectiveDate);
        }
        json.writeStringField("planned_date", state.plannedDate);
        json.writeBooleanField("answered", state.answered);
        assignee(json, state.assignee);
        if (!select.contains("-activation_key")) {
            json.writeStringField("activation_key", state.activationKey);
        }
        if (!select.contains("-template")) {
            JsonParts.template(json, state.template);
        }
        if (hasForm(state)) {
            json.writeStringField("params_form_url", formUrl(request));
        }
        JsonParts.reference(json, "previous_approved_request", request.previousApproved);
        json.writeFieldName("external_attributes");
        json.writeRawValue(JsonParts.EMPTY_OBJECT);
        JsonParts.raw(json, "marketplace", request.asset.marketplace.json());
        JsonParts.raw(json, "contract", request.asset.contract.json());
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
        JsonParts.raw(json, "product", asset.product.json());
        JsonParts.raw(json, "connection", asset.connection.json());
        parts.events(json, row.asset().created(), row.asset().updated());
        if (!select.contains("-asset.items")) {
            parts.lines(json, row.state().lines);
        }
        if (!select.contains("-asset.params")) {
            json.writeFieldName("params");
            parts.params(json, asset.product.parameters("asset"), row.params());
        }
        if (!select.contains("-asset.tiers")) {
            json.writeObjectFieldStart("tiers");
            JsonParts.raw(json, "customer", asset.customer.json());
            JsonParts.raw(json, "tier1", asset.tier1.json());
            JsonParts.raw(json, "tier2", asset.tier2 == null ? noTier2() : asset.tier2.json());
            json.writeEndObject();
        }
        if (!select.contains("-asset.configuration")) {
            JsonParts.configuration(json, asset.product);
        }
        JsonParts.raw(json, "marketplace", asset.marketplace.json());
        JsonParts.raw(json, "contract", asset.contract.json());
        json.writeEndObject();
    }

    byte[] asset(Asset asset) {
        return parts.written(json -> asset(json, carrier(asset), List.of()));
    }

    /** @param select {@code -items} and {@code -configuration} leave these out */
    byte[] assets(List<Asset> assets, List<String> select) {
        List<String> left =
                select.stream().map(part -> part.replace("-", "-asset.")).toList();
        return parts.written(json -> {
            json.writeStartArray();
            for (Asset asset : assets) {
                asset(json, carrier(asset), left);
            }
            json.writeEndArray();
        });
    }

    private static FulfillmentRequest.View carrier(Asset asset) {
        FulfillmentRequest.State none = new FulfillmentRequest.State();
        none.lines = asset.state.lines();
        return new FulfillmentRequest("", "", asset, asset.state.created(), 0, "", null, null, none).view();
    }

    private SerializedString noTier2() {
        return variations.contains(Variation.TIER2_IS_NULL) ? JsonParts.NULL : JsonParts.EMPTY_OBJECT;
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
}
