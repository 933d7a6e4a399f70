package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCreationTest {

    private static final String PRODUCT = "PRD-100-200-300";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_purchase_with_a_reseller_waits_for_both_tiers_and_the_upper_one_comes_first() {
        SandboxRequest order = order(
                "\"customer\":{\"name\":\"Ada\"},\"tier1\":{\"id\":\"TA-1\",\"name\":\"Shop\"},\"tier2\":{\"id\":\"TA-2\",\"name\":\"Hub\"}");
        assertThat(order.status()).isEqualTo("tiers_setup");
        assertThat(order.json().path("params_form_url").asText()).contains(order.id());
        assertThat(caller.approve(order.id()).code()).isEqualTo("REQ_003");

        SandboxRequest tier2 = order.waitsFor().get(0);
        SandboxRequest tier1 = order.waitsFor().get(1);
        assertThat(tier2.status()).isEqualTo("pending");
        assertThat(tier1.status()).isEqualTo("tiers_setup");
        approve(tier2, "006");
        assertThat(tier1.status()).isEqualTo("pending");
        assertThat(order.status()).isEqualTo("tiers_setup");
        approve(tier1, "005");

        assertThat(order.status()).isEqualTo("pending");
        assertThat(order("\"tier1\":{\"id\":\"TA-1\"},\"tier2\":{\"id\":\"TA-2\"}")
                        .status())
                .isEqualTo("pending");
    }

    @Test
    void a_second_purchase_waits_for_the_same_open_setup() {
        SandboxRequest first = order("\"tier1\":{\"id\":\"TA-1\",\"name\":\"Shop\"}");
        SandboxRequest second = order("\"tier1\":{\"id\":\"TA-1\"}");

        assertThat(second.waitsFor().get(0).id())
                .isEqualTo(first.waitsFor().get(0).id());
    }

    @Test
    void a_failed_setup_fails_the_purchase_and_the_next_order_begins_a_new_one() {
        SandboxRequest order = order("\"tier1\":{\"id\":\"TA-1\",\"name\":\"Shop\"}");
        SandboxRequest tier = order.waitsFor().get(0);

        caller.post("/tier/config-requests/" + tier.id() + "/fail", "{\"reason\":\"unknown\"}");

        assertThat(order.status()).isEqualTo("failed");
        assertThat(order.reason()).contains(tier.id());
        assertThat(order.assetStatus()).isEqualTo("terminated");
        SandboxRequest next = order("\"tier1\":{\"id\":\"TA-1\"}").waitsFor().get(0);
        assertThat(next.id()).isNotEqualTo(tier.id());
        assertThat(next.configurationId()).isEqualTo(tier.configurationId());
    }

    @Test
    void a_missing_ordering_parameter_makes_the_platform_inquire_after_the_tiers() {
        JsonNode made = caller.post("/requests", purchase("\"tier1\":{\"name\":\"Shop\"}", "[]"))
                .json();
        SandboxRequest order = sandbox.requestOf(made.path("id").asText());
        assertThat(order.status()).isEqualTo("tiers_setup");

        approve(order.waitsFor().get(0), "005");

        assertThat(order.status()).isEqualTo("inquiring");
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "2.5, 2.5", "\"unlimited\", unlimited", "\"-1\", -1", "-1, -1", "\"7\", 7", "0, 0"})
    void quantities_are_digits_decimals_unlimited_and_minus_one(String sent, String served) {
        Caller.Answer made =
                caller.post("/requests", purchase("", "[]").replace("\"quantity\":5", "\"quantity\":" + sent));

        assertThat(made.json()
                        .path("asset")
                        .path("items")
                        .get(0)
                        .path("quantity")
                        .asText())
                .isEqualTo(served);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"many\"", "-2", "\"\"", "null", "\"1e3\""})
    void other_quantities_are_refused(String sent) {
        Caller.Answer made =
                caller.post("/requests", purchase("", "[]").replace("\"quantity\":5", "\"quantity\":" + sent));

        assertThat(made.code()).isEqualTo("VAL_001");
    }

    @Test
    void a_change_changes_a_quantity_and_a_removed_line_stays_with_nought() {
        String asset = asset("purchase");
        assertThat(change(asset, "10").body()).contains("quantities are not changed");

        Caller.Answer removed = change(asset, "0");

        JsonNode line = removed.json().path("asset").path("items").get(0);
        assertThat(line.path("old_quantity").asText()).isEqualTo("10");
        assertThat(line.path("quantity").asText()).isEqualTo("0");
        caller.approve(removed.json().path("id").asText());
        assertThat(caller.get("/assets/" + asset)
                        .json()
                        .path("items")
                        .get(0)
                        .path("quantity")
                        .asText())
                .isEqualTo("0");
    }

    @Test
    void an_asset_has_one_open_request_and_the_answer_names_it() {
        String asset = asset("purchase");
        String open = change(asset, "20").json().path("id").asText();

        Caller.Answer second = caller.post("/requests", "{\"type\":\"cancel\",\"asset\":{\"id\":\"" + asset + "\"}}");

        assertThat(second.status()).isEqualTo(409);
        JsonNode params = second.json().path("params");
        assertThat(params.path("request_id").asText()).isEqualTo(open);
        assertThat(params.path("id").asText()).isEqualTo(open);
        assertThat(params.path("request_status").asText()).isEqualTo("pending");
        assertThat(params.path("asset_id").asText()).isEqualTo(asset);
        assertThat(params.path("asset_status").asText()).isEqualTo("active");
        assertThat(params.has("template")).isTrue();
        assertThat(params.has("params_form_url")).isTrue();
        assertThat(params.has("fail_message")).isTrue();
    }

    @Test
    void an_adjustment_stands_beside_a_change_only_with_the_capability() {
        String asset = asset("purchase");
        change(asset, "20");
        String adjustment = "{\"type\":\"adjustment\",\"asset\":{\"id\":\"" + asset
                + "\",\"params\":[{\"id\":\"activation_note\",\"value\":\"moved\"}]}}";
        assertThat(caller.post("/requests", adjustment).status()).isEqualTo(409);

        sandbox.seed().capability(PRODUCT, Capability.SIMULTANEOUS_ADJUSTMENT, true);

        Caller.Answer made = caller.post("/requests", adjustment);
        assertThat(made.status()).isEqualTo(201);
        assertThat(caller.post("/requests", adjustment).status()).isEqualTo(409);
        assertThat(change(asset, "30").status()).isEqualTo(409);
        assertThat(sandbox.requestOf(made.json().path("id").asText()).parameters())
                .containsEntry("activation_note", "moved");
    }

    @Test
    void an_approved_adjustment_changes_the_assets_parameters_and_leaves_it_active() {
        String asset = asset("purchase");
        String id = caller.post(
                        "/requests",
                        "{\"type\":\"adjustment\",\"asset\":{\"id\":\"" + asset
                                + "\",\"params\":[{\"id\":\"admin_email\",\"value\":\"new@example.com\"}]}}")
                .json()
                .path("id")
                .asText();

        assertThat(caller.approve(id).status()).isEqualTo(200);

        assertThat(sandbox.assetStatus(asset)).isEqualTo("active");
        assertThat(caller.get("/assets/" + asset).body()).contains("new@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspend", "resume"})
    void without_administrative_hold_a_suspension_is_failed_as_soon_as_it_is_made(String type) {
        String asset = sandbox.request(type).status("failed").create().assetId();
        sandbox.seed().capability(PRODUCT, Capability.HOLD, false);

        Caller.Answer made =
                caller.post("/requests", "{\"type\":\"" + type + "\",\"asset\":{\"id\":\"" + asset + "\"}}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("status").asText()).isEqualTo("failed");
        assertThat(made.json().path("reason").asText()).contains("doesn't support suspend/resume");
        assertThat(sandbox.books().decided()).isEmpty();
    }

    @Test
    void renew_and_transfer_live_like_an_order_and_need_their_capability() {
        String asset = asset("purchase");
        String renew = "{\"type\":\"renew\",\"asset\":{\"id\":\"" + asset + "\"}}";
        String id = caller.post("/requests", renew).json().path("id").asText();
        assertThat(caller.approve(id).json().path("asset").path("status").asText())
                .isEqualTo("active");
        String transfer =
                purchase("", "[{\"id\":\"admin_email\",\"value\":\"a@b.c\"}]").replace("purchase", "transfer");
        Caller.Answer moved = caller.post("/requests", transfer);
        assertThat(moved.json().path("asset").path("status").asText()).isEqualTo("processing");

        sandbox.seed().capability(PRODUCT, Capability.RENEW, false);
        sandbox.seed().capability(PRODUCT, Capability.TRANSFER, false);

        assertThat(caller.post("/requests", renew).code()).isEqualTo("VAL_001");
        assertThat(caller.post("/requests", transfer).code()).isEqualTo("VAL_001");
    }

    @Test
    void a_suspended_asset_is_cancelled_and_by_variation_not() {
        String asset = sandbox.request("resume").status("failed").create().assetId();
        String cancel = "{\"type\":\"cancel\",\"asset\":{\"id\":\"" + asset + "\"}}";
        assertThat(caller.post("/requests", cancel).status()).isEqualTo(201);

        try (Sandbox other =
                Sandbox.builder().with(Variation.SUSPENDED_IS_NOT_CANCELLED).start()) {
            String same = other.request("resume").status("failed").create().assetId();
            assertThat(same).isEqualTo(asset);
            assertThat(new Caller(other).post("/requests", cancel).body())
                    .contains("not allowed when asset state is suspended");
        }
    }

    @Test
    void a_change_carries_parameters_only_with_the_capability() {
        String asset = asset("purchase");
        sandbox.seed().capability(PRODUCT, Capability.EDITABLE_ORDERING_PARAMETERS, false);

        Caller.Answer made = caller.post(
                "/requests",
                "{\"type\":\"change\",\"asset\":{\"id\":\"" + asset
                        + "\",\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":99}],\"params\":[{\"id\":\"admin_email\",\"value\":\"a@b.c\"}]}}");

        assertThat(made.code()).isEqualTo("VAL_001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"marketplace\":{\"id\":\"MP-1\"},|listing",
                "\"status\":\"approved\",|valid choice",
                "\"planned_date\":\"soon\",|wrong format",
            })
    void a_bad_order_is_refused(String rule) {
        String field = rule.substring(0, rule.indexOf('|'));
        String words = rule.substring(rule.indexOf('|') + 1);

        Caller.Answer made =
                caller.post("/requests", "{" + field + purchase("", "[]").substring(1));

        assertThat(made.status()).isEqualTo(400);
        assertThat(made.body()).contains(words);
    }

    @Test
    void a_request_names_the_one_that_was_approved_before_it() {
        String asset = asset("purchase");
        String purchase = caller.get("/assets/" + asset + "/requests").ids().get(0);

        Caller.Answer change = change(asset, "11");

        assertThat(change.json().path("previous_approved_request").path("id").asText())
                .isEqualTo(purchase);
    }

    private String asset(String type) {
        SandboxRequest order = sandbox.request(type)
                .parameter("subscription_id", "SUB-1")
                .item("SEAT", 10)
                .create();
        assertThat(caller.approve(order.id()).status()).isEqualTo(200);
        return order.assetId();
    }

    private Caller.Answer change(String asset, String quantity) {
        return caller.post(
                "/requests",
                "{\"type\":\"change\",\"asset\":{\"id\":\"" + asset
                        + "\",\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":\"" + quantity + "\"}]}}");
    }

    private SandboxRequest order(String tiers) {
        String params = "[{\"id\":\"admin_email\",\"value\":\"a@example.com\"}]";
        return sandbox.requestOf(caller.post("/requests", purchase(tiers, params))
                .json()
                .path("id")
                .asText());
    }

    private static String purchase(String tiers, String params) {
        return "{\"type\":\"purchase\",\"asset\":{\"product\":{\"id\":\"" + PRODUCT
                + "\"},\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":5}],\"params\":" + params
                + ",\"tiers\":{" + tiers + "}}}";
    }

    private void approve(SandboxRequest tier, String template) {
        String path = "/tier/config-requests/" + tier.id();
        caller.put(path, "{\"params\":[{\"id\":\"reseller_id\",\"value\":\"RES-1\"}]}");
        assertThat(caller.post(path + "/approve", "{\"template\":{\"id\":\"TL-100-200-300-" + template + "\"}}")
                        .status())
                .isEqualTo(200);
    }
}
