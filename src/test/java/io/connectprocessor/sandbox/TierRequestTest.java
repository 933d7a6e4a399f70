package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TierRequestTest {

    private static final String PATH = "/tier/config-requests/";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void an_approval_frees_the_purchases_that_waited() {
        String tier = sandbox.seed().tierSetup().plant();
        String purchase = sandbox.seed().purchase().heldBy(tier).plant();
        assertThat(sandbox.requestJson(purchase)).containsEntry("status", "tiers_setup");

        Caller.Answer put = fill(tier);
        Caller.Answer approved = approve(tier, "005");

        assertThat(put.status()).isEqualTo(200);
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.json().path("status").asText()).isEqualTo("approved");
        assertThat(approved.json().path("configuration").path("status").asText())
                .isEqualTo("active");
        assertThat(approved.json().path("configuration").path("params").toString())
                .contains("RES-9");
        assertThat(sandbox.requestJson(purchase)).containsEntry("status", "pending");
    }

    @Test
    void tier_1_waits_for_tier_2_and_the_purchase_for_both() {
        String tier2 = sandbox.seed().tierSetup().level(2).plant();
        String tier1 = sandbox.seed().tierSetup().below(tier2).plant();
        String purchase = sandbox.seed().purchase().heldBy(tier2, tier1).plant();
        assertThat(sandbox.requestJson(tier1)).containsEntry("status", "tiers_setup");
        assertThat(approve(tier1, "005").code()).isEqualTo("TC_006");

        fill(tier2);
        approve(tier2, "006");
        assertThat(sandbox.requestJson(tier1)).containsEntry("status", "pending");
        assertThat(sandbox.requestJson(purchase)).containsEntry("status", "tiers_setup");
        fill(tier1);
        approve(tier1, "005");

        assertThat(sandbox.requestJson(purchase)).containsEntry("status", "pending");
    }

    @Test
    void a_failure_takes_the_lower_tier_and_the_purchase_with_it() {
        String tier2 = sandbox.seed().tierSetup().level(2).plant();
        String tier1 = sandbox.seed().tierSetup().below(tier2).plant();
        String purchase = sandbox.seed().purchase().heldBy(tier1).plant();

        Caller.Answer failed = caller.post(PATH + tier2 + "/fail", "{\"reason\":\"unknown reseller\"}");

        assertThat(failed.status()).isEqualTo(204);
        assertThat(failed.body()).isEmpty();
        assertThat(sandbox.requestJson(tier1)).containsEntry("status", "failed");
        assertThat(sandbox.requestJson(purchase)).containsEntry("status", "failed");
        assertThat(sandbox.assetStatus(sandbox.assetOf(purchase))).isEqualTo("terminated");
        assertThat(sandbox.books().decided()).containsExactly(tier2);
    }

    @Test
    void inquire_pend_assign_and_unassign_answer_204() {
        String tier = sandbox.seed().tierSetup().plant();

        assertThat(caller.post(PATH + tier + "/inquire", null).status()).isEqualTo(204);
        assertThat(sandbox.requestJson(tier)).containsEntry("status", "inquiring");
        assertThat(fill(tier).code()).isEqualTo("TC_006");
        assertThat(caller.post(PATH + tier + "/pend/", "{}").status()).isEqualTo(204);
        assertThat(sandbox.requestJson(tier)).containsEntry("status", "pending");
        assertThat(caller.post(PATH + tier + "/assign", "{\"id\":\"UR-1\"}").status())
                .isEqualTo(204);
        assertThat(caller.list(PATH.substring(0, PATH.length() - 1), "assignee.id=UR-1")
                        .ids())
                .containsExactly(tier);
        assertThat(caller.post(PATH + tier + "/unassign", null).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|VAL_001",
                "{\"template_id\":\"TL-100-200-300-005\"}|VAL_001",
                "{\"template\":\"TL-100-200-300-005\"}|VAL_001",
                "{\"template\":{}}|VAL_001",
                "{\"template\":{\"id\":\"TL-0\"}}|TC_012",
                "{\"template\":{\"id\":\"TL-100-200-300-001\"}}|TC_012",
                "{\"template\":{\"id\":\"TL-100-200-300-006\"}}|TC_012",
                "{\"template\":{\"id\":\"TL-400-500-600-005\"}}|TC_012",
            })
    void a_bad_approval_is_refused(String body, String code) {
        String tier = sandbox.seed().tierSetup().param("reseller_id", "RES-1").plant();

        Caller.Answer answer = caller.post(PATH + tier + "/approve", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void approval_needs_the_required_parameters() {
        String tier = sandbox.seed().tierSetup().plant();

        assertThat(approve(tier, "005").code()).isEqualTo("VAL_001");
    }

    @Test
    void a_second_action_is_tc_006_and_goes_into_the_books() {
        String tier = sandbox.seed().tierSetup().param("reseller_id", "RES-1").plant();
        approve(tier, "005");

        assertThat(approve(tier, "005").code()).isEqualTo("TC_006");
        assertThat(caller.post(PATH + tier + "/fail", "{\"reason\":\"no\"}").code())
                .isEqualTo("TC_006");
        assertThat(sandbox.books().doubleActions()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\":\"  \"}"})
    void failing_needs_a_reason(String body) {
        String tier = sandbox.seed().tierSetup().plant();

        assertThat(caller.post(PATH + tier + "/fail", body).code()).isEqualTo("VAL_001");
    }

    @Test
    void the_list_has_filters_and_orderings_of_its_own() {
        String tier2 = sandbox.seed().tierSetup().level(2).plant();
        String tier1 = sandbox.seed().tierSetup().below(tier2).plant();
        String other = sandbox.seed()
                .tierSetup()
                .product("PRD-400-500-600")
                .environment("test")
                .plant();
        String list = "/tier/config-requests";

        assertThat(caller.list(list, "status=pending&ordering(id)").ids()).containsExactly(tier2, other);
        assertThat(caller.list(list, "configuration.tier_level=1&environment=production")
                        .ids())
                .containsExactly(tier1);
        assertThat(caller.list(list, "configuration.product.id=PRD-400-500-600").ids())
                .containsExactly(other);
        assertThat(caller.list(list, "unassigned=null()").ids()).hasSize(3);
        assertThat(caller.list(list, "ne(status,pending)").status()).isEqualTo(400);
        assertThat(caller.list(list, "status=scheduled").status()).isEqualTo(400);
        assertThat(caller.list(list, "limit=0").range()).isEqualTo("items 0-0/3");
    }

    private Caller.Answer fill(String tier) {
        return caller.put(PATH + tier, "{\"params\":[{\"id\":\"reseller_id\",\"value\":\"RES-9\"}]}");
    }

    private Caller.Answer approve(String tier, String template) {
        return caller.post(PATH + tier + "/approve", "{\"template\":{\"id\":\"TL-100-200-300-" + template + "\"}}");
    }
}
