package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the shipped routes have in common that put the subscription to the vendor as the request wants it, and approve. */
abstract class PutSubscriptionContract {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    private final String type;
    private final String step;

    PutSubscriptionContract(String type, String step) {
        this.type = type;
        this.step = step;
    }

    /** A request whose asset has a subscription at the vendor. */
    String pending() {
        return ROUTES.seed().request(type).pending();
    }

    @Test
    void puts_the_subscription_to_the_vendor_and_approves() {
        String id = pending();

        ROUTES.process(id);

        assertThat(ROUTES.vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("PUT");
            assertThat(call.path()).isEqualTo("/subscriptions/" + ROUTES.parameter(id, "subscription_id"));
            assertThat(call.headers()).containsEntry("idempotency-key", id + ":" + step);
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
        assertThat(ROUTES.letter(id).step()).isEqualTo(step);
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
        String id = ROUTES.seed().request(type).param("subscription_id", "").pending();

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("subscription_id");
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
    }
}
