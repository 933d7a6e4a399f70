package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DraftTest {

    private static final String PRODUCT = "PRD-100-200-300";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_draft_becomes_pending_when_it_is_purchased() {
        String id = draft("[{\"id\":\"admin_email\",\"value\":\"a@example.com\"}]");
        assertThat(sandbox.requestOf(id).status()).isEqualTo("draft");
        assertThat(sandbox.requestOf(id).assetStatus()).isEqualTo("draft");

        Caller.Answer ordered = caller.post("/requests/" + id + "/purchase", "{}");

        assertThat(ordered.status()).isEqualTo(200);
        assertThat(ordered.json().path("status").asText()).isEqualTo("pending");
        assertThat(ordered.json().path("asset").path("status").asText()).isEqualTo("processing");
    }

    @Test
    void a_draft_without_a_required_parameter_is_inquiring_when_it_is_purchased() {
        String id = draft("[]");

        Caller.Answer ordered = caller.post("/requests/" + id + "/purchase", "{}");

        assertThat(ordered.json().path("status").asText()).isEqualTo("inquiring");
        assertThat(ordered.json().path("params_form_url").asText()).contains("code=");
    }

    @Test
    void a_draft_of_a_change_is_submitted_not_purchased() {
        String asset = sandbox.request("suspend").status("failed").create().assetId();
        String id = caller.post(
                        "/requests",
                        "{\"type\":\"change\",\"status\":\"draft\",\"asset\":{\"id\":\"" + asset
                                + "\",\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":77}]}}")
                .json()
                .path("id")
                .asText();

        assertThat(caller.post("/requests/" + id + "/purchase", "{}").code()).isEqualTo("REQ_003");
        assertThat(caller.post("/requests/" + id + "/submit", "{}")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("pending");
        assertThat(sandbox.requestOf(id).items()).containsEntry("SEAT", "77");
    }

    @Test
    void only_drafts_are_ordered_and_validated() {
        String id = sandbox.request("purchase").create().id();

        for (String action : new String[] {"purchase", "submit", "validate"}) {
            assertThat(caller.post("/requests/" + id + "/" + action, "{}").code())
                    .isEqualTo("REQ_003");
        }
    }

    @Test
    void a_draft_cannot_be_approved_failed_or_scheduled() {
        String id = draft("[]");

        assertThat(caller.approve(id).code()).isEqualTo("REQ_003");
        assertThat(caller.post("/requests/" + id + "/fail", "{\"reason\":\"no\"}")
                        .code())
                .isEqualTo("REQ_003");
        assertThat(caller.post("/requests/" + id + "/schedule", "{\"planned_date\":\"2199-01-01T00:00:00Z\"}")
                        .code())
                .isEqualTo("REQ_003");
    }

    @Test
    void a_draft_is_updated_and_validated_only_with_the_capability() {
        String id = draft("[]");
        String update = "{\"asset\":{\"params\":[{\"id\":\"company_domain\",\"value\":\"x.example.com\"}]}}";
        assertThat(caller.put("/requests/" + id, update).code()).isEqualTo("REQ_003");
        assertThat(caller.post("/requests/" + id + "/validate", "{}").code()).isEqualTo("REQ_003");

        sandbox.seed().capability(PRODUCT, Capability.CART_VALIDATION, true);

        assertThat(caller.put("/requests/" + id, update).status()).isEqualTo(200);
        Caller.Answer validated = caller.post("/requests/" + id + "/validate", "{}");
        assertThat(validated.status()).isEqualTo(200);
        assertThat(sandbox.requestOf(id).parameterErrors()).containsOnlyKeys("admin_email");
        assertThat(sandbox.requestOf(id).status()).isEqualTo("draft");
        Caller.Answer again = caller.post(
                "/requests/" + id + "/validate",
                "{\"asset\":{\"params\":[{\"id\":\"admin_email\",\"value\":\"a@example.com\"}]}}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(sandbox.requestOf(id).parameterErrors()).isEmpty();
    }

    @Test
    void a_draft_takes_new_quantities_by_an_update() {
        sandbox.seed().capability(PRODUCT, Capability.CART_VALIDATION, true);
        String id = draft("[]");

        caller.put(
                "/requests/" + id,
                "{\"asset\":{\"items\":[{\"global_id\":\"PRD-100-200-300-0001\",\"quantity\":\"12\"}]}}");

        assertThat(sandbox.requestOf(id).items()).containsEntry("SEAT", "12");
    }

    @Test
    void a_draft_does_not_stand_in_the_way_of_another_request_until_it_is_submitted() {
        String asset = sandbox.request("suspend").status("failed").create().assetId();
        String body = "{\"type\":\"change\",\"status\":\"draft\",\"asset\":{\"id\":\"" + asset
                + "\",\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":77}]}}";
        String draft = caller.post("/requests", body).json().path("id").asText();
        assertThat(caller.post("/requests", body.replace("\"status\":\"draft\",", ""))
                        .status())
                .isEqualTo(201);

        assertThat(caller.post("/requests/" + draft + "/submit", "{}").status()).isEqualTo(409);
    }

    private String draft(String params) {
        return caller.post(
                        "/requests",
                        "{\"type\":\"purchase\",\"status\":\"draft\",\"asset\":{\"product\":{\"id\":\"" + PRODUCT
                                + "\"},\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":5}],\"params\":"
                                + params + "}}")
                .json()
                .path("id")
                .asText();
    }
}
