package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.rql.Rql;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer who was asked and does not answer: reminded once, and waited for no longer than the settings say. */
@Timeout(60)
class UnansweredTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONG = DAY.plusMinutes(1);

    /** The ledger's time; the platform's does not matter. */
    private static final class Time extends Clock {
        private volatile Instant now = Instant.parse("2026-01-31T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Time time = new Time();
    private Sandbox sandbox;
    private Host host;

    @BeforeEach
    void open() {
        sandbox = Sandbox.builder().start();
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
        sandbox.close();
    }

    private void with(Consumer<ConnectComponent> options) {
        host = new Host(sandbox, time, options);
    }

    private SandboxRequest asked() {
        SandboxRequest order = sandbox.request("purchase")
                .parameter("subscription_id", "SUB-0")
                .status("pending")
                .create();
        ask(order);
        return order;
    }

    private void ask(SandboxRequest order) {
        good(host.work(
                order.id(),
                route -> route.to(connect("inquire", "errors", "company_domain=Which one?"))
                        .to("connect:settle")));
        assertThat(order.status()).isEqualTo("inquiring");
    }

    private void after(Duration wait) {
        time.now = time.now.plus(wait);
        pass(RequestKind.REQUEST);
        pass(RequestKind.TIER_REQUEST);
    }

    private void pass(RequestKind kind) {
        try (PendingRows rows =
                new PendingRows(host.context, host.component.runtime(), kind, List.of("pending"), Rql.everything())) {
            while (rows.hasNext()) {
                Message row = rows.next();
                host.component.intake().end(row.getHeader(ConnectHeaders.REQUEST_ID, String.class));
            }
        }
    }

    private DeadLetter letter(SandboxRequest order) {
        return host.ledger.find(order.id()).orElseThrow();
    }

    private State state(SandboxRequest order) {
        return letter(order).state();
    }

    private long reads() {
        return sandbox.books().connectCalls().getOrDefault("get-request", 0L);
    }

    @Test
    void the_customer_is_reminded_once_for_each_question_and_no_call_is_made_before() {
        with(component -> component.setRemindAfter(DAY.toMillis()));
        SandboxRequest order = asked();
        long before = reads();

        after(Duration.ofHours(23));
        assertThat(order.messages()).isEmpty();
        assertThat(reads()).isEqualTo(before);
        after(Duration.ofHours(2));
        after(LONG);
        assertThat(order.messages()).containsExactly(ConnectComponent.REMINDER);
        assertThat(state(order)).isEqualTo(State.INQUIRED);
        assertThat(reads()).isEqualTo(before + 1);

        order.customerAnswers(Map.of("company_domain", "acme.example"));
        after(Duration.ofMinutes(1));
        ask(order);
        after(LONG);
        assertThat(order.messages()).hasSize(2);
    }

    @Test
    void a_second_question_has_its_own_time_though_the_process_died_while_it_looked_at_the_first() {
        with(component -> component.setExpireAfter(DAY.toMillis()));
        SandboxRequest order = asked();
        time.now = time.now.plus(Duration.ofHours(23));
        assertThat(host.ledger.claimInquired(order.id())).isInstanceOf(Claiming.Granted.class);
        order.customerAnswers(Map.of("company_domain", "acme.example"));
        time.now = time.now.plus(Duration.ofMinutes(2));
        assertThat(host.ledger.interrupted()).hasSize(1);
        ask(order);

        after(Duration.ofHours(2));
        assertThat(state(order)).isEqualTo(State.INQUIRED);
        after(LONG);
        assertThat(state(order)).isEqualTo(State.PARKED);
    }

    @Test
    void a_ledger_that_fails_in_between_leaves_no_claim_that_lives_as_long_as_the_process() {
        with(component -> {
            component.setRemindAfter(DAY.toMillis());
            component.setLedger(failingOnce("step", component.getLedger()));
        });
        SandboxRequest order = asked();

        after(LONG);
        assertThat(order.messages()).isEmpty();
        assertThat(state(order)).isEqualTo(State.INQUIRED);
        after(Duration.ofMinutes(1));
        assertThat(order.messages()).hasSize(1);
    }

    /** As a database that was away for a moment. */
    private static Ledger failingOnce(String method, Ledger ledger) {
        AtomicBoolean failed = new AtomicBoolean();
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && failed.compareAndSet(false, true)) {
                        throw new LedgerException("the database is restarting");
                    }
                    try {
                        return called.invoke(ledger, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void what_is_left_to_others_meanwhile_is_neither_reminded_of_nor_failed() {
        with(component -> {
            component.setAssignees("unassigned");
            component.setRemindAfter(DAY.toMillis());
            component.setExpireAfter(DAY.toMillis());
            component.setOnExpiry("fail");
        });
        SandboxRequest order = asked();
        host.component.connect().assign(RequestKind.REQUEST, order.id(), "UR-100-000-000");

        after(LONG);
        assertThat(order.status()).isEqualTo("inquiring");
        assertThat(order.messages()).isEmpty();
        after(Duration.ofMinutes(1));
        assertThat(state(order)).isEqualTo(State.DECIDED);
    }

    @Test
    void a_tier_request_is_reminded_of_too() {
        with(component -> component.setRemindAfter(DAY.toMillis()));
        SandboxRequest tier = sandbox.tierRequest("setup").create();
        good(host.work(
                tier.id(),
                route -> route.to(connect("inquire", "errors", "reseller_contact=Who?"))
                        .to("connect:settle")));

        after(LONG);

        assertThat(tier.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list-conversations", "create-message"})
    void a_reminder_that_meets_an_api_that_is_away_is_tried_again_and_said_once(String action) {
        with(component -> component.setRemindAfter(DAY.toMillis()));
        SandboxRequest order = asked();
        sandbox.addFault(Fault.status(503).onAction(action).times(1));

        after(LONG);
        after(Duration.ofMinutes(1));

        assertThat(order.messages()).hasSize(1);
        assertThat(state(order)).isEqualTo(State.INQUIRED);
    }

    @Test
    void one_who_has_answered_is_not_reminded() {
        with(component -> component.setRemindAfter(DAY.toMillis()));
        SandboxRequest order = asked();
        order.customerAnswers(Map.of("company_domain", "acme.example"));

        after(LONG);

        assertThat(order.messages()).isEmpty();
        assertThat(state(order)).isEqualTo(State.READY);
    }

    @Test
    void only_one_of_two_nodes_reminds() {
        with(component -> component.setRemindAfter(DAY.toMillis()));
        SandboxRequest order = asked();
        time.now = time.now.plus(LONG);

        assertThat(host.ledger.claimInquired(order.id())).isInstanceOf(Claiming.Granted.class);
        pass(RequestKind.REQUEST);

        assertThat(order.messages()).isEmpty();
    }

    @Test
    void a_question_that_expires_parks_the_request_and_its_answer_brings_it_back() {
        with(component -> component.setExpireAfter(DAY.toMillis()));
        SandboxRequest order = asked();

        after(LONG);
        assertThat(state(order)).isEqualTo(State.PARKED);
        assertThat(letter(order).failure()).isEqualTo("unanswered");
        assertThat(letter(order).cause()).startsWith("the customer was asked at 2026-01-31T08:00");
        assertThat(letter(order).advice()).contains("goes on by itself");
        assertThat(order.status()).isEqualTo("inquiring");
        long before = reads();
        after(LONG);
        assertThat(reads()).as("a parked one costs no call").isEqualTo(before);

        order.customerAnswers(Map.of("company_domain", "acme.example"));
        after(Duration.ofMinutes(1));
        assertThat(state(order)).isEqualTo(State.READY);
    }

    @Test
    void a_replay_gives_the_customer_the_whole_time_again() {
        with(component -> component.setExpireAfter(DAY.toMillis()));
        SandboxRequest order = asked();
        after(LONG);

        assertThat(host.ledger.replay(List.of(order.id()), null, "a test")).isEqualTo(1);
        after(Duration.ofMinutes(1));
        assertThat(state(order)).isEqualTo(State.INQUIRED);
        after(Duration.ofHours(23));
        assertThat(state(order)).isEqualTo(State.INQUIRED);
        after(LONG);
        assertThat(state(order)).isEqualTo(State.PARKED);
    }

    private void failing() {
        with(component -> {
            component.setExpireAfter(DAY.toMillis());
            component.setOnExpiry("fail");
        });
    }

    @Test
    void or_it_is_brought_back_and_failed() {
        failing();
        SandboxRequest order = asked();

        after(LONG);

        assertThat(order.status()).isEqualTo("failed");
        assertThat(order.reason()).isEqualTo(ConnectComponent.EXPIRED);
        assertThat(state(order)).isEqualTo(State.DECIDED);
    }

    @Test
    void a_reason_that_is_longer_than_the_platform_takes_is_cut() {
        with(component -> {
            component.setExpireAfter(DAY.toMillis());
            component.setOnExpiry("fail");
            component.setExpiryReason("x".repeat(501));
        });
        SandboxRequest order = asked();

        after(LONG);

        assertThat(order.status()).isEqualTo("failed");
        assertThat(order.reason()).isEqualTo("x".repeat(500));
    }

    @Test
    void a_failing_that_does_not_get_through_leaves_a_request_that_is_failed_and_never_processed() {
        failing();
        SandboxRequest order = asked();
        sandbox.addFault(Fault.connectionClosedBefore().onAction("fail").times(1));
        after(LONG);
        assertThat(order.status()).isEqualTo("pending");
        after(Duration.ofMinutes(1));

        good(host.work(
                order.id(),
                route -> route.process(e -> {
                    throw new AssertionError("a request that nobody answered was processed");
                })));

        assertThat(order.status()).isEqualTo("failed");
        assertThat(state(order)).isEqualTo(State.DECIDED);
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_process_that_dies_between_the_two_calls_leaves_it_to_be_failed_if_it_has_noted_the_first(boolean noted) {
        failing();
        SandboxRequest order = asked();
        Claim claim = ((Claiming.Granted) host.ledger.claimInquired(order.id())).claim();
        host.component.connect().pend(RequestKind.REQUEST, order.id());
        if (noted) {
            host.ledger.expires(claim, fingerprint(order));
        }
        after(Duration.ofMinutes(2));
        assertThat(host.ledger.interrupted()).hasSize(1);

        approve(order);

        assertThat(order.status()).isEqualTo(noted ? "failed" : "approved");
        assertThat(state(order)).isEqualTo(State.DECIDED);
    }

    private String fingerprint(SandboxRequest order) {
        return ConnectRequest.read(RequestKind.REQUEST, host.atConnect(order.id()))
                .fingerprint();
    }

    private void approve(SandboxRequest order) {
        good(host.work(
                order.id(),
                route -> route.to(connect("approve", "template", "Default Activation Template"))
                        .to("connect:settle")));
    }

    /** Between our read and the call that brings it back, as the platform's own form does it: every value as it was. */
    @ParameterizedTest
    @ValueSource(strings = {"refused", "lost"})
    void a_confirmation_in_between_that_changes_no_value_counts(String pend) {
        AtomicReference<SandboxRequest> order = new AtomicReference<>();
        with(component -> {
            component.setExpireAfter(DAY.toMillis());
            component.setOnExpiry("fail");
            component.setLedger(before("pend", () -> order.get().customerAnswers(Map.of()), component.getLedger()));
        });
        order.set(asked());
        String unanswered = fingerprint(order.get());
        if (pend.equals("lost")) {
            sandbox.addFault(Fault.connectionClosedBefore().onAction("pend").times(1));
        }

        after(LONG);
        assertThat(order.get().status()).isEqualTo("pending");
        assertThat(fingerprint(order.get())).isEqualTo(unanswered);
        assertThat(state(order.get())).isNotEqualTo(State.PARKED);
        after(Duration.ofMinutes(1));
        approve(order.get());

        assertThat(order.get().status()).isEqualTo("approved");
        assertThat(state(order.get())).isEqualTo(State.DECIDED);
    }

    /** Something happens right before a call is sent. */
    private static Ledger before(String call, Runnable happens, Ledger ledger) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals("note")
                            && String.valueOf(arguments[2]).startsWith(call + " ")) {
                        happens.run();
                    }
                    try {
                        return called.invoke(ledger, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void a_question_that_somebody_asks_after_it_was_brought_back_has_its_own_time_and_its_answer_counts() {
        failing();
        SandboxRequest order = asked();
        Claim claim = ((Claiming.Granted) host.ledger.claimInquired(order.id())).claim();
        host.ledger.expires(claim, fingerprint(order));
        host.ledger.rests(claim, State.INQUIRED);

        after(LONG);
        assertThat(order.status()).isEqualTo("inquiring");
        order.customerAnswers(Map.of());
        after(Duration.ofMinutes(1));
        approve(order);

        assertThat(order.status()).isEqualTo("approved");
    }

    @Test
    void an_answer_in_between_counts() {
        failing();
        SandboxRequest order = asked();
        sandbox.addFault(Fault.connectionClosedBefore().onAction("pend").times(1));
        after(LONG);
        assertThat(order.status()).isEqualTo("inquiring");

        order.customerAnswers(Map.of("company_domain", "acme.example"));
        after(Duration.ofMinutes(1));
        good(host.work(
                order.id(),
                route -> route.to(connect("approve", "template", "Default Activation Template"))
                        .to("connect:settle")));

        assertThat(order.status()).isEqualTo("approved");
        assertThat(state(order)).isEqualTo(State.DECIDED);
    }

    @Test
    void a_parked_request_is_told_of_once_and_only_when_that_is_wished() {
        with(component -> component.setParkNote("We are looking into it."));
        SandboxRequest order = sandbox.request("purchase").status("pending").create();
        good(host.work(order.id(), route -> route.to("connect:park")));
        assertThat(order.messages()).as("the parking itself says nothing").isEmpty();

        sandbox.addFault(Fault.status(503).onAction("list-conversations").times(1));
        after(Duration.ofMinutes(1));
        after(Duration.ofMinutes(1));
        after(Duration.ofMinutes(1));

        assertThat(order.messages()).containsExactly("We are looking into it.");
        assertThat(state(order)).isEqualTo(State.PARKED);
    }

    @Test
    void an_old_parking_is_no_news() {
        with(component -> component.setParkNote("We are looking into it."));
        SandboxRequest order = sandbox.request("purchase").status("pending").create();
        good(host.work(order.id(), route -> route.to("connect:park")));

        after(LONG);

        assertThat(order.messages()).isEmpty();
    }

    @Test
    void another_end_than_park_or_fail_is_refused() {
        assertThatThrownBy(() -> with(component -> component.setOnExpiry("forget")))
                .hasStackTraceContaining("Write park or fail");
    }
}
