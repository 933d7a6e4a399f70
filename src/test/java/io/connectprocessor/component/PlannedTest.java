package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.connect.MalformedRequestException;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.SettableClock;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Capability;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pending requests that carry a planned date, in both ways that process.planned-date knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlannedTest {

    private final SettableClock clock = new SettableClock();
    private final List<Outcome> outcomes = new ArrayList<>();
    private Sandbox sandbox;
    private Host waiting;
    private Host scheduling;
    private String tomorrow;

    @BeforeAll
    void open() {
        sandbox = Sandbox.builder().clock(clock).start();
        waiting = new Host(sandbox, clock, component -> {});
        scheduling = new Host(sandbox, clock, component -> component.setPlannedDate("schedule"));
        for (Host host : List.of(waiting, scheduling)) {
            host.component.intake().listen((kind, type, outcome, took) -> outcomes.add(outcome));
        }
    }

    @BeforeEach
    void nextDay() {
        clock.advance(Duration.ofDays(30));
        outcomes.clear();
        tomorrow = date(Duration.ofDays(1)).toString();
    }

    @AfterEach
    void noFaults() {
        sandbox.clearFaults();
        sandbox.seed().capability(sandbox.products().get(0), Capability.CHANGE_SCHEDULING, true);
    }

    @AfterAll
    void close() {
        waiting.close();
        scheduling.close();
        sandbox.close();
    }

    private Instant date(Duration fromNow) {
        return clock.instant().plus(fromNow).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    private String change(String planned) {
        return sandbox.seed().change().plannedDate(planned).pending();
    }

    /** One more poll: true when the route was reached. */
    private static boolean reached(Host host, String id) {
        Exchange exchange = good(host.work(
                id,
                route -> route.setProperty("reached", () -> true)
                        .to(connect("approve", "template", "Default Activation Template"))
                        .to("connect:settle")));
        return exchange.getProperty("reached") != null;
    }

    private static State standing(Host host, String id) {
        return host.ledger.standing(id).orElseThrow().state();
    }

    private static DeadLetter letter(Host host, String id) {
        return host.ledger.find(id).orElseThrow();
    }

    private long calls(String action) {
        return sandbox.books().connectCalls().getOrDefault(action, 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer"})
    void waits_for_the_date_and_runs_then(String type) {
        String id = sandbox.seed()
                .request(type)
                .param("subscription_id", "SUB-1")
                .plannedDate(tomorrow)
                .pending();

        assertThat(reached(waiting, id)).isFalse();
        assertThat(waiting.ledger.standing(id).orElseThrow().until()).isEqualTo(tomorrow);
        assertThat(outcomes).containsExactly(Outcome.PLANNED);
        clock.advance(Duration.ofHours(23));
        assertThat(reached(waiting, id)).isFalse();
        assertThat(waiting.status(id)).isEqualTo("pending");

        clock.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(reached(waiting, id)).isTrue();
        assertThat(waiting.status(id)).isEqualTo("approved");
    }

    @Test
    void waiting_for_the_date_costs_no_attempt_and_says_why() {
        String id = change(tomorrow);
        long before = calls("schedule");

        reached(waiting, id);

        assertThat(letter(waiting, id).attempts()).isZero();
        assertThat(letter(waiting, id).failure()).isNull();
        assertThat(letter(waiting, id).cause()).isEqualTo("it is planned for " + tomorrow);
        assertThat(calls("schedule")).isEqualTo(before);
    }

    @Test
    void waiting_for_the_date_takes_nothing_from_the_deadline_of_later() {
        String id = change(tomorrow);
        reached(waiting, id);
        clock.advance(Duration.ofHours(25));

        good(waiting.work(
                id, route -> route.to(connect("later", "deadline", "1h")).to("connect:settle")));

        assertThat(standing(waiting, id)).isEqualTo(State.WAITING);
        assertThat(letter(waiting, id).cause()).isNull();
    }

    @Test
    void holds_back_the_younger_ones_of_its_asset() {
        String id = change(tomorrow);
        String younger =
                sandbox.seed().change().asset(sandbox.assetOf(id)).besideOpen().pending();
        reached(waiting, id);

        assertThat(reached(waiting, younger)).isFalse();
        assertThat(standing(waiting, younger)).isEqualTo(State.HELD_BACK);
    }

    @Test
    void is_read_again_when_its_date_has_come() {
        String id = change(tomorrow);
        reached(waiting, id);
        waiting.component.connect().fail(io.connectprocessor.connect.RequestKind.REQUEST, id, "by hand");
        clock.advance(Duration.ofHours(25));

        assertThat(reached(waiting, id)).isFalse();
        assertThat(standing(waiting, id)).isEqualTo(State.DECIDED);
    }

    @Test
    void an_operators_replay_does_not_run_it_early() {
        String id = change(tomorrow);
        reached(waiting, id);

        waiting.ledger.replay(List.of(id), null, "a test");

        assertThat(reached(waiting, id)).isFalse();
        assertThat(standing(waiting, id)).isEqualTo(State.WAITING);
    }

    @Test
    void what_is_planned_for_the_past_or_not_at_all_runs_now() {
        for (String planned : new String[] {
            null, "", "2001-01-01", date(Duration.ofSeconds(-1)).toString()
        }) {
            assertThat(reached(waiting, change(planned))).as(planned).isTrue();
        }
    }

    @Test
    void a_plan_beyond_what_a_database_keeps_waits_ten_years_at_most() {
        String id = change("9999-12-31");

        assertThat(reached(waiting, id)).isFalse();

        assertThat(waiting.ledger.standing(id).orElseThrow().until())
                .isBetween(date(Duration.ofDays(3653)), date(Duration.ofDays(3654)));
    }

    @Test
    void a_date_that_cannot_be_read_is_malformed_and_named() {
        String id = change("next spring");

        Exchange exchange = waiting.work(id, route -> route.throwException(new IllegalStateException("reached")));

        assertThat(exchange.getException())
                .isInstanceOf(MalformedRequestException.class)
                .hasMessage("planned_date is \"next spring\" instead of a date and time");
    }

    @Test
    void a_tier_request_waits_in_both_ways() {
        for (Host host : List.of(waiting, scheduling)) {
            String id = sandbox.seed().tierSetup().plant();
            var row = new java.util.HashMap<>(sandbox.requestJson(id));
            row.put("planned_date", tomorrow);

            Exchange exchange = good(host.workOn(row, route -> route.setProperty("reached", () -> true)));

            assertThat(exchange.getProperty("reached")).isNull();
            assertThat(standing(host, id)).isEqualTo(State.WAITING);
        }
    }

    @Test
    void tells_the_platform_to_schedule_it() {
        String id = change(tomorrow);

        assertThat(reached(scheduling, id)).isFalse();

        assertThat(scheduling.status(id)).isEqualTo("scheduled");
        assertThat(Instant.parse((String)
                        scheduling.atConnect(id).get("planned_date").toString().replace("+00:00", "Z")))
                .isEqualTo(tomorrow);
        assertThat(standing(scheduling, id)).isEqualTo(State.SCHEDULED);
        assertThat(outcomes).containsExactly(Outcome.SCHEDULED);
    }

    @Test
    void what_was_scheduled_runs_when_the_platform_shows_it_as_pending_again() {
        String id = change(tomorrow);
        reached(scheduling, id);

        clock.advance(Duration.ofHours(25));
        sandbox.advance(Duration.ZERO);
        assertThat(scheduling.status(id)).isEqualTo("pending");

        assertThat(reached(scheduling, id)).isTrue();
        assertThat(scheduling.status(id)).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_put_back_by_hand_runs_before_its_date(boolean schedules) {
        Host host = schedules ? scheduling : waiting;
        String id = change(tomorrow);
        assertThat(reached(host, id)).isFalse();
        if (!schedules) {
            // It waits in the ledger; somebody schedules it at the platform, which the due claim finds.
            host.component.connect().schedule(id, tomorrow);
            host.ledger.replay(List.of(id), null, "a test");
            assertThat(reached(host, id)).isFalse();
        }
        assertThat(standing(host, id)).isEqualTo(State.SCHEDULED);

        clock.advance(Duration.ofMinutes(1));
        sandbox.dateReached(id);

        assertThat(reached(host, id)).isTrue();
    }

    @Test
    void waits_here_and_says_so_when_the_platform_does_not_schedule() {
        sandbox.seed().capability(sandbox.products().get(0), Capability.CHANGE_SCHEDULING, false);
        String id = change(tomorrow);

        assertThat(reached(scheduling, id)).isFalse();

        assertThat(scheduling.status(id)).isEqualTo("pending");
        assertThat(scheduling.ledger.standing(id).orElseThrow().until()).isEqualTo(tomorrow);
        assertThat(letter(scheduling, id).cause())
                .startsWith("it is planned for " + tomorrow + "; the platform did not schedule it: ")
                .contains("does not support scheduling");
        assertThat(outcomes).containsExactly(Outcome.PLANNED);
    }

    @Test
    void a_platform_that_is_away_is_tried_again_as_ever() {
        String id = change(tomorrow);
        sandbox.addFault(Fault.status(503).onConnect().onAction("schedule").times(1));

        FailedException failed = failure(scheduling.work(id, route -> route.to("connect:settle")));

        assertThat(failed.failure().kind().passes()).isTrue();
        assertThat(scheduling.status(id)).isEqualTo("pending");
    }

    @Test
    void a_scheduling_whose_answer_was_lost_is_recognised() {
        String id = change(tomorrow);
        sandbox.addFault(Fault.replyLost().onConnect().onAction("schedule").times(1));

        assertThat(reached(scheduling, id)).isFalse();

        assertThat(standing(scheduling, id)).isEqualTo(State.SCHEDULED);
    }

    @Test
    void a_revoking_request_does_not_wait_for_its_date() {
        String id =
                sandbox.seed().change().plannedDate(tomorrow).status("revoking").plant();

        good(waiting.work(id, route -> route.to("connect:confirm").to("connect:settle")));

        assertThat(waiting.status(id)).isEqualTo("revoked");
    }

    @Test
    void an_option_that_is_neither_is_refused_at_the_start() {
        assertThatThrownBy(() -> new Host(sandbox, clock, component -> component.setPlannedDate("ignore")))
                .hasStackTraceContaining("plannedDate is \"ignore\". Write wait or schedule.");
    }
}
