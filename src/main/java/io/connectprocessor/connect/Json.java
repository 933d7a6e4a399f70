package io.connectprocessor.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** JSON as Maps and Lists, nothing lost: unknown fields stay, decimals keep their digits. */
public final class Json {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<Object>> ARRAY = new TypeReference<>() {};
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final int MOST_DIGITS = 1000;

    private final ObjectMapper mapper;

    public Json() {
        mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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

    /**
     * The text's bytes, all of it: what cannot be said in UTF-8 does not become a question mark in silence.
     *
     * @throws MalformedRequestException when the text holds half of a surrogate pair
     */
    public static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(bytes.array(), 0, bytes.limit());
        } catch (CharacterCodingException half) {
            throw new MalformedRequestException(
                    "a text that is to be sent holds half of a character (a lone surrogate), which only JSON can carry");
        }
    }

    /** As digits, unless the exponent would make them very many: {@code 1e999999999} would be a gigabyte. */
    public static String digits(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_DIGITS ? number.toString() : number.toPlainString();
    }

    /** Any JSON value. @throws IOException when the bytes are not one */
    public Object value(byte[] bytes) throws IOException {
        return mapper.readValue(bytes, Object.class);
    }

    /** In UTF-8; half of a surrogate pair, which UTF-8 cannot say, is escaped. */
    public byte[] bytes(Object json) {
        return text(json).getBytes(StandardCharsets.UTF_8);
    }

    /** As {@link #bytes}. Jackson 2.19 would write bytes by itself, but makes one character of any half and whatever follows it. */
    public String text(Object json) {
        try {
            return wholeCharacters(mapper.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Halves stand only inside strings, where an escape means the same. */
    private static String wholeCharacters(String json) {
        StringBuilder escaped = null;
        int kept = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
                continue;
            }
            escaped = escaped == null ? new StringBuilder(json.length() + 16) : escaped;
            escaped.append(json, kept, i).append(String.format("\\u%04X", (int) c));
            kept = i + 1;
        }
        return escaped == null
                ? json
                : escaped.append(json, kept, json.length()).toString();
    }

    /**
     * For one segment of a path: everything but letters, digits and {@code -._~} becomes {@code %XX} of its UTF-8 bytes.
     *
     * @throws MalformedRequestException as {@link #utf8}
     */
    public static String percentEncode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : utf8(text)) {
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
