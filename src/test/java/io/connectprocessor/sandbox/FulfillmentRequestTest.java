package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FulfillmentRequestTest {

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_purchase_is_approved_with_its_subscription_and_a_template() {
        String id = sandbox.seed().purchase().item("SEAT", "7").pending();

        caller.fill(id);
        Caller.Answer answer = caller.approve(id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("approved");
        assertThat(answer.json().path("activation_key").asText()).contains("SUB-9");
        assertThat(answer.json().path("asset").path("status").asText()).isEqualTo("active");
        assertThat(answer.json().path("assignee").path("id").asText()).isEqualTo("SU-000-000-000");
        assertThat(answer.json().path("effective_date").asText()).endsWith("+00:00");
        assertThat(sandbox.books().decided()).containsExactly(id);
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "purchase, processing, active, terminated",
        "change, active, active, active",
        "adjustment, active, active, active",
        "suspend, active, suspended, active",
        "resume, suspended, active, suspended",
        "cancel, terminating, terminated, active",
    })
    void the_asset_follows_the_request(String type, String pending, String approved, String failed) {
        String first =
                sandbox.seed().request(type).param("subscription_id", "SUB-1").pending();
        String second =
                sandbox.seed().request(type).param("subscription_id", "SUB-1").pending();

        assertThat(sandbox.assetStatus(sandbox.assetOf(first))).isEqualTo(pending);
        assertThat(caller.approve(first).status()).isEqualTo(200);
        assertThat(caller.post("/requests/" + second + "/fail", "{\"reason\":\"no\"}")
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.assetStatus(sandbox.assetOf(first))).isEqualTo(approved);
        assertThat(sandbox.assetStatus(sandbox.assetOf(second))).isEqualTo(failed);
    }

    @Test
    void a_failed_cancel_gives_a_suspended_asset_back_as_suspended() {
        String resume = sandbox.seed().resume().status("failed").plant();
        String asset = sandbox.assetOf(resume);
        String cancel = sandbox.seed().cancel().asset(asset).pending();
        assertThat(sandbox.assetStatus(asset)).isEqualTo("terminating");

        caller.post("/requests/" + cancel + "/fail", "{\"reason\":\"no\"}");

        assertThat(sandbox.assetStatus(asset)).isEqualTo("suspended");
    }

    @Test
    void a_second_action_is_refused_and_goes_into_the_books() {
        String id = sandbox.seed().change().pending();
        caller.approve(id);

        Caller.Answer again = caller.approve(id);
        Caller.Answer fail = caller.post("/requests/" + id + "/fail", "{\"reason\":\"no\"}");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("REQ_003");
        assertThat(again.body()).contains("can be approved");
        assertThat(fail.code()).isEqualTo("REQ_003");
        assertThat(sandbox.books().doubleActions())
                .containsExactly(
                        new Books.DoubleAction(id, "approve", "approved"),
                        new Books.DoubleAction(id, "fail", "approved"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|REQ_005",
                "{\"template_id\":null}|VAL_001",
                "{\"template_id\":\"TL-0\"}|VAL_001",
                "{\"template_id\":\"TL-100-200-300-003\"}|VAL_001",
                "{\"template_id\":\"TL-100-200-300-005\"}|VAL_001",
                "{\"template_id\":\"TL-400-500-600-001\"}|VAL_001",
                "{\"template_id\":\"TL-100-200-300-001\",\"effective_date\":\"tomorrow\"}|VAL_001",
                "{\"template\":{\"id\":\"TL-100-200-300-001\"}}|REQ_005",
                "not json|VAL_001",
            })
    void a_bad_approval_is_refused_without_effect(String body, String code) {
        String id = sandbox.seed().change().pending();

        Caller.Answer answer = caller.post("/requests/" + id + "/approve", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(sandbox.requestJson(id)).containsEntry("status", "pending");
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    @Test
    void approval_needs_the_required_parameters() {
        String id = sandbox.seed().purchase().pending();

        Caller.Answer answer = caller.approve(id);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VAL_001");
        assertThat(answer.body()).contains("subscription_id");
    }

    @Test
    void an_activation_tile_does_in_place_of_a_template_and_a_trailing_slash_does_no_harm() {
        String id = sandbox.seed().change().pending();

        Caller.Answer answer = caller.post("/requests/" + id + "/approve/", "{\"activation_tile\":\"# Done\"}");

        assertThat(answer.json().path("activation_key").asText()).isEqualTo("# Done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}|REQ_005", "{\"reason\":\"\"}|VAL_001", "{\"reason\":null}|VAL_001"})
    void failing_needs_a_reason(String body, String code) {
        String id = sandbox.seed().change().pending();

        Caller.Answer answer = caller.post("/requests/" + id + "/fail", body);

        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void inquiring_needs_a_parameter_with_an_error_and_comes_back_by_pend() {
        String id = sandbox.seed().purchase().pending();

        Caller.Answer early = caller.post("/requests/" + id + "/inquire", "{}");
        caller.put(
                "/requests/" + id,
                "{\"asset\":{\"params\":[{\"id\":\"admin_email\",\"value_error\":\"not an address\"}]}}");
        Caller.Answer inquired =
                caller.post("/requests/" + id + "/inquire", "{\"template_id\":\"TL-100-200-300-003\"}");
        Caller.Answer put = caller.fill(id);
        Caller.Answer pended = caller.post("/requests/" + id + "/pend", null);

        assertThat(early.code()).isEqualTo("REQ_003");
        assertThat(early.body()).contains("at least one parameter");
        assertThat(inquired.json().path("status").asText()).isEqualTo("inquiring");
        assertThat(inquired.json().path("params_form_url").asText()).contains("request_id=" + id);
        assertThat(put.code()).isEqualTo("REQ_003");
        assertThat(pended.json().path("status").asText()).isEqualTo("pending");
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    @Test
    void the_customers_answer_brings_an_inquired_request_back_with_a_new_value() {
        String id = sandbox.seed().purchase().paramError("admin_email", "bad").pending();
        caller.post("/requests/" + id + "/inquire", "{}");

        sandbox.customerAnswers(id, Map.of("admin_email", "right@example.com"));

        Caller.Answer answer = caller.get("/requests/" + id);
        assertThat(answer.json().path("status").asText()).isEqualTo("pending");
        assertThat(value(answer, "admin_email")).isEqualTo("right@example.com");
        assertThat(caller.post("/requests/" + id + "/inquire", "{}").body()).contains("at least one parameter");
    }

    @Test
    void a_scheduled_request_is_pending_again_at_its_date() {
        String id = sandbox.seed().change().pending();
        caller.post("/requests/" + id + "/schedule", "{\"planned_date\":\"2199-01-01T00:00:00+00:00\"}");

        sandbox.dateReached(id);

        assertThat(caller.approve(id).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "resume", "cancel"})
    void administrative_requests_are_never_inquired(String type) {
        String id =
                sandbox.seed().request(type).paramError("admin_email", "bad").pending();

        assertThat(caller.post("/requests/" + id + "/inquire", "{}").code()).isEqualTo("REQ_003");
    }

    @Test
    void a_scheduled_request_is_revoked_and_confirmed() {
        String id = sandbox.seed().change().pending();
        String path = "/requests/" + id;

        assertThat(caller.post(path + "/schedule", "{\"planned_date\":\"2001-01-01T00:00:00+00:00\"}")
                        .code())
                .isEqualTo("VAL_001");
        caller.post(path + "/schedule", "{\"planned_date\":\"2199-01-01T00:00:00+00:00\"}");
        assertThat(caller.approve(id).code()).isEqualTo("REQ_003");
        caller.post(path + "/revoke", "{\"reason\":\"changed our minds\"}");
        assertThat(sandbox.requestJson(id)).containsEntry("status", "revoking");
        Caller.Answer confirmed = caller.post(path + "/confirm", null);

        assertThat(confirmed.json().path("status").asText()).isEqualTo("revoked");
        assertThat(sandbox.assetStatus(sandbox.assetOf(id))).isEqualTo("active");
    }

    @Test
    void an_update_changes_only_what_it_names() {
        String id =
                sandbox.seed().purchase().param("activation_note", "keep me").pending();

        Caller.Answer answer = caller.fill(id);

        assertThat(value(answer, "subscription_id")).isEqualTo("SUB-9");
        assertThat(value(answer, "activation_note")).isEqualTo("keep me");
        assertThat(value(answer, "admin_email")).contains("@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"asset\":{}}",
                "{\"asset\":{\"params\":{}}}",
                "{\"asset\":{\"params\":[{\"id\":\"nonesuch\",\"value\":\"1\"}]}}",
                "{\"asset\":{\"params\":[{\"id\":\"subscription_id\",\"value\":7}]}}",
                "{\"asset\":{\"params\":[{\"id\":\"subscription_id\",\"value\":null}]}}",
                "{\"params\":[{\"id\":\"subscription_id\",\"value\":\"1\"}]}",
            })
    void a_bad_update_is_refused(String body) {
        String id = sandbox.seed().purchase().pending();

        Caller.Answer answer = caller.put("/requests/" + id, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("VAL_001");
    }

    @Test
    void a_value_longer_than_2048_characters_is_refused() {
        String id = sandbox.seed().purchase().pending();
        String body = "{\"asset\":{\"params\":[{\"id\":\"subscription_id\",\"value\":\"" + "x".repeat(2049) + "\"}]}}";

        assertThat(caller.put("/requests/" + id, body).code()).isEqualTo("VAL_001");
    }

    @Test
    void an_asset_has_one_open_request_unless_the_test_says_otherwise() {
        String change = sandbox.seed().change().pending();
        String asset = sandbox.assetOf(change);

        Caller.Answer second = caller.post("/requests", "{\"type\":\"cancel\",\"asset\":{\"id\":\"" + asset + "\"}}");
        String beside = sandbox.seed().adjustment().asset(asset).besideOpen().pending();

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("params").path("request_id").asText()).isEqualTo(change);
        assertThat(beside).startsWith("PR-").isNotEqualTo(change);
    }

    @Test
    void deciding_the_younger_of_two_open_requests_first_is_an_order_violation() {
        String older = sandbox.seed().change().pending();
        String asset = sandbox.assetOf(older);
        String younger = sandbox.seed().adjustment().asset(asset).besideOpen().pending();

        caller.approve(younger);
        caller.approve(older);

        assertThat(sandbox.books().orderViolations()).containsExactly(new Books.OrderViolation(asset, younger, older));
    }

    @Test
    void an_approval_shows_in_the_younger_request_of_the_asset() {
        String older = sandbox.seed().change().pending();
        String younger = sandbox.seed()
                .adjustment()
                .asset(sandbox.assetOf(older))
                .besideOpen()
                .pending();
        caller.fill(older);
        assertThat(value(caller.get("/requests/" + younger), "subscription_id")).isNotEqualTo("SUB-9");

        caller.approve(older);

        assertThat(value(caller.get("/requests/" + younger), "subscription_id")).isEqualTo("SUB-9");
    }

    @Test
    void a_change_shows_old_and_new_quantities_as_strings() {
        String id =
                sandbox.seed().change().item("SEAT", "0").item("SUPPORT", "1").pending();

        Caller.Answer answer = caller.get("/requests/" + id);

        Map<String, String> lines = new java.util.TreeMap<>();
        answer.json().path("asset").path("items").forEach(item -> {
            assertThat(item.path("quantity").isTextual()).isTrue();
            lines.put(
                    item.path("mpn").asText(),
                    item.path("old_quantity").asText() + ">"
                            + item.path("quantity").asText());
        });
        assertThat(lines)
                .containsEntry("SUPPORT", "0>1")
                .containsEntry("STORAGE", "2>2")
                .containsEntry("SEAT", "6>0");
    }

    @Test
    void assignees_come_in_three_shapes_and_change_by_id_or_email() {
        String nobody = sandbox.seed().change().pending();
        String text = sandbox.seed().change().assignedAsText("UR-1").pending();
        String object = sandbox.seed().change().assignedAsObject("UR-1").pending();

        assertThat(caller.get("/requests/" + nobody).json().path("assignee").asText())
                .isEmpty();
        assertThat(caller.get("/requests/" + text).json().path("assignee").asText())
                .isEqualTo("UR-1");
        assertThat(caller.get("/requests/" + object)
                        .json()
                        .path("assignee")
                        .path("id")
                        .asText())
                .isEqualTo("UR-1");
        assertThat(caller.post("/requests/" + text + "/assign", "{}").code()).isEqualTo("VAL_001");
        assertThat(caller.post("/requests/" + text + "/assign", "{\"email\":\"a@b.c\"}")
                        .json()
                        .path("assignee")
                        .path("email")
                        .asText())
                .isEqualTo("a@b.c");
        assertThat(caller.post("/requests/" + text + "/unassign", null)
                        .json()
                        .path("assignee")
                        .asText())
                .isEmpty();
    }

    @Test
    void unknown_ids_and_paths_are_404_and_wrong_verbs_405() {
        String id = sandbox.seed().change().pending();

        assertThat(caller.get("/requests/PR-0").status()).isEqualTo(404);
        assertThat(caller.get("/nonesuch").status()).isEqualTo(404);
        assertThat(caller.post("/requests/" + id + "/deploy", "{}").status()).isEqualTo(404);
        assertThat(caller.get("/requests/" + id + "/approve").status()).isEqualTo(405);
        assertThat(caller.connect("DELETE", "/requests/" + id, null).status()).isEqualTo(405);
    }

    @Test
    void a_wrong_or_refused_key_is_401_on_every_path() {
        String url = sandbox.connectUrl() + "/requests";
        assertThat(caller.send("GET", url, null).status()).isEqualTo(401);
        assertThat(caller.send("GET", url, null, "Authorization", "SU-000-000-000:sandbox")
                        .code())
                .isEqualTo("AUTH_001");
        sandbox.refuseKey(true);
        assertThat(caller.get("/requests").status()).isEqualTo(401);
        sandbox.refuseKey(false);
        assertThat(caller.get("/requests").status()).isEqualTo(200);
    }

    private static String value(Caller.Answer answer, String param) {
        for (var p : answer.json().path("asset").path("params")) {
            if (p.path("id").asText().equals(param)) {
                return p.path("value").asText();
            }
        }
        throw new AssertionError("No parameter " + param);
    }
}
