package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {

    private final Sandbox sandbox = Sandbox.builder().seed(Seed.varied()).start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"office\",\"structured_value\":{\"city\":\"Porto\",\"country\":\"PT\"}}",
                "{\"id\":\"hotline\",\"structured_value\":{\"country_code\":\"+351\",\"phone_number\":\"1\"}}",
                "{\"id\":\"modules\",\"structured_value\":{\"mail\":true,\"chat\":false}}",
                "{\"id\":\"settings\",\"structured_value\":{\"a\":[1,{\"b\":null}]}}",
                "{\"id\":\"settings\",\"structured_value\":[1,2]}",
                "{\"id\":\"region\",\"value\":\"eu\"}",
                "{\"id\":\"region\",\"value\":\"\"}",
                "{\"id\":\"size\",\"value\":\"large\"}",
                "{\"id\":\"console\",\"value\":\"https://example.com\"}",
                "{\"id\":\"console\",\"value\":\"https://example.com\",\"structured_value\":{}}",
                "{\"id\":\"office\",\"value\":\"\",\"value_error\":\"unknown street\"}",
                "{\"id\":\"office\",\"structured_error\":{\"message\":{\"id\":\"1\",\"value\":\"bad\"}}}",
                "{\"id\":\"about\",\"value_error\":\"\"}",
            })
    void a_value_of_its_type_is_taken(String param) {
        SandboxRequest order = purchase();

        assertThat(put(order, param).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"office\",\"value\":\"Harbour Road\"}",
                "{\"id\":\"office\",\"structured_value\":{\"street\":\"Harbour Road\"}}",
                "{\"id\":\"office\",\"structured_value\":\"Harbour Road\"}",
                "{\"id\":\"hotline\",\"structured_value\":{\"phone_number\":1}}",
                "{\"id\":\"modules\",\"structured_value\":{\"telex\":true}}",
                "{\"id\":\"modules\",\"structured_value\":{\"mail\":\"yes\"}}",
                "{\"id\":\"modules\",\"structured_value\":[\"mail\"]}",
                "{\"id\":\"settings\",\"structured_value\":\"text\"}",
                "{\"id\":\"settings\",\"structured_value\":null}",
                "{\"id\":\"region\",\"value\":\"mars\"}",
                "{\"id\":\"console\",\"structured_value\":{\"a\":1}}",
                "{\"id\":\"about\",\"value\":\"text\"}",
                "{\"id\":\"office\",\"structured_error\":\"bad\"}",
                "{\"id\":\"console\",\"value\":7}",
                "{\"id\":\"nonesuch\",\"value\":\"x\"}",
                "{\"value\":\"x\"}",
                "7",
            })
    void a_value_of_another_type_is_refused_without_effect(String param) {
        SandboxRequest order = purchase();
        Map<String, String> before = order.parameters();

        Caller.Answer answer = put(order, param);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VAL_001");
        assertThat(order.parameters()).isEqualTo(before);
    }

    @Test
    void a_value_has_2048_characters_and_an_error_512_at_most() {
        SandboxRequest order = purchase();

        assertThat(put(order, param("value", 2048)).status()).isEqualTo(200);
        assertThat(put(order, param("value", 2049)).code()).isEqualTo("VAL_001");
        assertThat(put(order, param("value_error", 512)).status()).isEqualTo(200);
        assertThat(put(order, param("value_error", 513)).code()).isEqualTo("VAL_001");
    }

    @Test
    void structured_values_come_back_with_an_empty_value() {
        SandboxRequest order = purchase();
        put(order, "{\"id\":\"modules\",\"structured_value\":{\"mail\":true}}");

        assertThat(order.parameters()).containsEntry("modules", "{\"mail\":true}");
        order.json().path("asset").path("params").forEach(param -> {
            if (param.path("id").asText().equals("modules")) {
                assertThat(param.path("value").asText()).isEmpty();
                assertThat(param.path("constraints").path("choices")).hasSize(2);
            }
        });
    }

    @Test
    void a_seed_gives_structured_values_of_all_types() {
        SandboxRequest order = sandbox.request("purchase")
                .product(VariedRows.PRODUCT)
                .structuredParameter("settings", List.of(Map.of("a", 1)))
                .create();

        assertThat(order.parameters()).containsEntry("settings", "[{\"a\":1}]");
    }

    @Test
    void a_note_is_written_alone_and_a_wrong_one_refused() {
        SandboxRequest order = purchase();

        assertThat(caller.put("/requests/" + order.id(), "{\"note\":\"call first\"}")
                        .status())
                .isEqualTo(200);
        assertThat(order.note()).isEqualTo("call first");
        assertThat(caller.put("/requests/" + order.id(), "{\"note\":7}").code()).isEqualTo("VAL_001");
    }

    @Test
    void an_error_is_cleared_by_an_empty_one() {
        SandboxRequest order = purchase();
        put(order, "{\"id\":\"tenant\",\"value_error\":\"taken\"}");
        assertThat(order.parameterErrors()).containsEntry("tenant", "taken");

        put(order, "{\"id\":\"tenant\",\"value_error\":\"\"}");

        assertThat(order.parameterErrors()).isEmpty();
    }

    @Test
    void a_decided_request_is_not_updated() {
        SandboxRequest order = purchase();
        caller.post("/requests/" + order.id() + "/fail", "{\"reason\":\"no\"}");

        assertThat(put(order, "{\"id\":\"tenant\",\"value\":\"t\"}").code()).isEqualTo("REQ_003");
    }

    @Test
    void ordering_values_unique_values_and_nulls_are_judged_otherwise_by_variation() {
        String tenant = "{\"id\":\"tenant\",\"value\":\"acme\"}";
        String nothing = "{\"id\":\"console\",\"value\":null,\"value_error\":\"\"}";
        assertThat(put(purchase(), tenant).status()).isEqualTo(200);
        assertThat(put(purchase(), tenant).status()).isEqualTo(200);
        assertThat(put(purchase(), nothing).status()).isEqualTo(400);

        try (Sandbox strict = Sandbox.builder()
                .seed(Seed.varied())
                .with(Variation.UNIQUE_IS_CHECKED, Variation.NULLS_ARE_ABSENT)
                .start()) {
            Caller on = new Caller(strict);
            assertThat(put(on, order(strict), tenant).status()).isEqualTo(200);
            assertThat(put(on, order(strict), tenant).body()).contains("unique");
            assertThat(put(on, order(strict), nothing).status()).isEqualTo(200);
        }
        try (Sandbox strict = Sandbox.builder()
                .seed(Seed.varied())
                .with(Variation.ORDERING_VALUES_ARE_REFUSED)
                .start()) {
            Caller on = new Caller(strict);
            assertThat(put(on, order(strict), tenant).body()).contains("ordering parameter");
            assertThat(put(on, order(strict), "{\"id\":\"tenant\",\"value_error\":\"taken\"}")
                            .status())
                    .isEqualTo(200);
            SandboxRequest adjustment =
                    strict.request("adjustment").product(VariedRows.PRODUCT).create();
            assertThat(put(on, adjustment, tenant).status()).isEqualTo(200);
        }
    }

    private SandboxRequest purchase() {
        return order(sandbox);
    }

    private static SandboxRequest order(Sandbox sandbox) {
        return sandbox.request("purchase").product(VariedRows.PRODUCT).create();
    }

    private static String param(String field, int length) {
        return "{\"id\":\"console\",\"" + field + "\":\"" + "x".repeat(length) + "\"}";
    }

    private Caller.Answer put(SandboxRequest order, String param) {
        return put(caller, order, param);
    }

    private static Caller.Answer put(Caller caller, SandboxRequest order, String param) {
        return caller.put("/requests/" + order.id(), "{\"asset\":{\"params\":[" + param + "]}}");
    }
}
