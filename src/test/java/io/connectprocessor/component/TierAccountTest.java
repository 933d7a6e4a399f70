package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.sandbox.Fault;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps that fit tier account requests, and those that do not; Connect is the sandbox. */
class TierAccountTest extends HostTest {

    private final RecordingServer vendor = new RecordingServer().answering(200, "{}");

    @Override
    void configure(ConnectComponent component) {
        component.setVendorApiUrl(vendor.url() + "/api");
    }

    @AfterAll
    void closeVendor() {
        vendor.close();
    }

    @AfterEach
    void forget() {
        vendor.received().clear();
    }

    private String request() {
        return sandbox.seed().tierAccountRequest().plant();
    }

    private String account(String id) {
        return ((Map<?, ?>) host.atConnect(id).get("account")).get("id").toString();
    }

    @Test
    void it_enters_with_its_account_and_neither_asset_nor_level() {
        String id = request();
        Map<String, Object> seen = new HashMap<>();

        good(host.work(
                id, route -> route.process(e -> seen.putAll(e.getMessage().getHeaders()))));

        assertThat(seen)
                .isEqualTo(Map.of(
                        "ConnectRequestId",
                        id,
                        "ConnectRequestType",
                        "update",
                        "ConnectRequestKind",
                        "tier-account-request",
                        "ConnectRequestStatus",
                        "pending",
                        "ConnectProductId",
                        sandbox.products().get(0),
                        "ConnectAccountId",
                        account(id),
                        "ConnectAttempt",
                        1));
    }

    @Test
    void it_is_accepted_and_the_body_is_the_request() {
        String id = request();

        Object body = good(host.work(id, route -> route.to("connect:accept").to("connect:settle")))
                .getMessage()
                .getBody();

        assertThat(host.status(id)).isEqualTo("accepted");
        assertThat(body)
                .isInstanceOfSatisfying(Map.class, map -> assertThat(map).containsEntry("status", "accepted"));
        assertThat(host.ledger.standing(id).orElseThrow().state()).isEqualTo(Standing.State.DECIDED);
    }

    @Test
    void it_is_ignored_with_a_reason_of_255_at_most_and_no_character_is_halved() {
        String id = request();

        good(host.work(
                id,
                route -> route.setBody(e -> "x".repeat(254) + "\uD83D\uDE80".repeat(9))
                        .to(connect("ignore", "reason", "${body}"))
                        .to("connect:settle")));

        assertThat(host.atConnect(id)).containsEntry("status", "ignored").containsEntry("reason", "x".repeat(254));
    }

    @Test
    void a_reason_that_is_empty_is_a_fault_before_the_call() {
        String id = request();

        FailedException failed =
                failure(host.work(id, route -> route.setBody(e -> " ").to(connect("ignore", "reason", "${body}"))));

        assertThat(failed.getMessage()).startsWith("connect:ignore: the reason is missing");
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approve?template=Default",
                "fail?reason=No",
                "inquire",
                "confirm",
                "schedule?date=2030-01-31T00:00:00Z",
                "update?params=tax_id=1",
                "template?template=Default"
            })
    void what_needs_parameters_or_templates_is_a_fault_that_says_what_fits(String step) {
        String id = request();

        FailedException failed = failure(host.work(id, route -> route.to("connect:" + step)));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains(id + " is a tier account request");
        assertThat(failed.advice()).isEqualTo("End its route with connect:accept or connect:ignore.");
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "ignore?reason=No"})
    void other_requests_are_neither_accepted_nor_ignored(String step) {
        for (String id : new String[] {
            sandbox.seed().purchase().pending(), sandbox.seed().tierSetup().plant()
        }) {
            FailedException failed = failure(host.work(id, route -> route.to("connect:" + step)));

            assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
            assertThat(failed.getMessage()).contains(id + " is no tier account request");
            assertThat(failed.advice()).isEqualTo("Write connect:approve or connect:fail.");
            assertThat(host.status(id)).isEqualTo("pending");
        }
    }

    @Test
    void a_route_without_an_outcome_is_told_what_ends_it() {
        FailedException failed = failure(host.work(request(), route -> route.to("connect:settle")));

        assertThat(failed.advice())
                .isEqualTo("End every branch of on-tier-account-request with connect:accept, connect:ignore or"
                        + " connect:later.");
    }

    @Test
    void the_vendor_is_told_the_accounts_new_data_under_the_accounts_id() throws Exception {
        String id = request();

        good(host.work(
                id,
                route -> route.to(connect(
                                "vendor", "step", "change-account", "method", "PUT", "path", "/accounts/{account_id}"))
                        .to("connect:accept")));

        assertThat(vendor.received()).singleElement().satisfies(call -> {
            assertThat(call.uri()).isEqualTo("/api/accounts/" + account(id));
            assertThat(new Json().object(call.body()))
                    .containsEntry("request_id", id)
                    .containsOnlyKeys("request_id", "account");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "ignore?reason=No"})
    void an_answer_that_was_lost_on_its_way_is_recognised(String step) {
        String id = request();
        sandbox.addFault(Fault.replyLost().onConnect().onAction("account-" + step.split("\\?")[0]));

        good(host.work(id, route -> route.to("connect:" + step).to("connect:settle")));

        assertThat(host.status(id)).isEqualTo(step.startsWith("accept") ? "accepted" : "ignored");
        assertThat(sandbox.books().doubleActions())
                .noneMatch(action -> action.requestId().equals(id));
    }

    @Test
    void a_version_that_is_outdated_is_refused_with_what_to_do() {
        String old = request();
        sandbox.seed().tierAccountRequest().account(account(old)).plant();

        FailedException failed = failure(host.work(old, route -> route.to("connect:accept")));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failed.getMessage()).contains("Tried to accept " + old, "TAR_003", "newer version");
        assertThat(failed.advice()).startsWith("The account may have a newer version by now");
    }

    @Test
    void a_key_that_may_list_but_not_answer_them_parks_one_and_pauses_nothing() {
        String id = request();
        sandbox.addFault(Fault.status(403).onConnect().onAction("account-accept"));

        FailedException failed = failure(host.work(id, route -> route.to("connect:accept")));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failed.advice()).contains("process.types");
    }
}
