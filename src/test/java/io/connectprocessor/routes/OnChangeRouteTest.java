package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnChangeRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    @Test
    void puts_the_new_quantities_to_the_vendor_and_approves() throws Exception {
        String id = ROUTES.seed().change().item("SEAT", "33").pending();

        ROUTES.process(id);

        String subscription = ROUTES.parameter(id, "subscription_id");
        assertThat(ROUTES.vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("PUT");
            assertThat(call.path()).isEqualTo("/subscriptions/" + subscription);
            assertThat(call.headers()).containsEntry("idempotency-key", id + ":change-subscription");
            assertThat(new ObjectMapper().readTree(call.body()).path("items").toString())
                    .contains("{\"mpn\":\"SEAT\",\"quantity\":\"33\"}");
        });
        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.templateId(id)).isEqualTo("TL-100-200-300-001");
        assertThat(ROUTES.effects(id)).isEqualTo(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void fails_with_the_vendors_reason_what_the_vendor_declines() {
        String id = ROUTES.seed().change().item("DECLINE-ME", "1").pending();

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("failed");
        assertThat(ROUTES.reason(id)).isEqualTo("We do not sell DECLINE-ME.");
        assertThat(ROUTES.effects(id)).isZero();
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void shows_a_reason_full_of_expressions_as_the_vendor_wrote_it() {
        String id = ROUTES.seed().change().pending();
        ROUTES.vendor().answerNext(400, "{\"declined\":\"${body} {{env:HOME}} ?a=b \\\"quoted\\\"\"}");

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("failed");
        assertThat(ROUTES.reason(id)).isEqualTo("${body} {{env:HOME}} ?a=b \"quoted\"");
    }

    @Test
    void waits_while_the_vendor_answers_503() {
        String id = ROUTES.seed().change().pending();
        ROUTES.sandbox().addFault(Fault.status(503).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422})
    void parks_what_the_vendor_refuses_with_status_and_words(int status) {
        String id = ROUTES.seed().change().pending();
        ROUTES.sandbox().addFault(Fault.status(status).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains(String.valueOf(status), "Fault of the sandbox.");
        assertThat(ROUTES.letter(id).step()).isEqualTo("change-subscription");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void parks_before_any_call_when_the_subscription_was_never_saved() {
        String id = ROUTES.seed().change().param("subscription_id", "").pending();

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("subscription_id").contains("is empty");
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
    }
}
