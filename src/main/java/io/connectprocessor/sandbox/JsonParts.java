package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Parts of JSON that requests of both kinds have. Thread-safe. */
final class JsonParts {

    static final SerializedString EMPTY_OBJECT = new SerializedString("{}");
    static final SerializedString NULL = new SerializedString("null");

    private final ObjectMapper mapper;
    private final Stamps stamps;
    private final boolean numericQuantities;

    JsonParts(ObjectMapper mapper, Stamps stamps, boolean numericQuantities) {
        this.mapper = mapper;
        this.stamps = stamps;
        this.numericQuantities = numericQuantities;
    }

    void lines(JsonGenerator json, List<Line> lines) throws IOException {
        json.writeArrayFieldStart("items");
        for (Line line : lines) {
            json.writeStartObject();
            json.writeStringField("id", line.item().localId());
            json.writeStringField("global_id", line.item().globalId());
            json.writeStringField("mpn", line.item().mpn());
            quantity(json, "old_quantity", line.oldQuantity());
            quantity(json, "quantity", line.quantity());
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

    private void quantity(JsonGenerator json, String name, String quantity) throws IOException {
        if (numericQuantities && quantity.matches("-?[0-9.]+")) {
            json.writeNumberField(name, new BigDecimal(quantity));
        } else {
            json.writeStringField(name, quantity);
        }
    }

    void params(JsonGenerator json, List<Product.Parameter> definitions, Map<String, ParameterValue> values)
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

    static void constraints(JsonGenerator json, Product.Parameter definition) throws IOException {
        json.writeObjectFieldStart("constraints");
        json.writeBooleanField("required", definition.required());
        json.writeBooleanField("hidden", false);
        json.writeBooleanField("unique", definition.unique());
        json.writeBooleanField("reconciliation", definition.reconciliation());
        json.writeStringField("shared", "view");
        json.writeStringField("hint", "");
        json.writeStringField("placeholder", "");
        if (!definition.choices().isEmpty()) {
            json.writeArrayFieldStart("choices");
            for (String choice : definition.choices()) {
                json.writeStartObject();
                json.writeStringField("value", choice);
                json.writeStringField("label", choice);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    static void configuration(JsonGenerator json, Product product) throws IOException {
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

    void events(JsonGenerator json, Instant created, Instant updated) throws IOException {
        json.writeObjectFieldStart("events");
        event(json, "created", created);
        event(json, "updated", updated);
        json.writeEndObject();
    }

    void event(JsonGenerator json, String name, Instant at) throws IOException {
        if (at != null) {
            json.writeObjectFieldStart(name);
            stamp(json, "at", at);
            json.writeEndObject();
        }
    }

    static void template(JsonGenerator json, Product.Template template) throws IOException {
        if (template != null) {
            json.writeObjectFieldStart("template");
            json.writeStringField("id", template.id());
            json.writeStringField("name", template.name());
            json.writeStringField("message", template.body());
            json.writeEndObject();
        }
    }

    /** {@code {"id":…}}, or null. */
    static void reference(JsonGenerator json, String name, String id) throws IOException {
        if (id == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeStringField("id", id);
        json.writeEndObject();
    }

    void stamp(JsonGenerator json, String name, Instant at) throws IOException {
        json.writeStringField(name, at == null ? null : stamps.write(at));
    }

    static void raw(JsonGenerator json, String name, SerializedString value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }

    byte[] written(Writing writing) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(8192);
                JsonGenerator json = mapper.getFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
            writing.to(json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}
