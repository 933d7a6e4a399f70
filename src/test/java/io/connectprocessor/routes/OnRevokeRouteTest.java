package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnRevokeRouteTest {

    private static final String NEXT_YEARS = "2099-01-01T00:00:00+00:00";

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    private static String revoking(String type) {
        return ROUTES.seed().request(type).status("revoking").plant();
    }

    /** After somebody scheduled it at the platform. */
    private static void revoke(String id) {
        ROUTES.sandbox().scheduledByHand(id, NEXT_YEARS);
        ROUTES.sandbox().distributorRevokes(id, "changed our minds");
    }

    private static List<String> cancelled(String id) {
        return ROUTES.vendor().calls(id).stream()
                .filter(call -> call.path().endsWith("/cancel"))
                .map(call -> call.path().split("/")[2])
                .toList();
    }

    @Test
    void confirms_a_purchase_of_which_the_vendor_knows_nothing() {
        String id = revoking("purchase");

        ROUTES.poll();

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.sandbox().assetStatus(ROUTES.sandbox().assetOf(id))).isEqualTo("terminated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer"})
    void confirms_every_other_type_and_leaves_its_subscription_alone(String type) {
        String id = revoking(type);

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
    }

    @Test
    void cancels_the_subscription_whose_id_was_saved() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(400).onConnect().onAction("approve"));
        ROUTES.process(id);
        String subscription = ROUTES.parameter(id, "subscription_id");
        assertThat(ROUTES.sandbox().vendorStatus(subscription)).isEqualTo("active");
        revoke(id);

        ROUTES.replay(id);
        ROUTES.process(id);

        assertThat(cancelled(id)).containsExactly(subscription);
        assertThat(ROUTES.sandbox().vendorStatus(subscription)).isEqualTo("cancelled");
        assertThat(ROUTES.status(id)).isEqualTo("revoked");
    }

    @Test
    void leaves_nothing_at_the_vendor_of_a_subscription_whose_id_was_never_saved() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(400).onConnect().onAction("update-request"));
        ROUTES.process(id);
        assertThat(ROUTES.parameter(id, "subscription_id")).isEmpty();
        revoke(id);

        ROUTES.replay(id);
        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(cancelled(id))
                .singleElement()
                .satisfies(subscription ->
                        assertThat(ROUTES.sandbox().vendorStatus(subscription)).isEqualTo("cancelled"));
        assertThat(ROUTES.vendor().calls(id)).hasSize(2);
    }

    @Test
    void leaves_nothing_at_the_vendor_when_the_answer_to_the_creation_was_lost() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox()
                .addFault(Fault.replyLost()
                        .onVendor()
                        .onAction("create-subscription")
                        .times(1));
        ROUTES.process(id);
        assertThat(ROUTES.effects(id)).isEqualTo(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        revoke(id);

        // It would be due in an hour, and does not wait for that.
        ROUTES.poll();

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(cancelled(id))
                .singleElement()
                .satisfies(subscription ->
                        assertThat(ROUTES.sandbox().vendorStatus(subscription)).isEqualTo("cancelled"));
        // Created once and cancelled once: the repeated creation met its key.
        assertThat(ROUTES.effects(id)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409})
    void confirms_what_is_gone_at_the_vendor_already(int status) {
        String id = ROUTES.seed()
                .purchase()
                .param("subscription_id", "SUB-9")
                .status("revoking")
                .plant();
        ROUTES.vendor().answerNext(status, "{\"error\":\"gone\"}");

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void is_not_confirmed_while_the_vendor_cannot_cancel() {
        String id = ROUTES.seed()
                .purchase()
                .param("subscription_id", "SUB-9")
                .status("revoking")
                .plant();
        ROUTES.vendor().answerNext(503, "{}");

        ROUTES.process(id);
        assertThat(ROUTES.status(id)).isEqualTo("revoking");
        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);

        String refused = ROUTES.seed()
                .purchase()
                .param("subscription_id", "SUB-9")
                .status("revoking")
                .plant();
        ROUTES.vendor().answerNext(422, "{}");
        ROUTES.process(refused);
        assertThat(ROUTES.status(refused)).isEqualTo("revoking");
        assertThat(ROUTES.standing(refused)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(refused).route()).isEqualTo("on-revoke");
    }

    @Test
    void recognises_a_confirmation_whose_answer_was_lost() {
        String id = revoking("change");
        ROUTES.sandbox().addFault(Fault.replyLost().onConnect().onAction("confirm"));

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.doubleActions(id)).isZero();
    }
}
