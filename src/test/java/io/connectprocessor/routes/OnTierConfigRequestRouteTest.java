package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnTierConfigRequestRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    @Test
    void creates_the_reseller_keeps_its_id_and_approves() throws Exception {
        String id = ROUTES.seed().tierSetup().plant();

        ROUTES.process(id);

        assertThat(ROUTES.vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.path()).isEqualTo("/resellers");
            assertThat(call.headers()).containsEntry("idempotency-key", id + ":create-reseller");
            assertThat(new ObjectMapper()
                            .readTree(call.body())
                            .at("/account/id")
                            .asText())
                    .startsWith("TA-");
        });
        assertThat(ROUTES.parameter(id, "reseller_id")).startsWith("RES-");
        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.effects(id)).isEqualTo(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void approves_with_the_template_of_the_requests_own_tier_and_product() {
        String first = ROUTES.seed().tierSetup().level(1).plant();
        String second =
                ROUTES.seed().tierSetup().level(2).product("PRD-400-500-600").plant();

        ROUTES.process(first);
        ROUTES.process(second);

        assertThat(ROUTES.templateId(first)).isEqualTo("TL-100-200-300-005");
        assertThat(ROUTES.templateId(second)).isEqualTo("TL-400-500-600-006");
    }

    @Test
    void tells_the_route_the_tier_level_in_place_of_an_asset() {
        String id = ROUTES.seed().tierSetup().level(2).plant();

        ROUTES.process(id);

        assertThat(ROUTES.sent().to("direct:on-tier-config-request", id))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers())
                        .containsEntry("ConnectTierLevel", 2)
                        .containsEntry("ConnectRequestKind", "tier-request")
                        .doesNotContainKey("ConnectAssetId"));
    }

    @Test
    void works_on_tier_1_only_after_the_tier_2_above_it_is_approved() {
        String above = ROUTES.seed().tierSetup().level(2).plant();
        String below = ROUTES.seed().tierSetup().level(1).below(above).plant();

        assertThat(ROUTES.status(below)).isEqualTo("tiers_setup");

        ROUTES.poll();
        assertThat(ROUTES.sent().to("direct:on-tier-config-request", above)).hasSize(1);
        ROUTES.poll();

        assertThat(ROUTES.status(above)).isEqualTo("approved");
        assertThat(ROUTES.status(below)).isEqualTo("approved");
        assertThat(ROUTES.effects(below)).isEqualTo(1);
    }

    @Test
    void lets_the_purchases_through_that_waited_for_it() {
        String tier = ROUTES.seed().tierSetup().plant();
        String purchase = ROUTES.seed().purchase().heldBy(tier).pending();

        ROUTES.process(tier);
        ROUTES.poll();

        assertThat(ROUTES.status(purchase)).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "adjustment"})
    void approves_a_known_resellers_request_without_a_new_reseller(String type) {
        String id = ROUTES.seed()
                .tierSetup()
                .type(type)
                .param("reseller_id", "RES-before")
                .plant();

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.parameter(id, "reseller_id")).isEqualTo("RES-before");
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
    }

    @Test
    void waits_while_the_vendor_answers_503() {
        String id = ROUTES.seed().tierSetup().plant();
        ROUTES.sandbox().addFault(Fault.status(503).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void parks_and_never_fails_what_the_vendor_declines() {
        String id = ROUTES.seed().tierSetup().plant();
        ROUTES.vendor().answerNext(400, "{\"declined\":\"Not this one.\"}");

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("400", "Not this one.");
        assertThat(ROUTES.letter(id).route()).isEqualTo("on-tier-config-request");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void parks_when_the_vendors_answer_has_no_id() {
        String id = ROUTES.seed().tierSetup().plant();
        ROUTES.vendor().answerNext(201, "{\"number\":7}");

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("reseller_id has no value");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void recognises_an_approval_whose_answer_was_lost() {
        String id = ROUTES.seed().tierSetup().plant();
        ROUTES.sandbox().addFault(Fault.replyLost().onConnect().onAction("tier-approve"));

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.doubleActions(id)).isZero();
        assertThat(ROUTES.effects(id)).isEqualTo(1);
    }
}
