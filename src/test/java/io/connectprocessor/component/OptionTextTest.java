package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTextTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Exchange exchange;

    @BeforeEach
    void start() {
        context.start();
        exchange = new DefaultExchange(context);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Object value(String text, Object body) {
        exchange.getMessage().setBody(body);
        return OptionText.of(context, text).value(exchange);
    }

    private Map<String, Object> values(String option, Object body) {
        exchange.getMessage().setBody(body);
        Map<String, Object> values = new HashMap<>();
        OptionText.assignments(context, option).forEach((id, text) -> values.put(id, text.value(exchange)));
        return values;
    }

    @Test
    void a_text_without_expressions_is_itself() {
        assertThat(value("Default Activation Template", null)).isEqualTo("Default Activation Template");
        assertThat(value("a } b 'c' \\n == 'x'", null)).isEqualTo("a } b 'c' \\n == 'x'");
    }

    @Test
    void a_lone_expression_gives_what_it_finds_in_its_own_type() {
        assertThat(value("${body[id]}", Map.of("id", 5))).isEqualTo(5);
        assertThat(value("${body[id]}", Map.of("id", Map.of("a", 1)))).isEqualTo(Map.of("a", 1));
        assertThat(value("${body[id]}", Map.of("id", List.of("a")))).isEqualTo(List.of("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "none", "nothing", "last", "size", "class", "deep", "_a1"})
    void a_field_of_the_body_is_what_camel_finds_there(String name) {
        Map<String, Object> body = new HashMap<>(
                Map.of("id", 5, "last", "l", "size", "s", "class", "c", "deep", Map.of("id", "x"), "_a1", List.of(1)));
        body.put("nothing", null);
        exchange.getMessage().setBody(body);

        assertThat(value("${body[" + name + "]}", body))
                .isEqualTo(context.resolveLanguage("simple")
                        .createExpression("${body[" + name + "]}")
                        .evaluate(exchange, Object.class));
        assertThat(value("${body[last]}", List.of("a", "b"))).isEqualTo("b");
    }

    @Test
    void expressions_and_text_make_a_text() {
        assertThat(value("https://v/${body[id]}/x-${body[n]}!", Map.of("id", "SUB-1", "n", 7)))
                .isEqualTo("https://v/SUB-1/x-7!");
        assertThat(value("${body[id]}${body[n]}", Map.of("id", "a", "n", "b"))).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body}",
                "${bean:java.lang.Runtime}",
                "{{env:HOME}}",
                "a,b=c,d=e",
                "\"quoted\" and 'quoted'",
                "x == 'y' && true",
                "\\n\\t}{",
                "?a=b&c=d#e",
                "\r\nX-Injected: 1",
                "$simple{body}"
            })
    void what_comes_out_of_an_expression_is_never_parsed_again(String data) {
        Map<String, String> body = Map.of("id", data);

        assertThat(value("${body[id]}", body)).isEqualTo(data);
        assertThat(value("<${body[id]}>", body)).isEqualTo("<" + data + ">");
        assertThat(values("one=${body[id]},two=2,three=-${body[id]}", body))
                .isEqualTo(Map.of("one", data, "two", "2", "three", "-" + data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${body[none]}", "a ${body[none]} b", "${body[id]}${body[none]}", "x${body[blank]}y", "", " "})
    void a_missing_or_blank_value_is_none_however_much_text_stands_around_it(String text) {
        assertThat(value(text, Map.of("id", "1", "blank", " "))).isNull();
    }

    @Test
    void commas_and_equals_signs_inside_expressions_do_not_split() {
        assertThat(values("a=${body.substring(0,2)},b=x=y,c = z ", "hello"))
                .isEqualTo(Map.of("a", "he", "b", "x=y", "c", "z"));
    }

    @Test
    void a_brace_in_plain_text_hides_no_assignment() {
        assertThat(values("a=x},b=2", null)).isEqualTo(Map.of("a", "x}", "b", "2"));
        assertThat(values("a={x,y},b=2", null)).isEqualTo(Map.of("a", "{x,y}", "b", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=x", "a=1,,b=2", "a=1,b", "${body}=x", "a${x}=y", ""})
    void what_is_no_assignment_is_named(String option) {
        assertThatThrownBy(() -> OptionText.assignments(context, option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an assignment. Write params: \"id=value,id=value\".");
    }

    @Test
    void an_assignment_given_twice_is_named() {
        assertThatThrownBy(() -> OptionText.assignments(context, "a=1, a=2"))
                .hasMessage("Parameter a is assigned twice in params.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=${body[id]", "a={x,b=2"})
    void a_brace_that_is_not_closed_is_named(String option) {
        assertThatThrownBy(() -> OptionText.assignments(context, option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{ without its }");
    }
}
