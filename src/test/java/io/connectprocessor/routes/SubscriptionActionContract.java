package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.failure.Api;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.RequestSeed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the routes have in common that tell the vendor to suspend, resume or cancel. */
abstract class SubscriptionActionContract {

    private final String action;

    SubscriptionActionContract(String action) {
        this.action = action;
    }

    abstract RouteFixture routes();

    private RequestSeed seed() {
        return routes().seed().request(action);
    }

    @Test
    void tells_the_vendor_and_approves() {
        String id = seed().pending();

        routes().process(id);

        assertThat(routes().vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.path())
                    .isEqualTo("/subscriptions/" + routes().parameter(id, "subscription_id") + "/" + action);
            assertThat(call.headers()).containsEntry("idempotency-key", id + ":" + action + "-subscription");
            assertThat(call.body()).contains("\"request_id\":\"" + id + "\"");
        });
        assertThat(routes().status(id)).isEqualTo("approved");
        assertThat(routes().templateId(id)).isEqualTo("TL-100-200-300-001");
        assertThat(routes().effects(id)).isEqualTo(1);
        assertThat(routes().standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void approves_what_is_so_at_the_vendor_already() {
        String first = seed().pending();
        routes().process(first);
        String again = seed().asset(routes().sandbox().assetOf(first)).pending();

        routes().process(again);

        assertThat(routes().vendor().calls(again)).hasSize(1);
        assertThat(routes().effects(again)).isZero();
        assertThat(routes().status(again)).isEqualTo("approved");
        assertThat(routes().standing(again)).isEqualTo(State.DECIDED);
    }

    @Test
    void parks_and_never_fails_what_the_vendor_declines() {
        String id = seed().pending();
        routes().vendor().answerNext(400, "{\"declined\":\"Not today.\"}");

        routes().process(id);

        assertThat(routes().standing(id)).isEqualTo(State.PARKED);
        assertThat(routes().letter(id).cause()).contains("400", "Not today.");
        assertThat(routes().status(id)).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void parks_what_the_vendor_refuses_with_status_and_words(int status) {
        String id = seed().pending();
        routes().sandbox().addFault(Fault.status(status).onVendor());

        routes().process(id);

        assertThat(routes().standing(id)).isEqualTo(State.PARKED);
        assertThat(routes().letter(id).cause()).contains(String.valueOf(status), "Fault of the sandbox.");
        assertThat(routes().letter(id).step()).isEqualTo(action + "-subscription");
        assertThat(routes().letter(id).route()).isEqualTo("on-" + action);
        assertThat(routes().status(id)).isEqualTo("pending");
    }

    @Test
    void waits_while_the_vendor_answers_503() {
        String id = seed().pending();
        routes().sandbox().addFault(Fault.status(503).onVendor());

        routes().process(id);

        assertThat(routes().standing(id)).isEqualTo(State.WAITING);
        assertThat(routes().status(id)).isEqualTo("pending");
    }

    @Test
    void approves_with_one_effect_after_the_vendors_answer_was_lost() {
        String id = seed().pending();
        routes().sandbox().addFault(Fault.replyLost().onVendor().times(1));

        routes().process(id);
        assertThat(routes().standing(id)).isEqualTo(State.WAITING);
        routes().replay(id);
        routes().process(id);

        assertThat(routes().status(id)).isEqualTo("approved");
        assertThat(routes().effects(id)).isEqualTo(1);
    }

    @Test
    void pauses_intake_without_a_counted_attempt_while_the_vendor_refuses_the_key() {
        String id = seed().pending();
        routes().sandbox().addFault(Fault.status(403).onVendor().times(1));

        routes().process(id);
        assertThat(routes().processor().intake().pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause.api()).isEqualTo(Api.VENDOR));
        assertThat(routes().standing(id)).isEqualTo(State.WAITING);
        assertThat(routes().letter(id).attempts()).isZero();

        routes().process(seed().pending());
        assertThat(routes().processor().intake().pauses()).isEmpty();
    }

    @Test
    void recognises_an_approval_whose_answer_was_lost() {
        String id = seed().pending();
        routes().sandbox().addFault(Fault.replyLost().onConnect().onAction("approve"));

        routes().process(id);

        assertThat(routes().status(id)).isEqualTo("approved");
        assertThat(routes().standing(id)).isEqualTo(State.DECIDED);
        assertThat(routes().doubleActions(id)).isZero();
    }

    @Test
    void parks_before_any_call_when_the_subscription_was_never_saved() {
        String id = seed().param("subscription_id", "").pending();

        routes().process(id);

        assertThat(routes().standing(id)).isEqualTo(State.PARKED);
        assertThat(routes().letter(id).cause()).contains("subscription_id").contains("is empty");
        assertThat(routes().vendor().calls(id)).isEmpty();
    }

    @Test
    void keeps_a_hostile_subscription_id_in_one_segment_of_the_path() {
        for (String hostile : List.of(
                "${body}", "{{env:HOME}}", "../../resellers?a=b#c", "a\r\nX-Injected: 1", "\uD83D\uDE80 \"'\\%2F+")) {
            String id = seed().param("subscription_id", hostile).pending();

            routes().process(id);

            assertThat(routes().vendor().calls(id)).singleElement().satisfies(call -> {
                String[] segments = call.path().split("/");
                assertThat(segments).hasSize(4).startsWith("", "subscriptions").endsWith(action);
                assertThat(URLDecoder.decode(segments[2].replace("+", "%2B"), StandardCharsets.UTF_8))
                        .isEqualTo(hostile);
                assertThat(call.headers()).doesNotContainKey("x-injected");
            });
        }
    }
}
