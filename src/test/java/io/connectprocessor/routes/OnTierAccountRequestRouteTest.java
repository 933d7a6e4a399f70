package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Capability;
import io.connectprocessor.sandbox.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnTierAccountRequestRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    @Test
    void accepts_an_accounts_new_data_without_a_call_on_the_vendor() {
        String id = ROUTES.seed().tierAccountRequest().plant();

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("accepted");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
        assertThat(ROUTES.doubleActions(id)).isZero();
    }

    @Test
    void enters_with_the_account_in_place_of_an_asset() {
        String id = ROUTES.seed().tierAccountRequest().plant();

        ROUTES.process(id);

        assertThat(ROUTES.sent().to("direct:on-tier-account-request", id))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers())
                        .containsEntry("ConnectRequestKind", "tier-account-request")
                        .containsEntry("ConnectRequestType", "update")
                        .containsEntry("ConnectAccountId", account(id))
                        .doesNotContainKeys("ConnectAssetId", "ConnectTierLevel"));
    }

    private static String account(String id) {
        return ((Map<?, ?>) ROUTES.sandbox().requestJson(id).get("account"))
                .get("id")
                .toString();
    }

    @Test
    void leaves_alone_what_is_unsupported_or_of_another_product_or_environment() {
        ROUTES.seed().capability("PRD-400-500-600", Capability.TIER_UPDATES, false);
        String unsupported =
                ROUTES.seed().tierAccountRequest().product("PRD-400-500-600").plant();
        String product =
                ROUTES.seed().tierAccountRequest().product("PRD-700-800-900").plant();
        String environment =
                ROUTES.seed().tierAccountRequest().environment("test").plant();

        ROUTES.poll();

        assertThat(ROUTES.status(unsupported)).isEqualTo("unsupported");
        assertThat(ROUTES.status(product)).isEqualTo("pending");
        assertThat(ROUTES.status(environment)).isEqualTo("pending");
        assertThat(ROUTES.processor().ledger().find(environment)).isEmpty();
    }

    @Test
    void parks_a_version_that_is_outdated_and_works_on_the_newest_when_it_is_discarded() {
        String old = ROUTES.seed().tierAccountRequest().plant();
        String newest = ROUTES.seed().tierAccountRequest().account(account(old)).plant();

        ROUTES.poll();
        assertThat(ROUTES.standing(old)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(old).advice()).contains("newer version");
        assertThat(ROUTES.standing(newest)).isEqualTo(State.HELD_BACK);

        ROUTES.processor().ledger().discard(old, "outdated", "a test");
        ROUTES.poll();

        assertThat(ROUTES.status(newest)).isEqualTo("accepted");
        assertThat(ROUTES.status(old)).isEqualTo("pending");
    }

    @Test
    void waits_while_connect_answers_503() {
        String id = ROUTES.seed().tierAccountRequest().plant();
        ROUTES.sandbox().addFault(Fault.status(503).onConnect().onAction("account-accept"));

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void recognises_an_answer_that_was_lost() {
        String id = ROUTES.seed().tierAccountRequest().plant();
        ROUTES.sandbox().addFault(Fault.replyLost().onConnect().onAction("account-accept"));

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("accepted");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.doubleActions(id)).isZero();
    }
}
