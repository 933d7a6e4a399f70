package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.component.Intake;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PollRouteTest {

    private static final String QUEUE = "seda:requests";

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped().with("poll.page-size", "3");

    @RegisterExtension
    static final RouteFixture CANCELS = RouteFixture.shipped().with("process.types", "cancel");

    @Test
    void hands_each_pending_request_over_once_with_its_id_and_kind() {
        String id = ROUTES.seed().purchase().pending();

        ROUTES.poll();

        assertThat(ROUTES.sent().to(QUEUE, id)).singleElement().satisfies(sent -> {
            assertThat(sent.headers()).containsEntry("ConnectRequestKind", "request");
            assertThat(sent.body())
                    .isInstanceOfSatisfying(Map.class, row -> assertThat(row).containsEntry("id", id));
        });
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    @Test
    void hands_tier_requests_over_before_requests() {
        String purchase = ROUTES.seed().purchase().pending();
        String tier = ROUTES.seed().tierSetup().plant();

        ROUTES.poll();

        List<String> order = ROUTES.sent().to(QUEUE).stream()
                .map(SentMessages.Sent::requestId)
                .toList();
        assertThat(order).containsSubsequence(tier, purchase);
    }

    @Test
    void hands_tier_account_requests_over_too() {
        String id = ROUTES.seed().tierAccountRequest().plant();

        ROUTES.poll();

        assertThat(ROUTES.sent().to(QUEUE, id))
                .singleElement()
                .satisfies(
                        sent -> assertThat(sent.headers()).containsEntry("ConnectRequestKind", "tier-account-request"));
        assertThat(ROUTES.status(id)).isEqualTo("accepted");
    }

    @Test
    void leaves_tier_account_requests_alone_that_the_key_may_not_list_and_all_else_goes_on() {
        String account = ROUTES.seed().tierAccountRequest().plant();
        String purchase = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(403).onConnect().onAction("list-account-requests"));

        ROUTES.poll();

        Intake intake = ROUTES.processor().intake();
        assertThat(ROUTES.status(purchase)).isEqualTo("approved");
        assertThat(ROUTES.status(account)).isEqualTo("pending");
        assertThat(intake.pauses()).isEmpty();
        assertThat(intake.lastPollFailure()).isEmpty();

        ROUTES.sandbox().clearFaults();
        ROUTES.poll();

        assertThat(ROUTES.status(account)).isEqualTo("accepted");
    }

    @Test
    void asks_only_for_kinds_of_which_a_type_is_wanted() {
        String wanted = CANCELS.seed().cancel().pending();
        CANCELS.seed().tierSetup().plant();
        CANCELS.seed().tierAccountRequest().plant();

        CANCELS.poll();

        assertThat(CANCELS.status(wanted)).isEqualTo("approved");
        assertThat(CANCELS.sandbox().books().connectCalls())
                .doesNotContainKeys("list-tier-requests", "list-account-requests");
    }

    @Test
    void misses_nothing_on_many_pages_while_rows_leave_the_list() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(ROUTES.seed().purchase().pending());
        }

        ROUTES.poll();

        assertThat(ids).allSatisfy(id -> {
            assertThat(ROUTES.sent().to(QUEUE, id)).hasSize(1);
            assertThat(ROUTES.status(id)).isEqualTo("approved");
        });
    }

    @Test
    void leaves_other_products_and_environments_alone() {
        String product = ROUTES.seed().purchase().product("PRD-700-800-900").pending();
        String environment = ROUTES.seed().purchase().environment("test").pending();
        String tier = ROUTES.seed().tierSetup().product("PRD-700-800-900").plant();

        ROUTES.poll();

        for (String id : List.of(product, environment, tier)) {
            assertThat(ROUTES.sent().to(QUEUE, id)).isEmpty();
            assertThat(ROUTES.status(id)).isEqualTo("pending");
        }
    }

    @Test
    void leaves_alone_what_is_not_pending() {
        String inquiring = ROUTES.seed().purchase().status("inquiring").plant();
        String approved = ROUTES.seed().purchase().status("approved").plant();
        String held = ROUTES.seed()
                .purchase()
                .heldBy(ROUTES.seed().tierSetup().environment("test").plant())
                .pending();

        ROUTES.poll();

        for (String id : List.of(inquiring, approved, held)) {
            assertThat(ROUTES.sent().to(QUEUE, id)).isEmpty();
        }
    }

    @Test
    void brings_what_is_revoked_with_the_same_call_as_what_is_pending() {
        ROUTES.poll();
        long before = ROUTES.sandbox().books().connectCalls().get("list-requests");
        ROUTES.poll();
        assertThat(ROUTES.sandbox().books().connectCalls().get("list-requests")).isEqualTo(before + 1);
        String revoking = ROUTES.seed().change().status("revoking").plant();
        String pending = ROUTES.seed().purchase().pending();

        ROUTES.poll();

        assertThat(ROUTES.status(revoking)).isEqualTo("revoked");
        assertThat(ROUTES.status(pending)).isEqualTo("approved");
        assertThat(ROUTES.sandbox().books().connectCalls().get("list-requests")).isLessThanOrEqualTo(before + 3);
    }

    @Test
    void brings_what_was_scheduled_and_is_revoked() {
        String id = ROUTES.seed().change().plannedDate("2099-01-01").pending();
        ROUTES.poll();
        assertThat(ROUTES.standing(id)).isEqualTo(State.WAITING);
        assertThat(ROUTES.sent().to("direct:on-change", id)).isEmpty();
        ROUTES.sandbox().scheduledByHand(id, "2099-01-01T00:00:00+00:00");
        ROUTES.poll();
        assertThat(ROUTES.status(id)).isEqualTo("scheduled");

        ROUTES.sandbox().distributorRevokes(id, "changed our minds");
        ROUTES.poll();

        assertThat(ROUTES.status(id)).isEqualTo("revoked");
        assertThat(ROUTES.standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void leaves_parked_and_waiting_requests_where_they_are() {
        String parked =
                ROUTES.seed().request("renew").param("subscription_id", "").pending();
        String waiting = ROUTES.seed().purchase().pending();
        ROUTES.vendor().answerNext(503, "{}");
        ROUTES.poll();
        assertThat(ROUTES.standing(parked)).isEqualTo(State.PARKED);
        assertThat(ROUTES.standing(waiting)).isEqualTo(State.WAITING);

        ROUTES.poll();

        assertThat(ROUTES.sent().to(QUEUE, parked)).hasSize(1);
        assertThat(ROUTES.sent().to(QUEUE, waiting)).hasSize(1);
    }

    @Test
    void ends_when_connect_cannot_be_listed_and_begins_anew_at_the_next_poll() {
        String id = ROUTES.seed().purchase().pending();
        ROUTES.sandbox().addFault(Fault.status(503).onConnect().onAction("list-requests"));

        ROUTES.poll();

        assertThat(ROUTES.processor().intake().lastPollFailure())
                .hasValueSatisfying(why -> assertThat(why).contains("503"));
        assertThat(ROUTES.sent().to(QUEUE, id)).isEmpty();

        ROUTES.sandbox().clearFaults();
        ROUTES.poll();

        assertThat(ROUTES.processor().intake().lastPollFailure()).isEmpty();
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }

    @Test
    void takes_nothing_while_the_intake_is_held() throws Exception {
        String id = ROUTES.seed().purchase().pending();
        Intake intake = ROUTES.processor().intake();

        assertThat(intake.hold(java.time.Duration.ofSeconds(10))).isTrue();
        ROUTES.poll();
        assertThat(ROUTES.sent().to(QUEUE, id)).isEmpty();

        intake.letGo();
        ROUTES.poll();
        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }
}
