package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
}
