package io.connectprocessor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    private static Map<String, Object> request() {
        Map<String, Object> request = new HashMap<>();
        request.put("id", "PR-1");
        request.put("type", "purchase");
        request.put("status", "pending");
        request.put("note", "secret note");
        request.put("assignee", "secret.person@example.com");
        request.put("unheard_of", Map.of("free", "secret text"));
        request.put(
                "asset",
                Map.of(
                        "id",
                        "AS-1",
                        "external_id",
                        "secret-external",
                        "params",
                        List.of(
                                Map.of(
                                        "id",
                                        "admin_email",
                                        "value",
                                        "secret.admin@example.com",
                                        "value_error",
                                        "secret bad"),
                                Map.of("id", "seats", "value", new BigDecimal("4711.25")),
                                Map.of("id", "flag", "value", true),
                                Map.of(
                                        "id",
                                        "address",
                                        "structured_value",
                                        Map.of(
                                                "id",
                                                "secret-id",
                                                "type",
                                                "secret-type",
                                                "secret-key",
                                                List.of("secret-entry")))),
                        "items",
                        List.of(Map.of("id", "ITM-1", "mpn", "SEAT", "quantity", "10", "old_quantity", 5)),
                        "tiers",
                        Map.of(
                                "customer",
                                Map.of(
                                        "id",
                                        "TA-1",
                                        "name",
                                        "Secret Customer",
                                        "contact_info",
                                        Map.of(
                                                "city",
                                                "Secret City",
                                                "contact",
                                                Map.of("email", "secret@example.com"))),
                                "tier2",
                                Map.of())));
        return request;
    }

    @Test
    void a_request_keeps_what_it_is_and_loses_what_it_holds() {
        String shown = String.valueOf(Redaction.ofRequest(request()));

        assertThat(shown)
                .contains("PR-1", "purchase", "pending", "AS-1", "ITM-1", "SEAT", "quantity=10", "TA-1")
                .contains("admin_email", "seats", "address");
        assertThat(shown.toLowerCase(java.util.Locale.ROOT)).doesNotContain("secret", "4711", "example.com");
    }

    @Test
    void a_structured_value_is_masked_whole_whatever_its_keys() {
        Object shown = Redaction.ofRequest(Map.of("structured_value", Map.of("id", "x", "john@example.com", 1)));

        assertThat(shown).isEqualTo(Map.of("structured_value", "***"));
    }

    @Test
    void a_switch_of_the_customer_is_masked_too() {
        assertThat(Redaction.ofRequest(Map.of("value", true))).isEqualTo(Map.of("value", "***"));
    }

    @Test
    void nothing_stays_nothing() {
        Map<String, Object> holes = new HashMap<>();
        holes.put("asset", null);
        holes.put("value", null);

        assertThat(Redaction.ofRequest(holes)).isEqualTo(holes);
        assertThat(Redaction.ofRequest(null)).isNull();
        assertThat(Redaction.ofRequest("some text")).isEqualTo("***");
    }

    @Test
    void long_lists_and_deep_nesting_are_cut() {
        Map<String, Object> deep = Map.of("level", "bottom");
        for (int i = 0; i < 200; i++) {
            deep = Map.of("level", deep);
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            items.add(Map.of("id", "ITM-" + i));
        }

        String shown = String.valueOf(Redaction.ofRequest(Map.of("deep", deep, "items", items, "id", "x".repeat(100))));

        assertThat(shown).hasSizeLessThan(2000).contains("ITM-49").doesNotContain("ITM-50", "bottom", "xxxxx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key SU-123-456-789:abcDEF0 is revoked | key *** is revoked",
                "Authorization: ApiKey SU-1-2:zzz! | Authorization: ***",
                "bearer eyJhbGciOi.x-y_z, more | ***, more",
                "from jane.doe+test@mail.example.co.uk today | from *** today",
                "cut jane.doe@exam… | cut ***…",
                "login?password=hunter2222&x=1 | login?***&x=1",
                "{\"api_key\": \"k-123456789\"} | {\"***\"}",
                "token: abcdefgh12345 | ***",
            })
    void keys_tokens_and_addresses_are_masked_in_any_text(String text, String masked) {
        assertThat(Redaction.ofText(text, null)).isEqualTo(masked);
    }

    @Test
    void a_text_loses_the_values_of_the_request() {
        String masked = Redaction.ofText(
                "The vendor answered 400: secret-external of Secret Customer in Secret City wants 4711.25, secret-entry",
                request());

        assertThat(masked).isEqualTo("The vendor answered 400: *** of *** in *** wants ***, ***");
    }

    @Test
    void names_of_parameters_and_ids_stay_readable_in_a_text() {
        String text = "Tried to save PR-1 of AS-1, but parameter admin_email of ITM-1 SEAT is empty";

        assertThat(Redaction.ofText(text, request())).isEqualTo(text);
    }

    @Test
    void a_longer_value_is_masked_before_a_shorter_one_in_it() {
        Map<String, Object> request = Map.of("value", "alpha", "params", List.of(Map.of("value", "alpha beta")));

        assertThat(Redaction.ofText("got alpha beta!", request)).isEqualTo("got ***!");
    }

    @Test
    void a_value_is_found_in_the_shape_that_messages_give_it() {
        Map<String, Object> request = Map.of("value", "12 \"Main\"  Street\r\nSpringfield");

        assertThat(Redaction.ofText("bad 12 \"Main\" Street Springfield!", request))
                .isEqualTo("bad ***!");
        assertThat(Redaction.ofText("bad {\"v\":\"12 \\\"Main\\\" Street Springfield\"}", request))
                .isEqualTo("bad {\"v\":\"***\"}");
    }

    @Test
    void a_value_that_a_cut_left_half_is_masked() {
        assertThat(Redaction.ofText("bad: Springfield Roa…", Map.of("value", "Springfield Road 7")))
                .isEqualTo("bad: ***…");
    }

    @Test
    void short_values_and_none_change_nothing() {
        assertThat(Redaction.ofText("a yes b", Map.of("value", "yes"))).isEqualTo("a yes b");
        assertThat(Redaction.ofText(null, request())).isNull();
        assertThat(Redaction.ofText("text", Arrays.asList(null, Map.of("value", List.of()))))
                .isEqualTo("text");
    }

    @Test
    void the_roles_of_an_account_are_words_that_every_text_may_use() {
        Map<String, Object> request =
                Map.of("asset", Map.of("tiers", Map.of("customer", Map.of("scopes", List.of("customer", "tier1")))));

        assertThat(Redaction.ofText("the customer was asked, and tier1 was not", request))
                .isEqualTo("the customer was asked, and tier1 was not");
    }
}
