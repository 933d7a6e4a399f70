package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Poison;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessRequestRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    @RegisterExtension
    static final RouteFixture FEWER = RouteFixture.shipped()
            .withoutFile("on-adjustment.camel.yaml")
            .withoutFile("on-renew.camel.yaml")
            .withoutFile("on-revoke.camel.yaml")
            .withoutFile("on-tier-config-request.camel.yaml")
            .withoutFile("on-tier-account-request.camel.yaml");

    @RegisterExtension
    static final RouteFixture CANCELS = RouteFixture.shipped().with("process.types", "cancel");

    @ParameterizedTest
    @ValueSource(strings = {"purchase", "change", "cancel", "suspend", "resume", "adjustment", "renew"})
    void sends_each_type_to_its_own_route_only(String type) {
        String id = ROUTES.seed().request(type).pending();

        ROUTES.process(id);

        for (String route : new String[] {
            "purchase",
            "change",
            "cancel",
            "suspend",
            "resume",
            "adjustment",
            "renew",
            "transfer",
            "tier-config-request",
            "tier-account-request"
        }) {
            assertThat(ROUTES.sent().to("direct:on-" + route, id)).hasSize(route.equals(type) ? 1 : 0);
        }
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "update", "adjustment"})
    void sends_tier_requests_of_every_type_to_their_one_route(String type) {
        String id = ROUTES.seed()
                .tierSetup()
                .type(type)
                .param("reseller_id", "RES-before")
                .plant();

        ROUTES.process(id);

        assertThat(ROUTES.sent().to("direct:on-tier-config-request", id)).hasSize(1);
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"adjustment", "renew"})
    void parks_a_type_whose_route_file_is_absent_with_that_reason(String type) {
        String id = FEWER.seed().request(type).pending();

        FEWER.process(id);

        assertThat(FEWER.standing(id)).isEqualTo(State.PARKED);
        assertThat(FEWER.letter(id).cause()).isEqualTo("there is no route for requests of type " + type);
        assertThat(FEWER.status(id)).isEqualTo("pending");
        assertThat(FEWER.effects(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"purchase", "change", "renew"})
    void sends_what_is_revoked_to_on_revoke_whatever_its_type(String type) {
        String id = ROUTES.seed().request(type).status("revoking").plant();

        ROUTES.poll();

        assertThat(ROUTES.sent().to("direct:on-revoke", id))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers()).containsEntry("ConnectRequestStatus", "revoking"));
        assertThat(ROUTES.sent().to("direct:on-" + type, id)).isEmpty();
        assertThat(ROUTES.status(id)).isEqualTo("revoked");
    }

    @Test
    void parks_what_is_revoked_when_its_route_file_is_absent() {
        String id = FEWER.seed().purchase().status("revoking").plant();

        FEWER.poll();

        assertThat(FEWER.standing(id)).isEqualTo(State.PARKED);
        assertThat(FEWER.letter(id).cause()).isEqualTo("there is no route for revoking requests");
        assertThat(FEWER.status(id)).isEqualTo("revoking");
    }

    @Test
    void leaves_a_type_alone_that_the_settings_leave_out_also_when_a_queue_still_has_it() {
        String id = CANCELS.seed().request("renew").pending();

        CANCELS.process(id);
        CANCELS.poll();

        assertThat(CANCELS.sent().to("direct:on-renew", id)).isEmpty();
        assertThat(CANCELS.sent().to("direct:dead-letter", id)).isEmpty();
        assertThat(CANCELS.status(id)).isEqualTo("pending");
        assertThat(CANCELS.processor().intake().onTheirWay()).isZero();
    }

    @Test
    void parks_tier_requests_when_their_route_file_is_absent() {
        String id = FEWER.seed().tierSetup().plant();

        FEWER.process(id);

        assertThat(FEWER.standing(id)).isEqualTo(State.PARKED);
        assertThat(FEWER.letter(id).cause()).isEqualTo("there is no route for requests of type setup");
        assertThat(FEWER.status(id)).isEqualTo("pending");
    }

    @Test
    void sends_tier_account_requests_to_their_one_route_only() {
        String id = ROUTES.seed().tierAccountRequest().plant();

        ROUTES.process(id);

        assertThat(ROUTES.sent().to("direct:on-tier-account-request", id)).hasSize(1);
        assertThat(ROUTES.sent().to("direct:on-tier-config-request", id)).isEmpty();
        assertThat(ROUTES.status(id)).isEqualTo("accepted");
    }

    @Test
    void parks_tier_account_requests_when_their_route_file_is_absent() {
        String id = FEWER.seed().tierAccountRequest().plant();

        FEWER.process(id);

        assertThat(FEWER.standing(id)).isEqualTo(State.PARKED);
        assertThat(FEWER.letter(id).cause()).isEqualTo("there is no route for requests of type update");
        assertThat(FEWER.letter(id).kind()).isEqualTo("tier-account-request");
        assertThat(FEWER.status(id)).isEqualTo("pending");
    }

    @Test
    void parks_a_type_that_the_platform_does_not_document_and_names_it() {
        String id = ROUTES.seed().purchase().poison(Poison.TYPE_UNKNOWN).pending();

        ROUTES.poll();

        assertThat(ROUTES.standing(id)).isEqualTo(State.PARKED);
        assertThat(ROUTES.letter(id).failure()).isEqualTo("malformed");
        assertThat(ROUTES.letter(id).cause()).contains("type is \"teleport\"");
    }

    @ParameterizedTest
    @EnumSource(Poison.class)
    void parks_malformed_requests_before_any_effect_and_works_on_odd_ones(Poison poison) {
        String id = ROUTES.seed().purchase().poison(poison).pending();
        String good = ROUTES.seed().purchase().pending();

        ROUTES.poll();

        assertThat(ROUTES.standing(id)).isEqualTo(poison.isMalformed() ? State.PARKED : State.DECIDED);
        assertThat(ROUTES.status(id)).isEqualTo(poison.isMalformed() ? "pending" : "approved");
        assertThat(ROUTES.effects(id)).isEqualTo(poison.isMalformed() ? 0 : 1);
        assertThat(ROUTES.status(good)).isEqualTo("approved");
    }

    @Test
    void names_the_place_of_what_is_malformed() {
        String id = ROUTES.seed().purchase().poison(Poison.ASSET_NULL).pending();

        ROUTES.poll();

        assertThat(ROUTES.letter(id).failure()).isEqualTo("malformed");
        assertThat(ROUTES.letter(id).cause()).contains("asset is null instead of an object");
        assertThat(ROUTES.sent().to("direct:dead-letter", id)).hasSize(1);
    }

    @Test
    void reads_a_row_again_before_it_is_judged_malformed() {
        String id = ROUTES.seed().purchase().pending();
        Map<String, Object> row = new HashMap<>(ROUTES.sandbox().requestJson(id));
        row.put("asset", null);

        ROUTES.hand(RequestKind.REQUEST, row, Map.of());

        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"approved", "failed"})
    void drops_what_was_decided_elsewhere(String status) {
        String id = ROUTES.seed().purchase().status(status).plant();

        ROUTES.send("direct:process-request", old(id));

        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertNothingDone(id, status);
    }

    @Test
    void drops_an_account_request_that_was_answered_elsewhere_or_before_the_process_ended() {
        String id = ROUTES.seed().tierAccountRequest().plant();
        ROUTES.processor().component().connect().accept(id);
        Map<String, Object> message = ROUTES.message(
                RequestKind.TIER_ACCOUNT_REQUEST, ROUTES.sandbox().requestJson(id), Map.of());
        message.remove("ConnectAskedAt");

        ROUTES.send("direct:process-request", message);

        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
        assertThat(ROUTES.sent().to("direct:on-tier-account-request", id)).isEmpty();
        assertThat(ROUTES.doubleActions(id)).isZero();
    }

    @Test
    void lets_rest_what_the_customer_is_asked_about() {
        String id = ROUTES.seed().purchase().status("inquiring").plant();

        ROUTES.send("direct:process-request", old(id));

        assertThat(ROUTES.standing(id)).isEqualTo(State.INQUIRED);
        assertNothingDone(id, "inquiring");
    }

    @Test
    void lets_rest_what_is_scheduled() {
        String id = ROUTES.seed().purchase().status("scheduled").plant();

        ROUTES.send("direct:process-request", old(id));

        assertThat(ROUTES.standing(id)).isEqualTo(State.SCHEDULED);
        assertNothingDone(id, "scheduled");
    }

    private static void assertNothingDone(String id, String status) {
        assertThat(ROUTES.status(id)).isEqualTo(status);
        assertThat(ROUTES.vendor().calls(id)).isEmpty();
        assertThat(ROUTES.doubleActions(id)).isZero();
        assertThat(ROUTES.sent().to("direct:on-purchase", id)).isEmpty();
    }

    /** A row that was asked for too long ago to be believed. */
    private static Map<String, Object> old(String id) {
        Map<String, Object> message =
                ROUTES.message(RequestKind.REQUEST, ROUTES.sandbox().requestJson(id), Map.of());
        message.remove("ConnectAskedAt");
        return message;
    }

    @Test
    void works_once_on_a_request_that_is_handed_over_twice() {
        String id = ROUTES.seed().purchase().pending();
        Map<String, Object> message =
                ROUTES.message(RequestKind.REQUEST, ROUTES.sandbox().requestJson(id), Map.of());

        ROUTES.send("direct:process-request", message);
        ROUTES.send("direct:process-request", message);

        assertThat(ROUTES.vendor().calls(id)).hasSize(1);
        assertThat(ROUTES.doubleActions(id)).isZero();
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    @Test
    void works_on_requests_of_one_asset_oldest_first() {
        String older =
                ROUTES.seed().request("renew").param("subscription_id", "").pending();
        ROUTES.process(older);
        String younger = ROUTES.seed()
                .change()
                .asset(ROUTES.sandbox().assetOf(older))
                .besideOpen()
                .pending();

        ROUTES.process(younger);

        assertThat(ROUTES.standing(younger)).isEqualTo(State.HELD_BACK);
        assertThat(ROUTES.letter(younger).heldBackBy()).isEqualTo(older);
        assertThat(ROUTES.vendor().calls(younger)).isEmpty();
    }

    @Test
    void takes_a_request_as_json_too_as_a_broker_delivers_it() {
        String id = ROUTES.seed().purchase().pending();
        Map<String, Object> message =
                ROUTES.message(RequestKind.REQUEST, ROUTES.sandbox().requestJson(id), Map.of());
        message.replaceAll((name, value) -> value instanceof Map ? json(value) : value);

        ROUTES.send("direct:process-request", message);

        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    private static byte[] json(Object value) {
        try {
            return new ObjectMapper().writeValueAsBytes(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void lets_go_of_a_message_that_is_no_request() {
        Exchange exchange = ROUTES.send("direct:process-request", Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(ROUTES.processor().intake().onTheirWay()).isZero();
    }

    @Test
    void enters_the_vendors_route_with_exactly_the_documented_headers() {
        String id = ROUTES.seed().purchase().pending();
        String tier = ROUTES.seed().tierSetup().plant();

        ROUTES.process(id);
        ROUTES.process(tier);

        assertThat(ROUTES.sent().to("direct:on-purchase", id))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers())
                        .isEqualTo(Map.of(
                                "ConnectRequestId",
                                id,
                                "ConnectRequestStatus",
                                "pending",
                                "ConnectRequestType",
                                "purchase",
                                "ConnectRequestKind",
                                "request",
                                "ConnectAssetId",
                                ROUTES.sandbox().assetOf(id),
                                "ConnectProductId",
                                "PRD-100-200-300",
                                "ConnectAttempt",
                                1)));
        assertThat(ROUTES.sent().to("direct:on-tier-config-request", tier))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers())
                        .isEqualTo(Map.of(
                                "ConnectRequestId",
                                tier,
                                "ConnectRequestStatus",
                                "pending",
                                "ConnectRequestType",
                                "setup",
                                "ConnectRequestKind",
                                "tier-request",
                                "ConnectProductId",
                                "PRD-100-200-300",
                                "ConnectTierLevel",
                                1,
                                "ConnectAttempt",
                                1)));
    }

    @Test
    void forged_control_headers_redirect_nothing_and_reach_no_route() {
        String elsewhere = ROUTES.vendor().url() + "/elsewhere";
        Map<String, Object> forged = new HashMap<>();
        for (String name : new String[] {
            "CamelHttpUri",
            "camelhttpuri",
            "CamelRestHttpUri",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelHttpMethod",
            "Host"
        }) {
            forged.put(name, elsewhere);
        }
        forged.put("CamelHttpPath", "/elsewhere");
        forged.put("Authorization", "Bearer forged");
        forged.put("Idempotency-Key", "forged");
        String id = ROUTES.seed().purchase().pending();

        ROUTES.process(id, forged);

        assertThat(ROUTES.sent().to("direct:on-purchase", id))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers())
                        .containsOnlyKeys(
                                "ConnectRequestId",
                                "ConnectRequestStatus",
                                "ConnectRequestType",
                                "ConnectRequestKind",
                                "ConnectAssetId",
                                "ConnectProductId",
                                "ConnectAttempt"));
        assertThat(ROUTES.vendor().calls(id)).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.path()).isEqualTo("/subscriptions");
            assertThat(call.headers()).doesNotContainKey("authorization");
            assertThat(call.headers().toString()).doesNotContain("elsewhere", "forged");
        });
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }
}
