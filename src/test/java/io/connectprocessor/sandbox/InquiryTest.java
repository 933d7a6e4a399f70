package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InquiryTest {

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void the_platform_inquires_while_a_required_ordering_parameter_is_missing() {
        SandboxRequest order =
                sandbox.request("purchase").parameter("admin_email", null).create();
        assertThat(order.status()).isEqualTo("inquiring");
        assertThat(order.template()).isEqualTo("Default Inquire Template");
        assertThat(order.assetStatus()).isEqualTo("processing");

        order.customerAnswers(Map.of("company_domain", "a.example.com"));
        assertThat(order.status()).isEqualTo("inquiring");
        order.customerAnswers(Map.of("admin_email", "a@example.com"));

        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.parameters()).containsEntry("admin_email", "a@example.com");
        assertThat(order.json().path("answered").asBoolean()).isTrue();
    }

    @Test
    void the_customer_answers_over_http_with_the_code_of_the_form_and_no_key() {
        SandboxRequest order =
                sandbox.request("purchase").parameter("admin_email", null).create();
        String form = order.json().path("params_form_url").asText();
        String code = form.replaceAll(".*code=([0-9]+).*", "$1");
        String path = sandbox.connectUrl() + "/requests/" + order.id() + "/pend?code=";
        String answer = "{\"params\":[{\"id\":\"admin_email\",\"value\":\"a@example.com\"}]}";

        assertThat(caller.send("POST", path + "999999", answer).status()).isEqualTo(404);
        assertThat(caller.send("POST", path + code, "{}").code()).isEqualTo("VAL_001");
        assertThat(caller.send("POST", path + code, answer).status()).isEqualTo(200);

        assertThat(order.status()).isEqualTo("pending");
    }

    @Test
    void an_answer_clears_the_errors_of_what_it_names() {
        SandboxRequest order = sandbox.request("purchase")
                .parameterError("admin_email", "not an address")
                .create();
        assertThat(order.parameterErrors()).containsEntry("admin_email", "not an address");
        caller.post("/requests/" + order.id() + "/inquire", "{}");

        order.customerAnswers(Map.of("admin_email", "right@example.com"));

        assertThat(order.parameterErrors()).isEmpty();
        assertThat(order.status()).isEqualTo("pending");
    }

    @Test
    void an_inquiring_request_is_updated_only_with_the_capability() {
        SandboxRequest order =
                sandbox.request("purchase").parameter("admin_email", null).create();
        assertThat(caller.fill(order.id()).code()).isEqualTo("REQ_003");
        assertThat(caller.fill(order.id()).body()).contains("validation capability");

        sandbox.seed().capability("PRD-100-200-300", Capability.INQUIRING_VALIDATION, true);

        assertThat(caller.fill(order.id()).status()).isEqualTo(200);
    }

    @Test
    void an_inquiring_request_is_approved_but_not_failed() {
        SandboxRequest order = inquired(sandbox, caller);

        assertThat(caller.post("/requests/" + order.id() + "/fail", "{\"reason\":\"no\"}")
                        .code())
                .isEqualTo("REQ_003");
        assertThat(caller.approve(order.id()).status()).isEqualTo(200);
    }

    @Test
    void both_are_the_other_way_round_by_variation() {
        try (Sandbox other = Sandbox.builder()
                .with(Variation.INQUIRING_IS_NOT_APPROVED, Variation.INQUIRING_CAN_BE_FAILED)
                .start()) {
            Caller on = new Caller(other);
            SandboxRequest order = inquired(other, on);

            assertThat(on.approve(order.id()).code()).isEqualTo("REQ_003");
            assertThat(on.post("/requests/" + order.id() + "/fail", "{\"reason\":\"no\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void inquiring_needs_a_template_by_variation() {
        try (Sandbox other =
                Sandbox.builder().with(Variation.INQUIRE_NEEDS_A_TEMPLATE).start()) {
            String id = other.request("purchase")
                    .parameterError("admin_email", "bad")
                    .create()
                    .id();
            assertThat(new Caller(other)
                            .post("/requests/" + id + "/inquire", "{}")
                            .code())
                    .isEqualTo("REQ_005");
        }
    }

    @Test
    void only_an_inquiring_request_is_answered_and_only_with_known_parameters() {
        SandboxRequest pending = sandbox.request("purchase").create();
        assertThatThrownBy(() -> pending.customerAnswers(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pending");
        SandboxRequest inquiring =
                sandbox.request("purchase").parameter("admin_email", null).create();
        assertThatThrownBy(() -> inquiring.customerAnswers(Map.of("admin_mail", "x")))
                .hasMessageContaining("admin_email");
    }

    private static SandboxRequest inquired(Sandbox sandbox, Caller caller) {
        SandboxRequest order = sandbox.request("purchase")
                .parameter("subscription_id", "SUB-1")
                .parameterError("company_domain", "taken")
                .create();
        caller.post("/requests/" + order.id() + "/inquire", "{\"template_id\":\"TL-100-200-300-003\"}");
        assertThat(order.status()).isEqualTo("inquiring");
        return order;
    }
}
