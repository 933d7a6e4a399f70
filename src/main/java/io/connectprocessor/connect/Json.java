package io.connectprocessor.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** JSON as Maps and Lists, nothing lost: unknown fields stay, decimals keep their digits. */
public final class Json {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<Object>> ARRAY = new TypeReference<>() {};
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final ObjectMapper mapper;

    public Json() {
        mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(1000)
                        .maxStringLength(100_000_000)
                        .maxNumberLength(1000)
                        .build());
    }

    /** @throws IOException when the bytes are not one JSON object */
    public Map<String, Object> object(byte[] bytes) throws IOException {
        Map<String, Object> read = mapper.readValue(bytes, OBJECT);
        if (read == null) {
            throw new IOException("null instead of a JSON object");
        }
        return read;
    }

    /** @throws IOException when the bytes are not one JSON array */
    public List<Object> array(byte[] bytes) throws IOException {
        List<Object> read = mapper.readValue(bytes, ARRAY);
        if (read == null) {
            throw new IOException("null instead of a JSON array");
        }
        return read;
    }

    /** Any JSON value. @throws IOException when the bytes are not one */
    public Object value(byte[] bytes) throws IOException {
        return mapper.readValue(bytes, Object.class);
    }

    public byte[] bytes(Object json) {
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    public String text(Object json) {
        return new String(bytes(json), StandardCharsets.UTF_8);
    }

    /** For one segment of a path: everything but letters, digits and {@code -._~} becomes {@code %XX} of its UTF-8 bytes. */
    public static String percentEncode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }
}
