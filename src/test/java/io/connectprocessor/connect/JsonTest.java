package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private final Json json = new Json();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\uD83D\uDE80",
                "\uD800",
                "\uDC00",
                "a\uD800b\uDC00c",
                "\uD800\"",
                "\uD800\\",
                "\uDC00\uD800\uDC00",
                "\uD800\uD800\uDC00\uDC00",
                "\u0000\u001F\u007F\u2028\uFFFF"
            })
    void any_text_comes_back_as_it_was(String text) throws IOException {
        byte[] written = json.bytes(Map.of("name" + text, text));

        assertThat(json.object(written)).containsExactly(Map.entry("name" + text, text));
        assertThat(json.text(Map.of("name" + text, text)).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(written);
    }

    @Test
    void whole_characters_are_written_as_they_are_and_halves_escaped() {
        assertThat(json.text("\uD83D\uDE80 \uD83D.")).isEqualTo("\"\uD83D\uDE80 \\uD83D.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00", "\uDC00\uD800", "\uD83Dx"})
    void half_a_character_that_stands_in_no_json_is_not_sent_as_a_question_mark(String half) {
        assertThatThrownBy(() -> Json.percentEncode(half))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("half of a character");
        assertThatThrownBy(() -> Json.utf8(half)).isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void a_number_is_written_out_while_it_stays_short() {
        assertThat(Json.digits(new BigDecimal("1E+5"))).isEqualTo("100000");
        assertThat(Json.digits(new BigDecimal("0.0000000001"))).isEqualTo("0.0000000001");
        assertThat(Json.digits(new BigDecimal("1E+999999999"))).isEqualTo("1E+999999999");
        assertThat(Json.digits(new BigDecimal("1E-999999999"))).isEqualTo("1E-999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1E+101"})
    void a_quantity_that_nobody_orders_is_none(String quantity) {
        assertThat(OrderItem.read(Map.of("quantity", quantity, "old_quantity", "1"))
                        .isReadable())
                .isFalse();
        assertThat(OrderItem.read(Map.of("quantity", "1", "old_quantity", quantity))
                        .isReadable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"status\":\"approved\"}",
                " {\"a\":[1,-0,2.50,1e3,12345678901234567890,[],{}],\"b\":{\"c\":null,\"d\":[true,false]}} \n",
                "{\"status\":{\"b\":2},\"a\":1,\"status\":\"app\\u0072oved\"}",
                "{\"status\":null,\"a\":\"\u00e9\uD83D\uDE80\\n\"}"
            })
    void it_reads_as_jackson_does_at_once_or_when_asked(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Map<?, ?> expected = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readValue(bytes, Map.class);

        assertThat(json.object(bytes)).isEqualTo(expected);
        assertThat(json.value(bytes)).isEqualTo(expected);
        assertThat(json.text(json.object(bytes))).isEqualTo(json.text(expected));
        assertThat(json.objectUnread(bytes, "status", any -> {}).get("status")).isEqualTo(expected.get("status"));
        assertThat(json.objectUnread(bytes, "status", any -> {}).get("a")).isEqualTo(expected.get("a"));
        assertThat(json.objectUnread(bytes, "status", any -> {})).isEqualTo(expected);
        assertThat(json.text(json.objectUnread(bytes, "status", any -> {}))).isEqualTo(json.text(expected));
        Map<String, Object> changed = json.objectUnread(bytes, "status", any -> {});
        changed.put("status", "mine");
        assertThat(changed).containsEntry("status", "mine").containsKeys("status");
        assertThat(changed.remove("status")).isEqualTo("mine");
        assertThat(changed.get("status")).isNull();
        assertThat(json.array(("[" + text + ",7,\"x\"]").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(List.of(expected, 7, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "[]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{\"a\":1]",
                "{\"a\":[1}",
                "{\"a\":[1,]}",
                "{\"a\":[[[",
                "{\"a\":{\"b\":",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":nul}",
                "{\"a\":\"x}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12G4\"}",
                "{\"a\":\"\n\"}",
                "<html>",
                "{\"b\":{\"a\":\"\t\"}}"
            })
    void what_is_no_object_is_refused_read_or_unread(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> json.object(bytes)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.objectUnread(bytes, "status", any -> {})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.array(("[" + text + ",]").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void bytes_that_are_no_text_and_numbers_that_go_on_and_on_are_refused_read_or_unread() {
        List<byte[]> bad = List.of(
                within(new byte[] {'"', (byte) 0xC3, '"'}),
                within(new byte[] {'"', (byte) 0xFF, '"'}),
                within(new byte[] {'"', (byte) 0xE2, (byte) 0x82, 'x', '"'}),
                within(("1" + "0".repeat(1000)).getBytes(StandardCharsets.UTF_8)),
                within(("1." + "0".repeat(1000)).getBytes(StandardCharsets.UTF_8)),
                within(("[".repeat(1000) + "]".repeat(1000)).getBytes(StandardCharsets.UTF_8)));
        for (byte[] bytes : bad) {
            assertThatThrownBy(() -> json.object(bytes)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> json.objectUnread(bytes, "status", any -> {}))
                    .isInstanceOf(IOException.class);
        }
    }

    private static byte[] within(byte[] value) {
        ByteBuffer bytes = ByteBuffer.allocate(value.length + 12);
        return bytes.put("{\"b\":{\"a\":".getBytes(StandardCharsets.UTF_8))
                .put(value)
                .put((byte) '}')
                .put((byte) '}')
                .array();
    }

    @Test
    void as_deep_as_hostile_requests_go() throws IOException {
        byte[] deep = ("{\"a\":" + "[".repeat(998) + "]".repeat(998) + "}").getBytes(StandardCharsets.UTF_8);

        assertThat(json.text(json.objectUnread(deep, "status", any -> {})))
                .isEqualTo(new String(deep, StandardCharsets.UTF_8));
    }

    @Test
    void an_object_is_read_no_further_than_its_shown_field_until_somebody_looks() throws IOException {
        byte[] broken = "{\"id\": \"PR-1\", \"status\": \"pending\", \"asset\": {".getBytes(StandardCharsets.UTF_8);

        Map<String, Object> unread = json.objectUnread(broken, "status", any -> {});

        assertThat(unread.get("status")).isEqualTo("pending");
        assertThatThrownBy(() -> unread.get("asset"))
                .isInstanceOfSatisfying(
                        FailedException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.TRANSIENT))
                .hasMessageContaining("Connect's answer is no JSON to its end");
    }

    @Test
    void of_two_fields_of_one_name_the_first_is_shown_and_the_last_is_read() throws IOException {
        byte[] twice = "{\"status\":\"approved\",\"a\":1,\"status\":{\"b\":2}}".getBytes(StandardCharsets.UTF_8);
        Map<String, Object> unread = json.objectUnread(twice, "status", any -> {});

        assertThat(unread.get("status")).isEqualTo("approved");
        assertThat(unread).isEqualTo(json.object(twice)).containsEntry("status", Map.of("b", 2));
    }

    @Test
    void an_object_is_checked_when_somebody_looks() throws IOException {
        byte[] bytes = "{\"status\": \"pending\", \"id\": 7}".getBytes(StandardCharsets.UTF_8);
        Map<String, Object> unread = json.objectUnread(bytes, "status", read -> {
            throw new MalformedRequestException("id is " + read.get("id"));
        });

        assertThat(unread.get("status")).isEqualTo("pending");
        assertThatThrownBy(() -> unread.get("id"))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage("id is 7");
        assertThatThrownBy(unread::size).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> json.text(Map.of("request", unread))).isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void an_object_that_nobody_looked_at_can_be_kept_by_who_serialises_it() throws Exception {
        byte[] bytes = "{\"id\": \"PR-1\", \"status\": \"approved\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(kept)) {
            out.writeObject(json.objectUnread(bytes, "status", any -> {}));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(kept.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(Map.of("id", "PR-1", "status", "approved"));
        }
    }
}
