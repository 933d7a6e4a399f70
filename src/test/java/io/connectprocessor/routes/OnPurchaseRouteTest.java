package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.VendorBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnPurchaseRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void creates_the_subscription_keeps_its_id_and_approves() throws Exception {
        String id = ROUTES.seed().purchase().item("SEAT", "12").pending();

        ROUTES.process(id);

        VendorBody call = ROUTES.vendorCall(id);
        assertThat(call.action()).isEqualTo("create-subscription");
        assertThat(call.path()).isEqualTo("/subscriptions");
        assertThat(call.idempotencyKey()).isEqualTo(id + ":create-subscription");
        assertThat(ROUTES.vendor().calls(id))
                .singleElement()
                .satisfies(seen -> assertThat(seen.method()).isEqualTo("POST"));
        assertThat(JSON.readTree(call.body()).path("asset_id").asText())
                .isEqualTo(ROUTES.sandbox().assetOf(id));
        assertThat(JSON.readTree(call.body()).path("items").toString())
                .isEqualTo("[{\"mpn\":\"SEAT\",\"quantity\":\"12\"}]");
        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.sandbox().vendorStatus(ROUTES.parameter(id, "subscription_id")))
                .isEqualTo("active");
        assertThat(ROUTES.effects(id)).isEqualTo(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void approves_with_the_activation_template_of_the_requests_own_product() {
        String first = ROUTES.seed().purchase().product("PRD-100-200-300").pending();
        String second = ROUTES.seed().purchase().product("PRD-400-500-600").pending();

        ROUTES.process(first);
        ROUTES.process(second);

        assertThat(ROUTES.templateId(first)).isEqualTo("TL-100-200-300-001");
        assertThat(ROUTES.templateId(second)).isEqualTo("TL-400-500-600-001");
    }

    @Test
    void fails_with_the_vendors_reason_what_the_vendor_declines() {
        String id = ROUTES.seed().purchase().item("DECLINE-ME", "3").pending();

        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("failed");
        assertThat(ROUTES.reason(id)).isEqualTo("We do not sell DECLINE-ME.");
        assertThat(ROUTES.effects(id)).isZero();
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void waits_while_the_vendor_is_not_well(int status) {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(status).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.letter(id).cause()).contains(String.valueOf(status));
        assertThat(ROUTES.letter(id).attempts()).isEqualTo(1);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
        assertThat(ROUTES.effects(id)).isZero();
        assertThat(ROUTES.sandbox().books().decided()).doesNotContain(id);
    }

    @Test
    void sends_a_post_once_even_when_the_vendor_asks_for_a_later_try() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(503).onVendor().withRetryAfter(Duration.ofSeconds(0)));
        long before = ROUTES.sandbox().books().vendorCallsInAll();

        ROUTES.process(id);

        assertThat(ROUTES.sandbox().books().vendorCallsInAll() - before).isEqualTo(1);
        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
    }

    @Test
    void does_not_create_a_second_subscription_after_the_vendors_answer_was_lost() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.replyLost().onVendor().times(1));

        ROUTES.process(id);
        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        ROUTES.replay(id);
        ROUTES.process(id);

        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.sandbox().vendorBodies(id)).hasSize(2);
        assertThat(ROUTES.sandbox().vendorBodies(id).get(0))
                .isEqualTo(ROUTES.sandbox().vendorBodies(id).get(1));
        assertThat(ROUTES.effects(id)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422})
    void parks_what_the_vendor_refuses_with_status_and_words(int status) {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(status).onVendor());

        ROUTES.process(id);

        DeadLetter letter = ROUTES.letter(id);
        assertThat(letter.state()).isEqualTo(State.PARKED);
        assertThat(letter.failure()).isEqualTo("refused");
        assertThat(letter.cause()).contains(String.valueOf(status), "Fault of the sandbox.");
        assertThat(letter.step()).isEqualTo("create-subscription");
        assertThat(letter.route()).isEqualTo("on-purchase");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void parks_when_the_vendor_knows_the_key_with_another_body_and_sends_no_other_key() throws Exception {
        String id = ROUTES.seed().purchase().pending();
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ROUTES.sandbox().vendorUrl() + "/subscriptions"))
                                .header("Idempotency-Key", id + ":create-subscription")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"request_id\":\"another\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("422", "The idempotency key was used for another call.");
        assertThat(ROUTES.vendorCall(id).idempotencyKey()).isEqualTo(id + ":create-subscription");
        assertThat(ROUTES.effects(id)).isZero();
    }

    @Test
    void parks_html_in_place_of_the_vendors_refusal() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.html(404).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("404", "not JSON");
    }

    @Test
    void waits_for_json_when_the_vendor_answers_200_with_html() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.html(200).onVendor());

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void pauses_intake_without_a_counted_attempt_while_the_vendor_refuses_the_key() {
        String refused = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(401).onVendor());

        ROUTES.process(refused);

        assertThat(ROUTES.processor().intake().pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause.api()).isEqualTo(Api.VENDOR));
        assertThat(ROUTES.standing(refused)).isEqualTo(State.WAITING);
        assertThat(ROUTES.letter(refused).attempts()).isZero();
        assertThat(ROUTES.status(refused)).isEqualTo("pending");

        ROUTES.sandbox().clearFaults();
        ROUTES.process(ROUTES.seed().purchase().pending());

        assertThat(ROUTES.processor().intake().pauses()).isEmpty();
    }

    @Test
    void pauses_intake_without_a_counted_attempt_while_connect_refuses_the_key() {
        String refused = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().refuseKey(true);

        ROUTES.process(refused);

        assertThat(ROUTES.processor().intake().pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause.api()).isEqualTo(Api.CONNECT));
        assertThat(ROUTES.standing(refused)).isEqualTo(State.WAITING);
        assertThat(ROUTES.letter(refused).attempts()).isZero();

        ROUTES.sandbox().refuseKey(false);
        ROUTES.process(ROUTES.seed().purchase().pending());

        assertThat(ROUTES.processor().intake().pauses()).isEmpty();
    }

    @Test
    void recognises_an_approval_whose_answer_was_lost() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox()
                .addFault(Fault.replyLost().onConnect().onAction("approve").times(1));

        ROUTES.process(id);

        assertApprovedOnce(id);
    }

    @Test
    void recognises_an_approval_that_was_answered_500_after_it_took_effect() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.effectThenStatus(500).onConnect().onAction("approve"));

        ROUTES.process(id);

        assertApprovedOnce(id);
    }

    @Test
    void recognises_an_approval_whose_answer_was_cut_off() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.truncated().onConnect().onAction("approve"));

        ROUTES.process(id);

        assertApprovedOnce(id);
    }

    private static void assertApprovedOnce(String id) {
        assertThat(ROUTES.status(id)).isEqualTo("approved");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.doubleActions(id)).isZero();
        assertThat(ROUTES.effects(id)).isEqualTo(1);
    }

    @Test
    void waits_when_connect_did_not_approve_and_approves_later_without_a_second_effect() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(500).onConnect().onAction("approve"));

        ROUTES.process(id);
        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.status(id)).isEqualTo("pending");
        ROUTES.sandbox().clearFaults();
        ROUTES.replay(id);
        ROUTES.process(id);

        assertApprovedOnce(id);
    }

    @Test
    void parks_with_the_platforms_own_words_what_connect_refuses_to_save() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(400).onConnect().onAction("update-request"));

        ROUTES.process(id);

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).cause()).contains("400 SYS_001: Fault of the sandbox.");
        assertThat(ROUTES.status(id)).isEqualTo("pending");
    }

    @Test
    void sends_hostile_text_to_the_vendor_unchanged_and_never_evaluates_it() throws Exception {
        String id = ROUTES.seed().purchase().poison(Poison.HOSTILE_TEXT).pending();
        Map<String, Object> row = ROUTES.processor().component().connect().get(RequestKind.REQUEST, id);
        String name = JSON.valueToTree(row).at("/asset/tiers/customer/name").asText();
        assertThat(name).contains("${body}", "{{env:HOME}}", "\r\n", "?a=b", "\"'", "\uD83D\uDE80");

        ROUTES.hand(RequestKind.REQUEST, row, Map.of());

        assertThat(JSON.readTree(ROUTES.vendorCall(id).body())
                        .at("/customer/name")
                        .asText())
                .isEqualTo(name);
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }
}
