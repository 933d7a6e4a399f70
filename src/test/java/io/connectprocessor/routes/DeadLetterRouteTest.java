package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    @RegisterExtension
    static final RouteFixture SOON = RouteFixture.shipped()
            .with("retry.attempts", "2")
            .with("retry.first-delay", "1ms")
            .with("retry.max-delay", "1ms");

    @Test
    void lets_wait_what_may_pass_by_itself() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(503, "{}");

        ROUTES.process(id);

        assertThat(ROUTES.sent().to("connect:retry", id)).hasSize(1);
        assertThat(ROUTES.sent().to("connect:park", id)).isEmpty();
        DeadLetter letter = ROUTES.letter(id);
        assertThat(letter.state()).isEqualTo(State.WAITING);
        assertThat(letter.failure()).isEqualTo("transient");
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.retryAt()).isAfter(letter.since());
    }

    @Test
    void keeps_for_a_person_what_does_not_pass() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(422, "{\"error\":\"quantity\"}");

        ROUTES.process(id);

        assertThat(ROUTES.sent().to("connect:park", id)).hasSize(1);
        assertThat(ROUTES.sent().to("connect:retry", id)).isEmpty();
        DeadLetter letter = ROUTES.letter(id);
        assertThat(letter.state()).isEqualTo(State.PARKED);
        assertThat(letter.failure()).isEqualTo("refused");
        assertThat(letter.cause()).contains("create-subscription of " + id, "422", "quantity");
        assertThat(letter.step()).isEqualTo("create-subscription");
        assertThat(letter.route()).isEqualTo("on-purchase");
        assertThat(letter.type()).isEqualTo("purchase");
    }

    @Test
    void keeps_no_customers_data_and_no_parameter_values() {
        String id = ROUTES.seed()
                .purchase()
                .param("company_domain", "very-private.example.com")
                .pending();
        ROUTES.vendor().answerNext(422, "{\"error\":\"very-private.example.com is taken\"}");

        ROUTES.process(id);

        assertThat(ROUTES.letter(id).payload()).contains(id, "SEAT").doesNotContain("very-private", "@example.com");
        assertThat(ROUTES.letter(id).cause()).contains("is taken").doesNotContain("very-private");
    }

    @Test
    void shows_at_most_the_first_200_characters_of_a_refusal() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(400, "{\"error\":\"" + "x".repeat(150) + "END".repeat(40) + "TAIL\"}");

        ROUTES.process(id);

        assertThat(ROUTES.letter(id).cause()).contains("xxxEND").doesNotContain("TAIL");
    }

    @Test
    void parks_when_the_attempts_are_used_up_while_the_api_answers() {
        String id = SOON.seed().purchase().pending();
        SOON.vendor().answerNext(503, "{}");
        SOON.vendor().answerNext(503, "{}");

        SOON.process(id);
        assertThat(SOON.letter(id).state()).isEqualTo(State.WAITING);
        await().until(() -> SOON.standing(id) == State.READY);
        SOON.process(id);

        assertThat(SOON.sent().to("direct:on-purchase", id))
                .extracting(sent -> sent.headers().get("ConnectAttempt"))
                .containsExactly(1, 2);
        assertThat(SOON.letter(id).state()).isEqualTo(State.PARKED);
        assertThat(SOON.letter(id).failure()).isEqualTo("exhausted");
        assertThat(SOON.letter(id).cause()).contains("503", "(attempt 2 of 2)");
        assertThat(SOON.status(id)).isEqualTo("pending");
    }

    @Test
    void a_waiting_request_that_is_due_is_taken_up_by_the_next_poll() {
        String id = SOON.seed().purchase().pending();
        SOON.vendor().answerNext(503, "{}");
        SOON.process(id);
        await().until(() -> SOON.standing(id) == State.READY);

        SOON.poll();

        assertThat(SOON.status(id)).isEqualTo("approved");
        assertThat(SOON.effects(id)).isEqualTo(1);
    }

    @Test
    void asks_no_attempt_of_a_request_for_a_vendor_that_asks_for_less() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(429, "{}");

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.letter(id).failure()).isEqualTo("throttled");
        assertThat(ROUTES.letter(id).attempts()).isZero();
    }

    @Test
    void asks_no_attempt_of_a_request_for_an_api_that_answers_nobody() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.connectionClosedBefore().onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.letter(id).cause()).contains("the vendor did not answer");
        assertThat(ROUTES.letter(id).attempts()).isZero();
    }

    @Test
    void a_replayed_request_goes_on_and_is_approved() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(422, "{}");
        ROUTES.process(id);
        ROUTES.replay(id);

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.effects(id)).isEqualTo(1);
    }

    @Test
    void a_parked_request_is_not_worked_on_again_by_itself() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(422, "{}");
        ROUTES.process(id);

        ROUTES.poll();
        ROUTES.process(id);

        assertThat(ROUTES.vendor().calls(id)).hasSize(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
    }
}
