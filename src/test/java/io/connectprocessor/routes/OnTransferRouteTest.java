package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnTransferRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    private static String pending() {
        return ROUTES.seed()
                .request("transfer")
                .param("subscription_id", ROUTES.parameter(older(), "subscription_id"))
                .pending();
    }

    /** The vendor knows this subscription already; the transfer brings its id along. */
    private static String older() {
        return ROUTES.seed().change().pending();
    }

    @Test
    void puts_the_subscription_to_the_vendor_and_approves() {
        String id = pending();

        ROUTES.process(id);

        assertThat(ROUTES.vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("PUT");
            assertThat(call.path()).isEqualTo("/subscriptions/" + ROUTES.parameter(id, "subscription_id"));
            assertThat(call.headers()).containsEntry("idempotency-key", id + ":transfer-subscription");
        });
        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.effects(id)).isEqualTo(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void parks_and_never_fails_what_the_vendor_declines() {
        String id = pending();
        ROUTES.vendor().answerNext(400, "{\"declined\":\"Not today.\"}");

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).step()).isEqualTo("transfer-subscription");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void waits_while_the_vendor_answers_503() {
        String id = pending();
        ROUTES.sandbox().addFault(Fault.status(503).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void parks_before_any_call_when_no_subscription_is_known() {
        String id =
                ROUTES.seed().request("transfer").param("subscription_id", "").pending();

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("subscription_id");
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
    }
}
