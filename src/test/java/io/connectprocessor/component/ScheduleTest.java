package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.ledger.SettableClock;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code connect:schedule} and {@code connect:confirm}, each on a request of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduleTest {

    private static final String LATER = "2099-01-31T08:15:00+00:00";

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox;
    private Host host;

    @BeforeAll
    void open() {
        sandbox = Sandbox.builder().clock(clock).start();
        host = new Host(sandbox, clock, component -> {});
    }

    @AfterEach
    void noFaults() {
        sandbox.clearFaults();
    }

    @AfterAll
    void close() {
        host.close();
        sandbox.close();
    }

    private String change() {
        return sandbox.seed().change().pending();
    }

    private String revoking() {
        return sandbox.seed().change().status("revoking").plant();
    }

    private static String schedule(String date) {
        return connect("schedule", "date", date);
    }

    private State standing(String id) {
        return host.ledger.standing(id).orElseThrow().state();
    }

    private long actions(String name) {
        return sandbox.books().connectCalls().getOrDefault(name, 0L);
    }

    @ParameterizedTest
    @CsvSource({
        "2099-01-31T08:15:00+00:00, 2099-01-31T08:15:00+00:00",
        "2099-01-31T10:15:00+02:00, 2099-01-31T08:15:00+00:00",
        "2099-01-31T08:15:00Z, 2099-01-31T08:15:00+00:00"
    })
    void leaves_the_request_to_the_platform_until_the_date(String written, String sent) {
        String id = change();

        good(host.work(id, route -> route.to(schedule(written)).to("connect:settle")));

        assertThat(host.status(id)).isEqualTo("scheduled");
        assertThat(host.atConnect(id)).containsEntry("planned_date", sent);
        assertThat(standing(id)).isEqualTo(State.SCHEDULED);
    }

    @Test
    void takes_the_date_from_an_expression() {
        String id = change();

        good(host.work(
                id,
                route -> route.setProperty("when", () -> Instant.parse("2099-05-01T00:00:00Z"))
                        .to(schedule("${exchangeProperty.when}"))
                        .to("connect:settle")));

        assertThat(host.atConnect(id)).containsEntry("planned_date", "2099-05-01T00:00:00+00:00");
    }

    @Test
    void a_scheduled_request_is_not_done_and_holds_back_its_asset() {
        String id = change();
        String younger =
                sandbox.seed().change().asset(sandbox.assetOf(id)).besideOpen().pending();

        good(host.work(id, route -> route.to(schedule(LATER)).to("connect:settle")));
        good(host.work(younger, route -> route.throwException(new IllegalStateException("held back"))));

        assertThat(standing(younger)).isEqualTo(State.HELD_BACK);
        assertThat(host.ledger.counts()).doesNotContainEntry(State.SCHEDULED, 0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2099-01-31", "2099-01-31T08:15:00", "soon", "${body[planned_date]}"})
    void a_date_without_time_and_offset_is_a_fault_before_any_call(String date) {
        String id = change();
        long before = actions("schedule");

        FailedException failed = failure(host.work(id, route -> route.to(schedule(date))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("no date with time and offset", date);
        assertThat(actions("schedule")).isEqualTo(before);
    }

    @Test
    void a_past_date_is_a_fault_before_any_call() {
        String id = change();
        long before = actions("schedule");

        FailedException failed = failure(host.work(id, route -> route.to(schedule("2020-01-31T08:15:00+00:00"))));

        assertThat(failed.getMessage()).contains("2020-01-31T08:15:00+00:00 is past");
        assertThat(actions("schedule")).isEqualTo(before);
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @Test
    void a_tier_request_cannot_be_scheduled() {
        String id = sandbox.seed().tierSetup().plant();

        FailedException failed = failure(host.work(id, route -> route.to(schedule(LATER))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("tier request");
    }

    @Test
    void a_step_without_its_date_is_found_at_the_start() {
        assertThatThrownBy(() -> host.context.getEndpoint("connect:schedule").start())
                .hasStackTraceContaining("connect:schedule needs date");
    }

    @Test
    void an_answer_that_was_lost_is_looked_for() {
        String id = change();
        sandbox.addFault(Fault.replyLost().onConnect().onAction("schedule").times(1));

        good(host.work(id, route -> route.to(schedule(LATER)).to("connect:settle")));

        assertThat(standing(id)).isEqualTo(State.SCHEDULED);
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect:approve?template=Default Activation Template",
                "connect:fail?reason=no",
                "connect:inquire?template=x",
                "connect:schedule?date=2099-01-31T08:15:00Z"
            })
    void what_is_revoked_can_only_be_confirmed(String outcome) {
        String id = revoking();
        long before = sandbox.books().connectCalls().values().stream()
                .mapToLong(Long::longValue)
                .sum();

        FailedException failed = failure(host.work(id, route -> route.to(outcome)));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.getMessage()).contains("is revoking, and can only be confirmed");
        assertThat(failed.advice()).contains("connect:confirm");
        // Reading it, to hand it over, is the only call.
        assertThat(sandbox.books().connectCalls().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(before + 1);
        assertThat(host.status(id)).isEqualTo("revoking");
    }

    @Test
    void what_is_pending_cannot_be_confirmed() {
        String id = change();
        long before = actions("confirm");

        FailedException failed = failure(host.work(id, route -> route.to("connect:confirm")));

        assertThat(failed.getMessage()).contains("is pending, and only a revoking one is confirmed");
        assertThat(actions("confirm")).isEqualTo(before);
    }

    @Test
    void a_confirmed_request_is_decided() {
        String id = revoking();

        good(host.work(id, route -> route.to("connect:confirm").to("connect:settle")));

        assertThat(host.status(id)).isEqualTo("revoked");
        assertThat(standing(id)).isEqualTo(State.DECIDED);
    }

    @Test
    void what_is_revoked_may_be_left_for_later() {
        String id = revoking();

        good(host.work(id, route -> route.to("connect:later").to("connect:settle")));

        assertThat(standing(id)).isEqualTo(State.WAITING);
        assertThat(host.status(id)).isEqualTo("revoking");
    }
}
