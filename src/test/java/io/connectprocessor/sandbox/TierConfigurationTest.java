package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TierConfigurationTest {

    private static final String PATH = "/tier/config-requests/";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void an_update_begins_with_the_values_of_its_configuration_and_changes_them() {
        SandboxRequest setup = approved();
        assertThat(setup.configurationStatus()).isEqualTo("active");

        SandboxRequest update = sandbox.tierRequest("update")
                .configuration(setup.configurationId())
                .parameter("reseller_contact", "new@example.com")
                .create();

        assertThat(update.type()).isEqualTo("update");
        assertThat(update.parameters())
                .containsEntry("reseller_id", "RES-1")
                .containsEntry("reseller_contact", "new@example.com");
        assertThat(update.configurationStatus()).isEqualTo("processing");
        assertThat(update.id()).isEqualTo(setup.id().replaceAll("001$", "002"));
        assertThat(update.json().path("previous_approved_request").path("id").asText())
                .isEqualTo(setup.id());
        approve(update.id());
        assertThat(caller.get("/tier/configs/" + setup.configurationId()).body())
                .contains("new@example.com")
                .contains("\"status\":\"active\"");
    }

    @Test
    void a_failed_update_leaves_the_configuration_active() {
        SandboxRequest setup = approved();
        SandboxRequest update = sandbox.tierRequest("update")
                .configuration(setup.configurationId())
                .create();

        caller.post(PATH + update.id() + "/fail", "{\"reason\":\"no\"}");

        assertThat(update.configurationStatus()).isEqualTo("active");
        assertThat(update.json().path("configuration").path("open_request").isNull())
                .isTrue();
    }

    @Test
    void an_update_over_http_needs_a_configuration_without_an_open_request() {
        SandboxRequest setup = approved();
        String body = "{\"type\":\"update\",\"configuration\":{\"id\":\"" + setup.configurationId()
                + "\"},\"params\":[{\"id\":\"reseller_contact\",\"value\":\"n@example.com\"}]}";

        Caller.Answer made = caller.post("/tier/config-requests", body);
        Caller.Answer second = caller.post("/tier/config-requests", body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("status").asText()).isEqualTo("pending");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).contains(made.json().path("id").asText());
    }

    @Test
    void a_setup_over_http_makes_a_configuration_of_its_level() {
        Caller.Answer made = caller.post(
                "/tier/config-requests",
                "{\"type\":\"setup\",\"configuration\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"tier_level\":2,"
                        + "\"connection\":{\"type\":\"test\"},\"account\":{\"name\":\"Hub\"}}}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("environment").asText()).isEqualTo("test");
        assertThat(made.json().path("configuration").path("tier_level").asInt()).isEqualTo(2);
        assertThat(made.json()
                        .path("configuration")
                        .path("account")
                        .path("name")
                        .asText())
                .isEqualTo("Hub");
        assertThat(caller.list("/tier/configs", "tier_level=2&status=processing")
                        .ids())
                .containsExactly(made.json().path("configuration").path("id").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"teleport\",\"configuration\":{\"id\":\"TC-1\"}}",
                "{\"type\":\"update\",\"configuration\":{\"id\":\"TC-1\"}}",
                "{\"configuration\":{\"product\":{\"id\":\"PRD-0\"},\"account\":{\"name\":\"Hub\"}}}",
                "{\"configuration\":{\"product\":{\"id\":\"PRD-100-200-300\"}}}",
                "{\"configuration\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"tier_level\":3,\"account\":{\"name\":\"Hub\"}}}",
            })
    void a_bad_request_is_refused(String body) {
        assertThat(caller.post("/tier/config-requests", body).code()).isEqualTo("VAL_001");
    }

    @Test
    void a_draft_is_submitted() {
        String id = caller.post(
                        "/tier/config-requests",
                        "{\"status\":\"draft\",\"configuration\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"account\":{\"name\":\"Hub\"}}}")
                .json()
                .path("id")
                .asText();
        assertThat(sandbox.requestOf(id).status()).isEqualTo("draft");
        assertThat(approve(id).code()).isEqualTo("TC_006");

        assertThat(caller.post(PATH + id + "/submit", null).status()).isEqualTo(200);

        assertThat(sandbox.requestOf(id).status()).isEqualTo("pending");
        assertThat(caller.post(PATH + id + "/submit", null).code()).isEqualTo("TC_006");
    }

    @Test
    void an_update_is_mirrored_into_the_configuration() {
        SandboxRequest tier = sandbox.tierRequest("setup").create();

        caller.put(
                PATH + tier.id(), "{\"params\":[{\"id\":\"reseller_id\",\"value\":\"RES-7\"}],\"notes\":\"called\"}");

        assertThat(tier.json().path("configuration").path("params").toString()).contains("RES-7");
        assertThat(tier.note()).isEqualTo("called");
    }

    @Test
    void the_resellers_answer_brings_an_inquiring_request_back() {
        SandboxRequest tier = sandbox.tierRequest("setup")
                .parameterError("reseller_contact", "no such address")
                .create();
        caller.post(PATH + tier.id() + "/inquire", "{}");
        assertThat(tier.json().path("activation").path("link").asText()).contains(tier.id());

        tier.customerAnswers(Map.of("reseller_contact", "right@example.com"));

        assertThat(tier.status()).isEqualTo("pending");
        assertThat(tier.parameterErrors()).isEmpty();
        assertThat(tier.json().path("configuration").path("params").toString()).contains("right@example.com");
    }

    @Test
    void an_inquiring_request_is_approved_and_failed() {
        String approved = sandbox.tierRequest("setup")
                .parameter("reseller_id", "RES-1")
                .create()
                .id();
        String failed = sandbox.tierRequest("setup").create().id();
        caller.post(PATH + approved + "/inquire", null);
        caller.post(PATH + failed + "/inquire", null);

        assertThat(approve(approved).status()).isEqualTo(200);
        assertThat(caller.post(PATH + failed + "/fail", "{\"reason\":\"no\"}").status())
                .isEqualTo(204);
    }

    @Test
    void variations_turn_the_answers_of_tier_requests_round() {
        try (Sandbox other = Sandbox.builder()
                .with(
                        Variation.TIER_ACTIONS_ANSWER_WITH_A_BODY,
                        Variation.FAILED_SETUP_IS_ACTIVE,
                        Variation.TIER_EFFECTIVE_DATE_AT_THE_ROOT,
                        Variation.APPROVES_WITHOUT_REQUIRED)
                .start()) {
            Caller on = new Caller(other);
            SandboxRequest failed = other.tierRequest("setup").create();
            SandboxRequest approved = other.tierRequest("setup").create();

            Caller.Answer fail = on.post(PATH + failed.id() + "/fail", "{\"reason\":\"no\"}");
            on.post(
                    PATH + approved.id() + "/approve",
                    "{\"template\":{\"id\":\"TL-100-200-300-005\"},\"effective_date\":\"2030-01-01T00:00:00Z\"}");

            assertThat(fail.status()).isEqualTo(200);
            assertThat(fail.json().path("status").asText()).isEqualTo("failed");
            assertThat(failed.configurationStatus()).isEqualTo("active");
            assertThat(approved.effectiveDate()).isEqualTo("2030-01-01T00:00:00Z");
        }
        SandboxRequest failed = sandbox.tierRequest("setup").create();
        caller.post(PATH + failed.id() + "/fail", "{\"reason\":\"no\"}");
        assertThat(failed.configurationStatus()).isEqualTo("processing");
    }

    private SandboxRequest approved() {
        SandboxRequest setup =
                sandbox.tierRequest("setup").parameter("reseller_id", "RES-1").create();
        assertThat(approve(setup.id()).status()).isEqualTo(200);
        return setup;
    }

    private Caller.Answer approve(String id) {
        return caller.post(PATH + id + "/approve", "{\"template\":{\"id\":\"TL-100-200-300-005\"}}");
    }
}
