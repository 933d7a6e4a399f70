package io.connectprocessor.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectRequestTest {

    private static final String REQUEST = """
            {"id":"PR-1","type":"purchase","status":"pending","created":"2026-03-01T12:00:00+00:00","assignee":null,
             "asset":{"id":"AS-1","product":{"id":"PRD-1"},"connection":{"id":"CT-1","type":"production"},"tiers":{"tier2":{}},
             "params":[{"id":"a","value":"1"}],"items":[{"id":"ITM-1","mpn":"SEAT","quantity":"10"}]}}""";

    private static final String TIER = """
            {"id":"TCR-1","type":"setup","status":"pending","events":{"created":{"at":"2026-03-01T12:00:00+00:00"}},
             "environment":"production","params":[{"id":"a","value":"1"}],
             "configuration":{"id":"TC-1","product":{"id":"PRD-1"},"account":{"id":"TA-1"},"tier_level":1}}""";

    private static Map<String, Object> json(String text) {
        try {
            return new Json().object(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String changed(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }

    private static ConnectRequest read(String text) {
        return ConnectRequest.read(RequestKind.REQUEST, json(text));
    }

    private static ConnectRequest readTier(String text) {
        return ConnectRequest.read(RequestKind.TIER_REQUEST, json(text));
    }

    @Test
    void a_request_is_read() {
        ConnectRequest request = read(REQUEST);

        assertThat(request.id()).isEqualTo("PR-1");
        assertThat(request.type()).isEqualTo("purchase");
        assertThat(request.status()).isEqualTo("pending");
        assertThat(request.lane()).isEqualTo("AS-1");
        assertThat(request.product()).isEqualTo("PRD-1");
        assertThat(request.environment()).isEqualTo("production");
        assertThat(ConnectRequest.createdOf(request.kind(), request.body()))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(request.tierLevel()).isZero();
    }

    @Test
    void a_tier_request_is_read_with_the_stamp_under_its_events() {
        ConnectRequest request = readTier(TIER);

        assertThat(request.lane()).isEqualTo("TC-1");
        assertThat(request.product()).isEqualTo("PRD-1");
        assertThat(request.environment()).isEqualTo("production");
        assertThat(ConnectRequest.createdOf(request.kind(), request.body()))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(request.tierLevel()).isEqualTo(1);
        assertThat(request.parameter("a")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"PR-1\", | '' | id is absent instead of a text",
                "\"id\":\"PR-1\" | \"id\":5 | id is a number instead of a text",
                "\"id\":\"PR-1\" | \"id\":\" \" | id is blank instead of a text",
                "\"type\":\"purchase\", | '' | type is absent instead of a text",
                "\"type\":\"purchase\" | \"type\":7 | type is a number instead of a text",
                "\"type\":\"purchase\" | \"type\":null | type is null instead of a text",
                "\"type\":\"purchase\" | \"type\":\"teleport\" | type is \"teleport\", which is none of the documented types",
                "\"status\":\"pending\" | \"status\":[] | status is a list instead of a text",
                "\"asset\":{ | \"asset\":null,\"x\":{ | asset is null instead of an object",
                "\"asset\":{ | \"x\":{ | asset is absent instead of an object",
                "\"asset\":{ | \"asset\":\"AS-1\",\"x\":{ | asset is a text instead of an object",
                "\"asset\":{ | \"asset\":[],\"x\":{ | asset is a list instead of an object",
                "\"id\":\"AS-1\" | \"id\":true | asset.id is a boolean instead of a text",
                "\"product\":{\"id\":\"PRD-1\"} | \"product\":{} | asset.product.id is absent instead of a text",
                "\"product\":{\"id\":\"PRD-1\"} | \"product\":\"PRD-1\" | asset.product is a text instead of an object",
                "\"type\":\"production\" | \"type\":{} | asset.connection.type is an object instead of a text",
                "\"tiers\":{\"tier2\":{}} | \"tiers\":[] | asset.tiers is a list instead of an object",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"params\":null | asset.params is null instead of a list",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"x\":0 | asset.params is absent instead of a list",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"params\":\"none\" | asset.params is a text instead of a list",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"params\":[null] | asset.params[] is null instead of an object",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"params\":[{}] | asset.params[].id is absent instead of a text",
                "\"items\":[{ | \"items\":null,\"x\":[{ | asset.items is null instead of a list",
                "\"items\":[{ | \"x\":[{ | asset.items is absent instead of a list",
                "\"items\":[{ | \"items\":{},\"x\":[{ | asset.items is an object instead of a list",
                "\"items\":[{ | \"items\":[null,{ | asset.items[] is null instead of an object",
                "\"quantity\":\"10\" | \"quantity\":{} | asset.items[].quantity is an object instead of a text or a number",
                "\"quantity\":\"10\" | \"x\":1 | asset.items[].quantity is absent instead of a text or a number",
                "\"mpn\":\"SEAT\" | \"mpn\":5 | asset.items[].mpn is a number instead of a text"
            })
    void a_malformed_request_is_named_by_place(String from, String to, String message) {
        assertThatThrownBy(() -> read(changed(REQUEST, from, to)))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"setup\" | \"type\":\"purchase\" | type is \"purchase\", which is none of the documented types",
                "\"configuration\":{ | \"configuration\":null,\"x\":{ | configuration is null instead of an object",
                "\"account\":{\"id\":\"TA-1\"} | \"account\":{} | configuration.account.id is absent instead of a text",
                "\"tier_level\":1 | \"tier_level\":3 | configuration.tier_level is a number instead of 1 or 2",
                "\"tier_level\":1 | \"tier_level\":null | configuration.tier_level is null instead of 1 or 2",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"params\":null | params is null instead of a list",
                "\"params\":[{\"id\":\"a\",\"value\":\"1\"}] | \"params\":[7] | params[] is a number instead of an object"
            })
    void a_malformed_tier_request_is_named_by_place(String from, String to, String message) {
        assertThatThrownBy(() -> readTier(changed(TIER, from, to)))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage(message);
    }

    @Test
    void a_hostile_type_is_shown_short_and_on_one_line() {
        assertThatThrownBy(() ->
                        read(changed(REQUEST, "\"type\":\"purchase\"", "\"type\":\"a\\r\\nb" + "x".repeat(500) + "\"")))
                .isInstanceOf(MalformedRequestException.class)
                .message()
                .hasSizeLessThan(150)
                .doesNotContain("\n", "\r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"assignee\":\"UR-1\"",
                "\"assignee\":\"\"",
                "\"assignee\":{}",
                "\"assignee\":{\"id\":\"UR-1\",\"name\":\"x\"}",
                "\"assignee\":[1]",
                "\"unheard_of\":{\"a\":[{}]}"
            })
    void what_nobody_relies_on_may_have_any_shape_and_is_kept(String field) {
        ConnectRequest request = read(changed(REQUEST, "\"assignee\":null", field));

        assertThat(new Json().text(request.body())).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tier2\":{}}", "{\"tier2\":null}", "{}", "null"})
    void an_empty_or_absent_second_tier_is_sound(String tiers) {
        assertThat(read(changed(REQUEST, "{\"tier2\":{}}", tiers)).id()).isEqualTo("PR-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10.5", "\"unlimited\"", "\"10\"", "0", "1E400"})
    void a_quantity_is_a_text_or_a_number(String quantity) {
        assertThat(read(changed(REQUEST, "\"quantity\":\"10\"", "\"quantity\":" + quantity))
                        .id())
                .isEqualTo("PR-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\""})
    void a_tier_level_is_a_text_or_a_number(String level) {
        assertThat(readTier(changed(TIER, "\"tier_level\":1", "\"tier_level\":" + level))
                        .tierLevel())
                .isEqualTo(1);
    }

    @Test
    void empty_lists_of_items_and_parameters_are_sound() {
        String empty = changed(
                changed(REQUEST, "[{\"id\":\"a\",\"value\":\"1\"}]", "[]"),
                "[{\"id\":\"ITM-1\",\"mpn\":\"SEAT\",\"quantity\":\"10\"}]",
                "[]");

        assertThat(read(empty).parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"created\":\"2026-03-01T12:00:00.123456+02:00\"} | 2026-03-01T10:00:00.123456Z",
                "{\"created\":\"2026-03-01T12:00:00Z\"} | 2026-03-01T12:00:00Z",
                "{\"events\":{\"created\":{\"at\":\"2026-03-01T12:00:00Z\"}}} | 2026-03-01T12:00:00Z",
                "{\"created\":\"yesterday\"} | 1970-01-01T00:00:00Z",
                "{\"created\":5} | 1970-01-01T00:00:00Z",
                "{\"events\":[]} | 1970-01-01T00:00:00Z",
                "{} | 1970-01-01T00:00:00Z"
            })
    void a_stamp_is_read_or_the_epoch(String text, Instant created) {
        assertThat(ConnectRequest.createdOf(RequestKind.REQUEST, json(text))).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":null,\"asset\":null,\"configuration\":null}",
                "{\"id\":\"\",\"asset\":[],\"configuration\":7}",
                "{\"id\":{},\"asset\":{\"id\":{},\"product\":[],\"connection\":\"x\"},\"configuration\":{\"product\":{}}}"
            })
    void looking_at_a_malformed_row_never_throws(String text) {
        Map<String, Object> json = json(text);

        assertThat(ConnectRequest.idOf(json)).isNull();
        for (RequestKind kind : RequestKind.values()) {
            assertThat(ConnectRequest.laneOf(kind, json)).isNull();
            assertThat(ConnectRequest.productOf(kind, json)).isNull();
            assertThat(ConnectRequest.environmentOf(kind, json)).isNull();
        }
    }

    @Test
    void the_environment_of_a_tier_request_may_stand_at_its_connection() {
        assertThat(ConnectRequest.environmentOf(
                        RequestKind.TIER_REQUEST, json("{\"configuration\":{\"connection\":{\"type\":\"test\"}}}")))
                .isEqualTo("test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\",\"value\":\"x\"} | x",
                "{\"id\":\"a\",\"value\":\"\",\"structured_value\":null} | ",
                "{\"id\":\"a\"} | ",
                "{\"id\":\"b\",\"value\":\"x\"} | ",
                "{\"id\":\"a\",\"value\":\"\",\"structured_value\":{\"k\":1}} | {k=1}",
                "{\"id\":\"a\",\"value\":12} | 12"
            })
    void a_parameter_has_its_value_or_its_structured_value_or_nothing(String parameter, String value) {
        Object found = read(changed(REQUEST, "{\"id\":\"a\",\"value\":\"1\"}", parameter))
                .parameter("a");

        assertThat(found == null ? null : found.toString()).isEqualTo(value);
    }

    @Test
    void two_hundred_levels_and_five_megabytes_are_sound() {
        String deep = "{\"l\":".repeat(200) + "1" + "}".repeat(200);
        String big =
                changed(REQUEST, "\"assignee\":null", "\"deep\":" + deep + ",\"big\":\"" + "x".repeat(5 << 20) + "\"");

        assertThat(read(big).id()).isEqualTo("PR-1");
    }

    /** Two required parameters of the vendor's, the first with an error. */
    private static String wanting(String a, String error, String b, String errorOfB) {
        return changed(REQUEST, "[{\"id\":\"a\",\"value\":\"1\"}]", """
                [{"id":"a","value":"%s","value_error":"%s","phase":"fulfillment","constraints":{"required":true}},
                 {"id":"b","value":"%s","value_error":"%s","phase":"fulfillment","constraints":{"required":true}}]""".formatted(a, error, b, errorOfB));
    }

    @Test
    void an_approval_after_an_update_that_leaves_nothing_to_do_does_not_look_at_its_answer() {
        Map<String, Object> unread = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new AssertionError("looked at");
            }

            @Override
            public Object get(Object field) {
                return field.equals("status") ? "revoking" : super.get(field);
            }
        };

        ConnectRequest after = read(wanting("", "wrong", "3", ""))
                .saved(List.of(Map.of("id", "a", "value", "2", "value_error", "")), unread);

        assertThat(after.missingForApproval()).isEmpty();
        assertThat(after.errorsToClear()).isEmpty();
        assertThat(after.isRevoking()).isTrue();
        assertThat(after.saved(List.of(Map.of("id", "b", "structured_value", Map.of("x", 1))), unread)
                        .missingForApproval())
                .isEmpty();
    }

    @Test
    void what_somebody_else_saved_meanwhile_counts_as_the_answer_shows_it() {
        ConnectRequest after = read(wanting("1", "", "", "wrong"))
                .saved(List.of(Map.of("id", "a", "value", "2")), json(wanting("2", "", "theirs", "")));

        assertThat(after.missingForApproval()).isEmpty();
        assertThat(after.errorsToClear()).isEmpty();
        assertThat(after.parametersWithError()).isEmpty();
    }

    @Test
    void what_an_update_left_missing_or_wrong_is_told_by_its_answer() {
        ConnectRequest after = read(wanting("1", "", "", "wrong"))
                .saved(List.of(Map.of("id", "a", "value", "2")), json(wanting("2", "", "", "still wrong")));

        assertThat(after.missingForApproval()).containsExactly("b");
        assertThat(after.errorsToClear())
                .singleElement()
                .satisfies(wrong -> assertThat(wrong).containsEntry("value_error", "still wrong"));
    }

    @Test
    void what_an_inquiry_asks_about_is_told_by_the_answer_to_its_marking() {
        ConnectRequest marked = read(wanting("1", "", "3", ""))
                .saved(List.of(Map.of("id", "a", "value_error", "Which?")), json(wanting("1", "Which?", "3", "")));

        assertThat(marked.parametersWithError()).hasSize(1);
    }

    @Test
    void the_parameters_of_a_saved_request_are_those_of_the_answer() {
        ConnectRequest after = read(REQUEST)
                .saved(
                        List.of(Map.of("id", "a", "value", "2")),
                        json(changed(REQUEST, "\"value\":\"1\"", "\"value\":\"2.0\"")));

        assertThat(after.parameter("a")).isEqualTo("2.0");
        assertThat(after.find("a")).containsEntry("value", "2.0");
        assertThat(after.lane()).isEqualTo("AS-1");
    }
}
