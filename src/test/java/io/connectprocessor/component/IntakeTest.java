package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.Api;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IntakeTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Moving clock = new Moving();
    private Duration restraint = Duration.ZERO;
    private final Intake intake = new Intake(
            clock, Duration.ofSeconds(2), Duration.ofMinutes(10), 16, 0, List.of(Api.VENDOR), api -> restraint);

    private static final class Moving extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static Intake.Pass passed(RequestKind kind, String failure) {
        return new Intake.Pass(kind, 1, 1, 0, 0, failure == null, failure);
    }

    @Test
    void a_vendor_that_is_away_or_wants_fewer_calls_holds_up_none_of_another() {
        Api one = Api.vendor("https://one.example");
        Api two = Api.vendor("https://two.example");
        Map<Api, Duration> closed = new java.util.HashMap<>();
        Intake several = new Intake(
                clock,
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                16,
                0,
                List.of(one, two),
                api -> closed.getOrDefault(api, Duration.ZERO));

        several.pause(one, false, "away");

        assertThat(several.allowance(one, 5, 0)).isZero();
        assertThat(several.allowance(two, 5, 5)).isEqualTo(Long.MAX_VALUE);
        clock.pass(Duration.ofSeconds(3));
        assertThat(several.allowance(one, 5, 0)).as("a probe").isEqualTo(1);
        assertThat(several.allowance(one, 6, 1)).as("one only").isZero();

        several.answered(two, false);
        assertThat(several.paused(one)).isTrue();
        several.answered(one, false);
        closed.put(two, Duration.ofSeconds(30));

        assertThat(several.allowance(one, 0, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(several.allowance(two, 0, 0)).isZero();
        assertThat(several.mayList()).isTrue();
        assertThat(several.restraint()).isEqualTo(Duration.ofSeconds(30));
        closed.put(Api.CONNECT, Duration.ofSeconds(30));
        assertThat(several.allowance(one, 0, 0)).isZero();
        assertThat(several.mayList()).isFalse();
    }

    @Test
    void a_request_is_handed_over_once_until_its_end() {
        assertThat(intake.hand("PR-1")).isTrue();
        assertThat(intake.hand("PR-1")).isFalse();
        intake.begin("PR-1");
        assertThat(intake.hand("PR-1")).isFalse();
        assertThat(intake.working()).isEqualTo(1);
        assertThat(intake.onTheirWay()).isEqualTo(1);

        intake.end("PR-1");

        assertThat(intake.onTheirWay()).isZero();
        assertThat(intake.hand("PR-1")).isTrue();
    }

    @Test
    void a_message_that_got_lost_holds_its_request_for_ten_minutes_at_most() {
        intake.hand("PR-1");
        clock.pass(Duration.ofMinutes(9));
        assertThat(intake.hand("PR-1")).isFalse();

        clock.pass(Duration.ofMinutes(2));

        assertThat(intake.onTheirWay()).isZero();
        assertThat(intake.hand("PR-1")).isTrue();
    }

    @Test
    void a_pause_ends_in_time_though_the_clock_is_set_back() {
        intake.pause(Api.VENDOR, false, "the vendor is away");
        assertThat(intake.allowance()).isZero();
        clock.pass(Duration.ofHours(-1));
        assertThat(intake.untilProbes()).contains(Duration.ofSeconds(2));

        clock.pass(Duration.ofSeconds(2));

        assertThat(intake.allowance()).isEqualTo(1);
    }

    @Test
    void a_pause_ends_early_and_with_one_probe_when_the_clock_is_set_forward() {
        intake.pause(Api.VENDOR, false, "the vendor is away");
        clock.pass(Duration.ofHours(1));

        assertThat(intake.allowance()).isEqualTo(1);
        intake.pause(Api.VENDOR, false, "the vendor is still away");
        clock.pass(Duration.ofHours(-1));
        assertThat(intake.untilProbes()).contains(Duration.ofSeconds(4));
    }

    @Test
    void a_lost_message_is_given_up_in_time_though_the_clock_is_set_back() {
        intake.hand("PR-1");
        clock.pass(Duration.ofHours(-1));
        assertThat(intake.hand("PR-1")).isFalse();
        clock.pass(Duration.ofMinutes(11));

        assertThat(intake.hand("PR-1")).isTrue();
    }

    @Test
    void a_request_that_is_due_again_takes_no_room_before_it_is_given_out_again() throws Exception {
        intake.pause(Api.VENDOR, false, "the vendor is away");
        intake.answered(Api.VENDOR, false);
        intake.hand("PR-1");
        intake.awaitRoom("PR-1", Api.VENDOR);
        intake.begin("PR-1");
        intake.end("PR-1");
        intake.hand("PR-2");
        intake.hand("PR-1");

        // Times out otherwise.
        intake.awaitRoom("PR-2", Api.VENDOR);
        intake.begin("PR-2");
        intake.end("PR-2");
        intake.awaitRoom("PR-1", Api.VENDOR);
    }

    @Test
    void during_a_hold_nobody_waits_for_room() throws Exception {
        intake.pause(Api.VENDOR, false, "the vendor is away");
        intake.answered(Api.VENDOR, false);
        intake.hand("PR-1");
        intake.awaitRoom("PR-1", Api.VENDOR);
        intake.hand("PR-2");
        intake.hold(AT_ONCE);

        intake.awaitRoom("PR-2", Api.VENDOR);
    }

    @Test
    void work_holds_its_request_however_long_it_takes() {
        intake.hand("PR-1");
        intake.begin("PR-1");
        clock.pass(Duration.ofHours(5));

        assertThat(intake.hand("PR-1")).isFalse();
        assertThat(intake.onTheirWay()).isEqualTo(1);
    }

    @Test
    void the_end_of_a_second_message_is_not_the_end_of_the_first_ones_work() {
        intake.begin("PR-1");
        intake.begin("PR-1");
        intake.end("PR-1");

        assertThat(intake.working()).isEqualTo(1);
        intake.end("PR-1");
        assertThat(intake.working()).isZero();
    }

    @Test
    void a_long_pass_gives_signs_of_going_on() {
        Consumer<String> pass = id -> {};
        intake.passBegins(pass);
        intake.answered(Api.CONNECT, true);
        assertThat(intake.lastSignOfPolling()).contains(clock.instant());
        intake.begin("PR-1");
        clock.pass(Duration.ofMinutes(5));
        intake.end("PR-1");

        assertThat(intake.lastSignOfPolling()).contains(clock.instant());
        assertThat(intake.lastPollAt()).isEmpty();
    }

    @Test
    void it_is_quiet_when_no_pass_and_no_work_goes_on() throws InterruptedException {
        Consumer<String> pass = id -> {};
        assertThat(intake.awaitQuiet(AT_ONCE)).isTrue();

        intake.passBegins(pass);
        assertThat(intake.awaitQuiet(AT_ONCE)).isFalse();
        intake.hand("PR-1");
        intake.passEnds(pass, passed(RequestKind.REQUEST, null));
        assertThat(intake.awaitQuiet(AT_ONCE)).isFalse();
        intake.begin("PR-1");
        assertThat(intake.awaitQuiet(AT_ONCE)).isFalse();
        intake.end("PR-1");

        assertThat(intake.awaitQuiet(AT_ONCE)).isTrue();
    }

    @Test
    void who_waits_for_quiet_is_woken_by_the_end() throws Exception {
        intake.hand("PR-1");
        CompletableFuture<Boolean> quiet = CompletableFuture.supplyAsync(() -> {
            try {
                return intake.awaitQuiet(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        intake.end("PR-1");

        assertThat(quiet.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_hold_takes_nothing_new_and_lets_work_go_on_and_holds_nest() throws InterruptedException {
        intake.hand("PR-1");
        assertThat(intake.hold(AT_ONCE)).isFalse();
        assertThat(intake.held()).isTrue();
        assertThat(intake.hand("PR-2")).isFalse();
        assertThat(intake.allowance()).isZero();
        assertThat(intake.mayList()).isFalse();
        intake.begin("PR-1");
        intake.end("PR-1");
        assertThat(intake.hold(AT_ONCE)).isTrue();

        intake.letGo();
        assertThat(intake.hand("PR-2")).isFalse();
        intake.letGo();

        assertThat(intake.hand("PR-2")).isTrue();
        assertThat(intake.allowance()).isEqualTo(Long.MAX_VALUE);
        assertThat(intake.mayList()).isTrue();
    }

    @Test
    void held_from_the_start_it_needs_to_be_let_go() {
        Intake held = new Intake(
                clock, Duration.ofSeconds(2), Duration.ofMinutes(10), 16, 1, List.of(Api.VENDOR), api -> Duration.ZERO);

        assertThat(held.hand("PR-1")).isFalse();
        assertThat(held.notBegun()).isPresent();
        held.letGo();
        held.notBegun("too late");
        assertThat(held.notBegun()).isEmpty();
        assertThat(held.hand("PR-1")).isTrue();
    }

    @Test
    void a_refusing_vendor_pauses_all_and_lets_one_probe_through_when_its_time_has_come() {
        intake.pause(Api.VENDOR, false, "the vendor answered 401");

        assertThat(intake.allowance()).isZero();
        assertThat(intake.mayList()).isTrue();
        clock.pass(Duration.ofMillis(1999));
        assertThat(intake.allowance()).isZero();
        clock.pass(Duration.ofMillis(2));
        assertThat(intake.allowance()).isEqualTo(1);

        intake.answered(Api.VENDOR, false);
        assertThat(intake.pauses()).isEmpty();
        assertThat(intake.allowance()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void pauses_double_up_to_the_longest_and_know_since_when() {
        Instant since = clock.instant();
        for (long seconds : new long[] {2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600}) {
            intake.pause(Api.VENDOR, false, "no");
            Intake.Pause pause = intake.pauses().get(0);
            assertThat(Duration.between(clock.instant(), pause.probeAt())).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(pause.since()).isEqualTo(since);
            clock.pass(Duration.ofSeconds(seconds + 1));
        }
    }

    @Test
    void sixteen_requests_refused_at_once_are_one_refusal() {
        for (int i = 0; i < 16; i++) {
            intake.pause(Api.VENDOR, false, "no");
        }

        assertThat(intake.pauses().get(0).probes()).isZero();
        assertThat(intake.pauses().get(0).probeAt()).isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void lists_that_are_refused_are_probed_by_a_list_and_cured_by_one() {
        intake.pause(Api.CONNECT, true, "Connect answered 401");

        assertThat(intake.mayList()).isFalse();
        clock.pass(Duration.ofSeconds(3));
        assertThat(intake.mayList()).isTrue();
        intake.answered(Api.CONNECT, true);
        assertThat(intake.pauses()).isEmpty();
    }

    @Test
    void actions_that_are_refused_are_not_cured_by_a_list() {
        intake.pause(Api.CONNECT, false, "Connect answered 403");

        intake.answered(Api.CONNECT, true);
        assertThat(intake.pauses()).hasSize(1);
        assertThat(intake.mayList()).isTrue();

        intake.answered(Api.CONNECT, false);
        assertThat(intake.pauses()).isEmpty();
    }

    @Test
    void one_api_does_not_cure_the_other() {
        intake.pause(Api.VENDOR, false, "no");

        intake.answered(Api.CONNECT, false);

        assertThat(intake.pauses()).hasSize(1);
    }

    @Test
    void an_answer_is_remembered_with_its_time() {
        Instant before = clock.instant();
        assertThat(intake.answeredSince(Api.VENDOR, before)).isFalse();
        clock.pass(Duration.ofSeconds(1));
        intake.answered(Api.VENDOR, false);

        assertThat(intake.answeredSince(Api.VENDOR, before)).isTrue();
        assertThat(intake.answeredSince(Api.VENDOR, clock.instant())).isFalse();
        assertThat(intake.answeredSince(Api.CONNECT, before)).isFalse();
    }

    @Test
    void a_poll_that_failed_is_told_until_one_goes_well() {
        Consumer<String> pass = id -> {};
        assertThat(intake.lastPollAt()).isEmpty();
        intake.passBegins(pass);
        intake.passEnds(pass, passed(RequestKind.REQUEST, "Connect answered 503"));
        assertThat(intake.lastPollFailure()).contains("Connect answered 503");
        assertThat(intake.lastPollAt()).isEmpty();

        intake.passBegins(pass);
        intake.passEnds(pass, passed(RequestKind.REQUEST, null));

        assertThat(intake.lastPollFailure()).isEmpty();
        assertThat(intake.lastPollAt()).contains(clock.instant());
        assertThat(intake.lastPasses()).hasSize(1);
        intake.forgetPasses();
        assertThat(intake.lastPasses()).isEmpty();
    }

    @Test
    void a_collection_that_failed_is_not_made_good_by_the_other() {
        Consumer<String> pass = id -> {};
        intake.passBegins(pass);
        intake.passEnds(pass, passed(RequestKind.TIER_REQUEST, "Connect answered 503"));
        intake.passBegins(pass);
        intake.passEnds(pass, passed(RequestKind.REQUEST, null));

        assertThat(intake.lastPollFailure()).contains("Connect answered 503");
    }

    @Test
    void a_pass_hears_of_decisions_while_it_goes_on() {
        List<String> heard = new ArrayList<>();
        Consumer<String> pass = heard::add;
        intake.decided("PR-0");
        intake.passBegins(pass);
        intake.decided("PR-1");
        intake.passEnds(pass, passed(RequestKind.REQUEST, null));
        intake.decided("PR-2");

        assertThat(heard).containsExactly("PR-1");
    }

    @Test
    void listeners_hear_of_every_end() {
        List<String> heard = new ArrayList<>();
        intake.listen((kind, type, outcome, took) -> heard.add(kind.label() + " " + type + " " + outcome.label()));

        intake.report(RequestKind.TIER_REQUEST, "setup", Outcome.PARKED, Duration.ofSeconds(1));

        assertThat(heard).containsExactly("tier-request setup parked");
    }

    @Test
    void the_oldest_pending_and_the_longest_lists_are_known() {
        Instant old = Instant.parse("2026-01-01T00:00:00Z");
        intake.listed(RequestKind.REQUEST, 100, old);
        intake.listed(RequestKind.TIER_REQUEST, 5, old.minusSeconds(9));
        intake.listed(RequestKind.REQUEST, 40, old.plusSeconds(60));

        assertThat(intake.mostListed()).isEqualTo(105);
        assertThat(intake.oldestPending()).contains(old.minusSeconds(9));

        intake.listed(RequestKind.TIER_REQUEST, 0, null);
        assertThat(intake.oldestPending()).contains(old.plusSeconds(60));
        intake.listed(RequestKind.REQUEST, 0, null);
        assertThat(intake.oldestPending()).isEmpty();
    }

    @Test
    void takes_nothing_while_an_api_asks_for_less_and_goes_on_by_itself() {
        restraint = Duration.ofSeconds(30);
        assertThat(intake.allowance()).isZero();
        assertThat(intake.mayList()).isFalse();
        assertThat(intake.pauses()).isEmpty();

        restraint = Duration.ofSeconds(2);
        assertThat(intake.allowance()).isEqualTo(Long.MAX_VALUE);
        assertThat(intake.mayList()).isTrue();
    }
}
