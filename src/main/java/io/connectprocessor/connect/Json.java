package io.connectprocessor.connect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** JSON as Maps and Lists, nothing lost: unknown fields stay, decimals keep their digits. */
public final class Json {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final int MOST_DIGITS = 1000;

    private final ObjectMapper mapper;

    public Json() {
        mapper = JsonMapper.builder().build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(1000)
                        .maxStringLength(100_000_000)
                        .maxNumberLength(1000)
                        .build());
    }

    /** @throws IOException when the bytes are not one JSON object */
    public Map<String, Object> object(byte[] bytes) throws IOException {
        try (JsonParser parser = opened(bytes, JsonToken.START_OBJECT)) {
            Map<String, Object> read = members(parser, new ArrayList<>(64));
            requireEnd(parser);
            return read;
        }
    }

    /**
     * As {@link #object}, but for an object that may never be looked at: it is read no further than the shown field before it is.
     *
     * @param shown the field that can be had without reading the rest; the object is read at once when it has none that is a text
     * @param check of an object that is read after all; what it throws, or a {@link FailedException} that may pass when the rest is no JSON, comes to
     *     whoever looks
     * @throws IOException when the bytes begin otherwise than a JSON object, or are not one up to the shown field
     */
    Map<String, Object> objectUnread(byte[] bytes, String shown, Consumer<Map<String, Object>> check)
            throws IOException {
        String text = textIn(bytes, shown);
        return text == null
                ? object(bytes)
                : new UnreadObject(shown, text, () -> {
                    Map<String, Object> read = objectAfterAll(bytes);
                    check.accept(read);
                    return read;
                });
    }

    private Map<String, Object> objectAfterAll(byte[] bytes) {
        try {
            return object(bytes);
        } catch (IOException notOne) {
            Failure failure = Failure.of(FailureKind.TRANSIENT, "Connect's answer is no JSON to its end");
            throw new FailedException(null, failure, null, notOne);
        }
    }

    /** @return null when there is none, or no text */
    private String textIn(byte[] bytes, String field) throws IOException {
        try (JsonParser parser = opened(bytes, JsonToken.START_OBJECT)) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(field)) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                pass(parser);
            }
            return null;
        }
    }

    /** @throws IOException when the bytes are not one JSON array */
    public List<Object> array(byte[] bytes) throws IOException {
        try (JsonParser parser = opened(bytes, JsonToken.START_ARRAY)) {
            List<Object> read = elements(parser, new ArrayList<>(64));
            requireEnd(parser);
            return read;
        }
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
        try (JsonParser parser = opened(bytes, null)) {
            Object read = value(parser, new ArrayList<>(64));
            requireEnd(parser);
            return read;
        }
    }

    /** @param wanted what it must begin with, or null for any value */
    private JsonParser opened(byte[] bytes, JsonToken wanted) throws IOException {
        JsonParser parser = mapper.createParser(bytes);
        JsonToken first = parser.nextToken();
        if (first == null || wanted != null && first != wanted) {
            parser.close();
            throw new IOException("not JSON that begins with " + (wanted == null ? "a value" : wanted.asString()));
        }
        return parser;
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("more than one JSON value");
        }
    }

    /** @param pile names and values of the objects that are not at their end yet, so that each gets an array of its size */
    private static Object value(JsonParser parser, List<Object> pile) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser, pile);
            case START_ARRAY -> elements(parser, pile);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IOException("no JSON value");
        };
    }

    private static Map<String, Object> members(JsonParser parser, List<Object> pile) throws IOException {
        int bottom = pile.size();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Object value = value(parser, pile);
            pile.add(name);
            pile.add(value);
        }
        Object[] members = new Object[pile.size() - bottom];
        for (int i = members.length - 1; i >= 0; i--) {
            members[i] = pile.remove(bottom + i);
        }
        return Fields.of(members);
    }

    private static List<Object> elements(JsonParser parser, List<Object> pile) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, pile));
        }
        return elements;
    }

    /** Goes past a value as {@link #value} would, with an eye on all that it would refuse. */
    private static void pass(JsonParser parser) throws IOException {
        int depth = 0;
        do {
            JsonToken token = depth == 0 ? parser.currentToken() : parser.nextToken();
            if (token == null) {
                throw new IOException("the JSON ends early");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_NUMBER_INT) {
                parser.getNumberValue();
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                parser.getDecimalValue();
            }
        } while (depth > 0);
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
            if (e.getCause() instanceof MalformedRequestException unread) {
                throw unread;
            }
            if (e.getCause() instanceof FailedException unread) {
                throw unread;
            }
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
        if (isUnreserved(text)) {
            return text;
        }
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

    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean common = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-';
            if (!common && UNRESERVED.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
