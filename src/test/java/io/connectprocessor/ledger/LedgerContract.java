package io.connectprocessor.ledger;

import static io.connectprocessor.ledger.Outbox.Channel.DEAD_LETTERS;
import static io.connectprocessor.ledger.Outbox.Channel.EVENTS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.ledger.Step.OnChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger does, whatever database it lives in. */
abstract class LedgerContract {
    static final Instant CREATED = Instant.parse("2026-02-01T00:00:00Z");
    static final Fault FAULT = new Fault(
            "transient", "The vendor answered 503.", "Wait.", "create-subscription", "on-purchase", "{\"id\":1}");

    JdbcLedger ledger;

    /** Opens the database of this test, again if need be. */
    abstract JdbcLedger open();

    /** The same, with notes for other systems. */
    abstract JdbcLedger open(OutboxOptions outbox);

    /** Lets time pass for the ledger. */
    abstract void pass(Duration time);

    @BeforeEach
    void open_the_ledger() {
        ledger = open();
    }

    @AfterEach
    void close_the_ledger() {
        ledger.close();
    }

    static Sighting row(String id, String lane, int age) {
        return new Sighting(id, "request", lane, CREATED.plusSeconds(age), "PRD-1", "purchase");
    }

    State sight(String id, String lane, int age) {
        return ledger.sight(List.of(row(id, lane, age))).get(0).state();
    }

    Claim granted(String id) {
        return granted(id, ledger.now());
    }

    Claim granted(String id, Instant askedAt) {
        return granted(ledger.claim(id, askedAt));
    }

    private static Claim granted(Claiming claiming) {
        assertThat(claiming).isInstanceOf(Claiming.Granted.class);
        return ((Claiming.Granted) claiming).claim();
    }

    /** After its lease ran out. */
    Claim takenOver(String id) {
        assertThat(ledger.interrupted()).extracting(Interrupted::id).contains(id);
        return granted(id);
    }

    Standing refused(String id) {
        Claiming claiming = ledger.claim(id, ledger.now());
        assertThat(claiming).isInstanceOf(Claiming.Refused.class);
        return ((Claiming.Refused) claiming).standing();
    }

    State state(String id) {
        return ledger.standing(id).orElseThrow().state();
    }

    @Test
    void tells_where_each_row_of_a_page_stands_in_the_order_given() {
        sight("PR-3", "AS-3", 3);
        granted("PR-3");

        List<Standing> standings =
                ledger.sight(List.of(row("PR-3", "AS-3", 3), row("PR-2", "AS-1", 2), row("PR-1", "AS-1", 1)));

        assertThat(standings)
                .containsExactly(
                        new Standing("PR-3", State.CLAIMED, null, null),
                        new Standing("PR-2", State.HELD_BACK, null, "PR-1"),
                        new Standing("PR-1", State.READY, null, null));
    }

    @Test
    void takes_the_same_row_twice_in_one_page_as_one() {
        assertThat(ledger.sight(List.of(row("PR-1", "AS-1", 1), row("PR-1", "AS-1", 1))))
                .hasSize(2);
        assertThat(ledger.counts()).containsEntry(State.READY, 1L);
    }

    @Test
    void knows_nothing_of_a_request_it_never_saw() {
        assertThat(ledger.standing("PR-404")).isEmpty();
        assertThat(ledger.find("PR-404")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.claim("PR-404", ledger.now()))
                .withMessageContaining("PR-404");
    }

    @Test
    void refuses_a_row_without_a_lane_and_names_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.sight(List.of(row("PR-1", "", 1))))
                .withMessageContaining("lane")
                .withMessageContaining("PR-1");
    }

    @Test
    void orders_a_lane_by_created_then_number_then_id() {
        List<Sighting> page = new ArrayList<>(List.of(
                row("PR-9", "AS-1", 0),
                row("PR-10", "AS-1", 0),
                row("PS-10", "AS-1", 0),
                row("PR-1", "AS-1", 1),
                row("PR-B", "AS-1", -1)));
        Collections.shuffle(page, new Random(7));
        ledger.sight(page);

        List<String> order = new ArrayList<>();
        while (order.size() < 5) {
            String next = page.stream()
                    .map(Sighting::id)
                    .filter(id -> state(id) == State.READY)
                    .findFirst()
                    .orElseThrow();
            ledger.decided(granted(next), "approved");
            order.add(next);
        }

        assertThat(order).containsExactly("PR-B", "PR-9", "PR-10", "PS-10", "PR-1");
    }

    @Test
    void grants_only_the_oldest_of_a_lane() {
        sight("PR-2", "AS-1", 2);
        sight("PR-1", "AS-1", 1);

        assertThat(refused("PR-2")).isEqualTo(new Standing("PR-2", State.HELD_BACK, null, "PR-1"));
        Claim first = granted("PR-1");
        assertThat(refused("PR-2").heldBackBy()).isEqualTo("PR-1");
        ledger.decided(first, "approved");

        assertThat(granted("PR-2").id()).isEqualTo("PR-2");
    }

    @Test
    void holds_an_older_one_back_that_shows_up_while_a_younger_one_is_worked_on() {
        sight("PR-2", "AS-1", 2);
        Claim younger = granted("PR-2");
        sight("PR-1", "AS-1", 1);

        assertThat(refused("PR-1")).isEqualTo(new Standing("PR-1", State.HELD_BACK, null, "PR-2"));
        assertThat(ledger.find("PR-1").orElseThrow().state()).isEqualTo(State.HELD_BACK);
        assertThat(ledger.counts()).containsEntry(State.HELD_BACK, 1L);
        ledger.decided(younger, "approved");

        assertThat(granted("PR-1").recheck()).isFalse();
    }

    @Test
    void grants_a_request_once() {
        sight("PR-1", "AS-1", 1);
        granted("PR-1");

        assertThat(refused("PR-1").state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void tells_what_was_claimed_with_a_token_that_grows() {
        ledger.sight(List.of(new Sighting("TCR-1", "tier-request", "TC-1", CREATED, null, null)));
        Claim first = granted("TCR-1");
        ledger.handBack(first);
        Claim second = granted("TCR-1");

        assertThat(first).isEqualTo(new Claim("TCR-1", "tier-request", "TC-1", first.token(), 0, false));
        assertThat(second.token()).isGreaterThan(first.token());
    }

    @Test
    void decides_a_request_that_was_never_rechecked_without_asking_for_it() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.check(claim);
        ledger.decided(claim, "approved");

        assertThat(claim.recheck()).isFalse();
        assertThat(state("PR-1")).isEqualTo(State.DECIDED);
        assertThat(refused("PR-1").state()).isEqualTo(State.DECIDED);
    }

    @Test
    void asks_for_a_second_look_when_the_lane_was_touched_after_the_page_was_asked_for() {
        Instant askedAt = ledger.now();
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        sight("PR-3", "AS-2", 3);
        ledger.decided(granted("PR-1", askedAt), "approved");

        assertThat(granted("PR-2", askedAt).recheck()).isTrue();
        assertThat(granted("PR-3", askedAt).recheck()).isFalse();
    }

    @Test
    void needs_no_second_look_when_the_page_is_younger_than_what_was_done_in_the_lane() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        ledger.decided(granted("PR-1"), "approved");
        pass(Duration.ofSeconds(1));

        assertThat(granted("PR-2", ledger.now()).recheck()).isFalse();
    }

    @Test
    void makes_a_waiting_request_ready_when_it_is_due_and_counts_its_attempts() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        Instant due = ledger.now().plusSeconds(60).truncatedTo(SECONDS);
        ledger.waits(granted("PR-1"), due, true, FAULT);

        assertThat(refused("PR-1")).isEqualTo(new Standing("PR-1", State.WAITING, due, null));
        assertThat(refused("PR-2").heldBackBy()).isEqualTo("PR-1");
        assertThat(ledger.nextDue()).contains(due);
        pass(Duration.ofSeconds(61));

        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.READY);
        Claim again = granted("PR-1");
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.recheck()).isTrue();
    }

    @Test
    void counts_no_attempt_when_the_route_itself_asked_for_later() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now(), false, null);
        pass(Duration.ofSeconds(1));

        assertThat(ledger.find("PR-1").orElseThrow().failure()).isNull();
        assertThat(granted("PR-1").attempts()).isZero();
    }

    @Test
    void names_the_next_due_of_those_that_nothing_holds_back() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now().plusSeconds(10), true, FAULT);
        assertThat(ledger.nextDue()).isPresent();
        sight("PR-0", "AS-1", 0);
        ledger.parks(granted("PR-0"), FAULT);

        assertThat(ledger.nextDue()).isEmpty();
    }

    @Test
    void keeps_a_parked_request_however_often_it_is_listed_and_holds_its_lane_back() {
        sight("PR-1", "AS-1", 1);
        ledger.parks(granted("PR-1"), FAULT);

        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.PARKED);
        assertThat(refused("PR-1").state()).isEqualTo(State.PARKED);
        assertThat(sight("PR-2", "AS-1", 2)).isEqualTo(State.HELD_BACK);
    }

    @Test
    void begins_a_new_round_when_an_inquired_request_is_pending_again() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(1));
        ledger.rests(granted("PR-1"), State.INQUIRED);
        assertThat(state("PR-1")).isEqualTo(State.INQUIRED);
        assertThat(sight("PR-2", "AS-1", 2)).isEqualTo(State.HELD_BACK);
        pass(Duration.ofSeconds(1));

        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.READY);
        Claim claim = granted("PR-1");
        assertThat(claim.attempts()).isZero();
        assertThat(claim.recheck()).isFalse();
    }

    @Test
    void begins_no_new_round_for_a_page_that_was_asked_for_before_the_inquiry() {
        sight("PR-1", "AS-1", 1);
        Instant askedAt = ledger.now();
        ledger.rests(granted("PR-1"), State.SCHEDULED);

        assertThat(ledger.sight(List.of(row("PR-1", "AS-1", 1)), askedAt).get(0).state())
                .isEqualTo(State.SCHEDULED);
        assertThat(state("PR-1")).isEqualTo(State.SCHEDULED);
    }

    @Test
    void rests_only_as_inquired_or_scheduled() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");

        assertThatIllegalArgumentException().isThrownBy(() -> ledger.rests(claim, State.PARKED));
    }

    @Test
    void takes_up_a_decided_request_that_is_listed_again_but_only_after_a_second_look() {
        sight("PR-1", "AS-1", 1);
        ledger.decided(granted("PR-1"), "approved");
        pass(Duration.ofSeconds(1));

        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.READY);
        assertThat(ledger.counts()).containsEntry(State.DECIDED, 1L);
        Claim claim = granted("PR-1");
        assertThat(claim.recheck()).isTrue();
        ledger.decided(claim, "approved");
        assertThat(state("PR-1")).isEqualTo(State.DECIDED);
    }

    @Test
    void leaves_a_decided_request_alone_that_only_a_stale_page_shows() {
        sight("PR-1", "AS-1", 1);
        Instant askedAt = ledger.now();
        ledger.decided(granted("PR-1"), "approved");

        assertThat(ledger.sight(List.of(row("PR-1", "AS-1", 1)), askedAt).get(0).state())
                .isEqualTo(State.DECIDED);
    }

    @Test
    void gives_a_claim_back() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.handBack(claim);

        assertThat(state("PR-1")).isEqualTo(State.READY);
        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        assertThat(granted("PR-1").attempts()).isZero();
    }

    @Test
    void lets_a_stale_owner_write_nothing_even_if_nobody_took_over() {
        sight("PR-1", "AS-1", 1);
        Claim stale = granted("PR-1");
        pass(Duration.ofSeconds(121));

        assertThatThrownBy(() -> ledger.check(stale))
                .isInstanceOf(ClaimLostException.class)
                .hasMessageContaining("PR-1");
        assert_writes_nothing(stale);
        assertThat(state("PR-1")).isEqualTo(State.READY);
    }

    @Test
    void lets_a_stale_owner_write_nothing_after_another_worker_took_over() {
        sight("PR-1", "AS-1", 1);
        Claim stale = granted("PR-1");
        pass(Duration.ofSeconds(121));
        Claim fresh = takenOver("PR-1");

        assertThat(fresh.recheck()).isTrue();
        assertThatThrownBy(() -> ledger.check(stale)).isInstanceOf(ClaimLostException.class);
        assert_writes_nothing(stale);
        ledger.check(fresh);
        ledger.decided(fresh, "approved");
    }

    private void assert_writes_nothing(Claim stale) {
        DeadLetter before = ledger.find("PR-1").orElseThrow();
        List<Runnable> writes = List.of(
                () -> ledger.decided(stale, "approved"),
                () -> ledger.waits(stale, ledger.now(), true, FAULT),
                () -> ledger.rests(stale, State.INQUIRED),
                () -> ledger.parks(stale, FAULT),
                () -> ledger.handBack(stale));
        assertThat(writes).allSatisfy(write -> assertThatThrownBy(write::run).isInstanceOf(ClaimLostException.class));
        assertThat(ledger.find("PR-1")).contains(before);
    }

    @Test
    void keeps_a_claim_for_as_long_as_it_is_renewed() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(40));
            ledger.renew();
        }

        ledger.check(claim);
        assertThat(refused("PR-1").state()).isEqualTo(State.CLAIMED);
        ledger.decided(claim, "approved");
    }

    @Test
    void revives_no_claim_whose_lease_ran_out() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        pass(Duration.ofSeconds(61));
        ledger.renew();

        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        assertThat(takenOver("PR-1").recheck()).isTrue();
    }

    @Test
    void takes_nothing_over_that_is_not_to_run_alone() {
        sight("PR-1", "AS-1", 1);
        granted("PR-1");
        pass(Duration.ofSeconds(61));

        refused("PR-1");
        assertThat(ledger.interrupted()).containsExactly(new Interrupted("PR-1", "request", "PRD-1", "purchase"));
        assertThat(ledger.timeline("PR-1")).extracting(Event::kind).contains("interrupted");
    }

    @Test
    void runs_what_was_in_flight_at_an_unclean_end_alone() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        sight("PR-3", "AS-3", 3);
        granted("PR-1");
        granted("PR-2");
        pass(Duration.ofSeconds(61));
        Claim other = granted("PR-3");

        assertThat(ledger.interrupted()).extracting(Interrupted::id).containsExactly("PR-1", "PR-2");
        refused("PR-1");
        ledger.decided(other, "approved");
        Claim alone = granted("PR-1");
        refused("PR-2");
        sight("PR-4", "AS-4", 4);
        refused("PR-4");

        ledger.decided(alone, "approved");
        assertThat(ledger.interrupted()).extracting(Interrupted::id).containsExactly("PR-2");
        granted("PR-2");
    }

    @Test
    void parks_what_ran_alone_at_three_unclean_ends() {
        sight("PR-1", "AS-1", 1);
        granted("PR-1");
        for (int end = 1; end <= 3; end++) {
            pass(Duration.ofSeconds(61));
            takenOver("PR-1");
        }
        pass(Duration.ofSeconds(61));

        assertThat(ledger.interrupted()).isEmpty();
        DeadLetter letter = ledger.find("PR-1").orElseThrow();
        assertThat(letter.state()).isEqualTo(State.PARKED);
        assertThat(letter.failure()).isEqualTo("crashed");
        assertThat(letter.cause()).contains("3 times");
        assertThat(ledger.replay(List.of("PR-1"), "crashed", "ann")).isEqualTo(1);
        granted("PR-1");
    }

    @Test
    void holds_an_unclean_end_against_nobody_who_did_not_run_alone() {
        for (int end = 1; end <= 5; end++) {
            sight("PR-1", "AS-1", 1);
            sight("PR-2", "AS-2", 2);
            granted("PR-2");
            granted("PR-1");
            pass(Duration.ofSeconds(61));
            ledger.handBack(takenOver("PR-1"));
            ledger.decided(takenOver("PR-2"), "approved");
            ledger.waits(takenOver("PR-1"), ledger.now(), false, FAULT);
            pass(Duration.ofMillis(1));
            sight("PR-2", "AS-2", 2);
        }

        assertThat(state("PR-1")).isEqualTo(State.READY);
    }

    @Test
    void knows_when_a_route_first_asked_for_later() {
        sight("PR-1", "AS-1", 1);
        Claim first = granted("PR-1");
        assertThat(first.laterSince()).isNull();
        ledger.waits(first, ledger.now(), false, null);
        pass(Duration.ofSeconds(10));
        Claim second = granted("PR-1");
        assertThat(second.laterSince()).isBefore(ledger.now());
        ledger.waits(second, ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(10));
        Claim third = granted("PR-1");
        assertThat(third.laterSince()).isEqualTo(second.laterSince());
        ledger.parks(third, FAULT);
        ledger.replay(List.of("PR-1"), null, "ann");

        assertThat(granted("PR-1").laterSince()).isNull();
    }

    @Test
    void gives_everything_back_at_a_clean_stop() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.close();
        ledger = open();

        assertThat(ledger.interrupted()).isEmpty();
        Claim next = granted("PR-1");
        assertThat(next.recheck()).isTrue();
        assertThat(next.token()).isGreaterThan(claim.token());
    }

    @Test
    void loses_a_claim_by_its_outcome() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.decided(claim, "approved");

        assertThatThrownBy(() -> ledger.decided(claim, "approved")).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
    }

    @Test
    void closes_what_was_decided_elsewhere_unless_it_is_claimed() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        ledger.close("PR-1", "approved by hand");
        assertThat(state("PR-1")).isEqualTo(State.DECIDED);

        Claim claim = granted("PR-2");
        ledger.close("PR-2", "approved by hand");

        assertThat(state("PR-2")).isEqualTo(State.CLAIMED);
        ledger.check(claim);
        assertThat(audits()).containsExactly("close PR-1 null approved by hand");
    }

    @Test
    void lists_the_undecided_of_a_kind_that_were_sighted_before() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        sight("PR-3", "AS-3", 3);
        ledger.sight(List.of(new Sighting("TCR-1", "tier-request", "TC-1", CREATED, null, null)));
        ledger.decided(granted("PR-2"), "approved");
        granted("PR-3");
        pass(Duration.ofSeconds(1));
        Instant before = ledger.now();
        pass(Duration.ofSeconds(1));
        sight("PR-4", "AS-4", 4);

        assertThat(ledger.undecided("request", PRODUCTS, before)).containsExactly("PR-1");
    }

    @Test
    void what_another_processor_keeps_here_of_other_products_is_not_ours_to_close() {
        sight("PR-1", "AS-1", 1);
        ledger.sight(List.of(
                new Sighting("PR-2", "request", "AS-2", CREATED.plusSeconds(2), "PRD-2", "purchase"),
                new Sighting("PR-3", "request", "AS-3", CREATED.plusSeconds(3), null, "purchase")));
        pass(Duration.ofSeconds(1));

        assertThat(ledger.undecided("request", PRODUCTS, ledger.now())).containsExactlyInAnyOrder("PR-1", "PR-3");
        assertThat(ledger.undecided("request", List.of("PRD-2"), ledger.now()))
                .containsExactlyInAnyOrder("PR-2", "PR-3");
    }

    @Test
    void counts_requests_by_state_held_back_ones_as_such() {
        for (int i = 1; i <= 3; i++) {
            sight("PR-" + i, "AS-1", i);
        }
        sight("PR-4", "AS-4", 4);
        sight("PR-5", "AS-5", 5);
        sight("PR-6", "AS-6", 6);
        sight("PR-7", "AS-7", 7);
        ledger.parks(granted("PR-1"), FAULT);
        granted("PR-4");
        ledger.waits(granted("PR-5"), ledger.now().plusSeconds(60), true, FAULT);
        ledger.decided(granted("PR-6"), "approved");

        assertThat(ledger.counts())
                .containsEntry(State.PARKED, 1L)
                .containsEntry(State.HELD_BACK, 2L)
                .containsEntry(State.CLAIMED, 1L)
                .containsEntry(State.WAITING, 1L)
                .containsEntry(State.DECIDED, 1L)
                .containsEntry(State.READY, 1L)
                .containsEntry(State.DISCARDED, 0L);
        Map<State, Long> undecided = new EnumMap<>(ledger.counts());
        undecided.put(State.DECIDED, 0L);
        assertThat(ledger.undecidedCounts()).isEqualTo(undecided);
    }

    @Test
    void tells_at_once_what_is_left() {
        assertThat(ledger.outlook()).isEqualTo(new Outlook(Map.of(), 0, null, 0));
        for (int i = 1; i <= 5; i++) {
            sight("PR-" + i, "AS-" + Math.max(i, 2), i);
        }
        Instant due = ledger.now().plusSeconds(60).truncatedTo(SECONDS);
        ledger.waits(granted("PR-1"), due, true, FAULT);
        ledger.parks(granted("PR-3"), FAULT);
        granted("PR-4");
        ledger.queue(List.of("PR-5"));

        Outlook outlook = ledger.outlook();
        assertThat(outlook.counts())
                .isEqualTo(Map.of(
                        State.WAITING, 1L,
                        State.HELD_BACK, 1L,
                        State.PARKED, 1L,
                        State.CLAIMED, 1L,
                        State.READY, 1L));
        assertThat(outlook.count(State.SCHEDULED)).isZero();
        assertThat(outlook.queued()).isEqualTo(ledger.shared() ? 1 : 0);
        assertThat(outlook.nextDue()).isEqualTo(due);
    }

    @Test
    void what_was_left_before_differs_from_what_is_left_after_something_came_and_was_decided() {
        sight("PR-1", "AS-1", 1);
        ledger.decided(granted("PR-1"), "approved");
        Outlook before = ledger.outlook();
        assertThat(ledger.outlook()).isEqualTo(before);

        sight("PR-2", "AS-2", 2);
        ledger.decided(granted("PR-2"), "approved");

        assertThat(ledger.outlook()).isNotEqualTo(before);
        assertThat(ledger.outlook().counts()).isEqualTo(before.counts()).isEmpty();
    }

    @Test
    void lists_dead_letters_oldest_first_with_all_that_is_known() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        sight("PR-3", "AS-3", 3);
        sight("PR-4", "AS-4", 4);
        ledger.parks(granted("PR-1"), FAULT);
        pass(Duration.ofSeconds(1));
        ledger.waits(granted("PR-3"), ledger.now().plusSeconds(60), true, FAULT);

        assertThat(ledger.deadLetters(List.of(), 10))
                .extracting(DeadLetter::id)
                .containsExactly("PR-2", "PR-1", "PR-3");
        assertThat(ledger.deadLetters(List.of(), 1)).extracting(DeadLetter::id).containsExactly("PR-2");
        assertThat(ledger.deadLetters(List.of(State.HELD_BACK), 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.heldBackBy()).isEqualTo("PR-1");
                    assertThat(letter.failure()).isNull();
                });
        assertThat(ledger.deadLetters(List.of(State.PARKED), 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter)
                            .usingRecursiveComparison()
                            .ignoringFields("since")
                            .isEqualTo(new DeadLetter(
                                    "PR-1",
                                    "request",
                                    "AS-1",
                                    "PRD-1",
                                    "purchase",
                                    State.PARKED,
                                    "transient",
                                    "The vendor answered 503.",
                                    "Wait.",
                                    "create-subscription",
                                    "on-purchase",
                                    0,
                                    null,
                                    null,
                                    null,
                                    "{\"id\":1}"));
                    assertThat(letter.since()).isCloseTo(ledger.now(), within(30, SECONDS));
                });
    }

    @Test
    void keeps_a_big_payload_and_hostile_text() {
        sight("PR-1", "AS-1", 1);
        String big = "{\"a\":\"" + "ä".repeat(3_000_000) + "\"}";
        ledger.parks(granted("PR-1"), new Fault("bug", "nul \0 half \uD83D" + "x".repeat(5000), null, null, null, big));

        DeadLetter letter = ledger.find("PR-1").orElseThrow();
        assertThat(letter.payload()).isEqualTo(big);
        assertThat(letter.cause()).hasSize(4000).startsWith("nul \uFFFD half \uFFFDx");
    }

    @Test
    void replays_one_from_nought_attempts_after_a_second_look() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(1));
        ledger.parks(granted("PR-1"), FAULT);
        pass(Duration.ofSeconds(1));

        assertThat(ledger.replay(List.of("PR-1", "PR-404"), null, "ann")).isEqualTo(1);
        Claim claim = granted("PR-1");
        assertThat(claim.attempts()).isZero();
        assertThat(claim.recheck()).isTrue();
        assertThat(audits()).containsExactly("replay PR-1 ann null");
    }

    @Test
    void replays_all_parked_or_those_of_one_failure_but_no_waiting_one_that_is_not_named() {
        for (int i = 1; i <= 3; i++) {
            sight("PR-" + i, "AS-" + i, i);
        }
        ledger.parks(granted("PR-1"), FAULT);
        ledger.parks(granted("PR-2"), new Fault("refused", "400", null, null, null, null));
        ledger.waits(granted("PR-3"), ledger.now().plusSeconds(60), true, FAULT);

        assertThat(ledger.replay(List.of(), "refused", "ann")).isEqualTo(1);
        assertThat(state("PR-2")).isEqualTo(State.READY);
        assertThat(ledger.replay(List.of(), null, "ann")).isEqualTo(1);
        assertThat(state("PR-1")).isEqualTo(State.READY);
        assertThat(state("PR-3")).isEqualTo(State.WAITING);
        assertThat(ledger.replay(List.of("PR-3"), null, "ann")).isEqualTo(1);
        assertThat(state("PR-3")).isEqualTo(State.READY);
    }

    private void park(String id, int age, Fault fault) {
        sight(id, "AS-" + id, age);
        ledger.parks(granted(id), fault);
    }

    private Instant dueOf(String id) {
        return ledger.find(id).orElseThrow().retryAt();
    }

    @Test
    void replays_at_a_rate_one_after_the_other_in_the_order_of_a_lane() {
        park("PR-1", 3, FAULT);
        park("PR-9", 2, FAULT);
        park("PR-10", 2, FAULT);
        park("PR-2", 1, new Fault("refused", "400", null, null, null, null));

        Replay replay = ledger.replay(List.of(), "transient", "ann", 0.2);

        Instant first = dueOf("PR-9");
        assertThat(first).isCloseTo(ledger.now(), within(30, SECONDS));
        assertThat(dueOf("PR-10")).isEqualTo(first.plusSeconds(5));
        assertThat(dueOf("PR-1")).isEqualTo(first.plusSeconds(10));
        assertThat(replay).isEqualTo(new Replay(3, first.plusSeconds(10)));
        assertThat(state("PR-2")).isEqualTo(State.PARKED);
        assertThat(audits())
                .containsExactly(
                        "replay PR-9 ann at 0.2 a second",
                        "replay PR-10 ann at 0.2 a second",
                        "replay PR-1 ann at 0.2 a second");
    }

    @Test
    void what_is_replayed_at_a_rate_waits_for_its_time_and_then_begins_from_nought_after_a_second_look() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(1));
        ledger.parks(granted("PR-1"), FAULT);
        park("PR-2", 2, FAULT);

        assertThat(ledger.replay(List.of("PR-2", "PR-1", "PR-404"), null, "ann", 0.001)
                        .moved())
                .isEqualTo(2);

        assertThat(granted("PR-1").attempts()).isZero();
        assertThat(state("PR-2")).isEqualTo(State.WAITING);
        assertThat(ledger.find("PR-2").orElseThrow().cause()).isEqualTo(FAULT.cause());
        pass(Duration.ofSeconds(1001));
        assertThat(granted("PR-2").recheck()).isTrue();
    }

    @Test
    void a_replay_at_once_takes_back_the_times_of_one_at_a_rate() {
        park("PR-1", 1, FAULT);
        park("PR-2", 2, FAULT);
        ledger.replay(List.of(), null, "ann", 0.001);

        assertThat(ledger.replay(List.of(), null, "ann")).isZero();
        assertThat(ledger.replay(List.of("PR-2"), null, "ann")).isEqualTo(1);

        assertThat(state("PR-2")).isEqualTo(State.READY);
        assertThat(dueOf("PR-2")).isNull();
    }

    @Test
    void a_rate_of_a_thousand_leaves_a_millisecond_between_two() {
        park("PR-1", 1, FAULT);
        park("PR-2", 2, FAULT);

        ledger.replay(List.of(), null, "ann", 1000);

        assertThat(dueOf("PR-2")).isEqualTo(dueOf("PR-1").plusMillis(1));
    }

    @Test
    void a_rate_that_makes_no_sense_moves_nothing() {
        park("PR-1", 1, FAULT);

        for (double rate : new double[] {-1, 0.0009, 1001, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.replay(List.of(), null, "ann", rate))
                    .withMessageContaining("0.001 to 1000");
        }
        assertThat(state("PR-1")).isEqualTo(State.PARKED);
    }

    @Test
    void discards_for_good_and_frees_the_lane() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        ledger.parks(granted("PR-1"), FAULT);

        assertThat(ledger.discard("PR-1", "a test order", "ann")).isTrue();
        assertThat(ledger.discard("PR-1", "a test order", "ann")).isFalse();
        assertThat(ledger.discard("PR-404", "a test order", "ann")).isFalse();
        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.DISCARDED);
        Claim next = granted("PR-2");
        assertThat(ledger.discard("PR-2", "claimed", "ann")).isFalse();
        ledger.check(next);
        assertThat(audits()).containsExactly("discard PR-1 ann a test order");
    }

    @Test
    void forgets_the_decided_after_the_retention_and_nothing_else() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        sight("PR-3", "AS-3", 3);
        ledger.decided(granted("PR-1"), "approved");
        ledger.parks(granted("PR-2"), FAULT);
        pass(Duration.ofDays(29));
        ledger.decided(granted("PR-3"), "approved");
        assertThat(ledger.purge()).isZero();
        pass(Duration.ofDays(2));

        assertThat(ledger.purge()).isEqualTo(1);
        assertThat(ledger.find("PR-1")).isEmpty();
        assertThat(state("PR-2")).isEqualTo(State.PARKED);
        assertThat(state("PR-3")).isEqualTo(State.DECIDED);
    }

    @Test
    void keeps_a_discarded_request_as_long_as_it_is_listed_so_that_it_does_not_come_back_as_new() {
        sight("PR-1", "AS-1", 1);
        ledger.parks(granted("PR-1"), FAULT);
        assertThat(ledger.discard("PR-1", "a test order", "ann")).isTrue();
        pass(Duration.ofDays(31));
        sight("PR-1", "AS-1", 1);

        assertThat(ledger.purge()).isZero();
        assertThat(state("PR-1")).isEqualTo(State.DISCARDED);

        pass(Duration.ofDays(31));
        assertThat(ledger.purge()).isEqualTo(1);
    }

    @Test
    void keeps_what_it_knows_when_it_is_opened_again() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        ledger.decided(granted("PR-1"), "approved");
        ledger.parks(granted("PR-2"), FAULT);
        ledger.close();
        ledger = open();

        assertThat(state("PR-1")).isEqualTo(State.DECIDED);
        assertThat(state("PR-2")).isEqualTo(State.PARKED);
    }

    @Test
    void takes_a_hundred_rows_of_one_lane_at_once() {
        List<Sighting> page =
                IntStream.range(0, 100).mapToObj(i -> row("PR-" + i, "AS-1", 0)).toList();

        assertThat(ledger.sight(page))
                .extracting(Standing::state)
                .startsWith(State.READY)
                .containsOnlyOnce(State.READY);
        assertThat(ledger.counts()).containsEntry(State.HELD_BACK, 99L);
    }

    @Test
    void never_goes_back_in_time() {
        Instant before = ledger.now();
        pass(Duration.ofSeconds(-30));

        assertThat(ledger.now()).isAfterOrEqualTo(before);
    }

    @Test
    void tells_its_lease() {
        assertThat(ledger.lease()).isEqualTo(Duration.ofSeconds(60));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void calls_a_step_again_with_the_same_bytes_until_its_answer_is_known() {
        sight("PR-1", "AS-1", 1);
        Claim first = granted("PR-1");
        assertThat(ledger.step(first, "create", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Due(1, "PR-1:create", bytes("one"), false));
        ledger.waits(first, ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(1));
        Claim second = granted("PR-1");

        assertThat(ledger.step(second, "create", bytes("two"), OnChange.CALL))
                .isEqualTo(new Step.Due(1, "PR-1:create", bytes("one"), true));
    }

    @Test
    void gives_the_recorded_answer_without_another_call() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", bytes("one"), OnChange.FAULT);
        ledger.answered(claim, "create", 1, 201, bytes("{\"id\":7}"));

        assertThat(ledger.step(claim, "create", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Answered(1, 201, bytes("{\"id\":7}")));
        assertThat(ledger.step(claim, "other", bytes("one"), OnChange.FAULT)).isInstanceOf(Step.Due.class);
    }

    @Test
    void answers_a_changed_input_as_the_route_wants_it() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", bytes("one"), OnChange.FAULT);
        ledger.answered(claim, "create", 1, 201, bytes("first"));

        assertThat(ledger.step(claim, "create", bytes("two"), OnChange.FAULT)).isEqualTo(new Step.Changed(1));
        assertThat(ledger.step(claim, "create", bytes("two"), OnChange.KEEP))
                .isEqualTo(new Step.Answered(1, 201, bytes("first")));
        assertThat(ledger.step(claim, "create", bytes("two"), OnChange.CALL))
                .isEqualTo(new Step.Due(2, "PR-1:create:2", bytes("two"), false));
        ledger.answered(claim, "create", 2, 200, bytes("second"));
        assertThat(ledger.step(claim, "create", bytes("two"), OnChange.FAULT))
                .isEqualTo(new Step.Answered(2, 200, bytes("second")));
    }

    @Test
    void another_target_is_a_changed_input_too() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", "PUT /a", bytes("one"), OnChange.FAULT);
        ledger.answered(claim, "create", 1, 201, bytes("first"));

        assertThat(ledger.step(claim, "create", "PUT /a", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Answered(1, 201, bytes("first")));
        assertThat(ledger.step(claim, "create", "PUT /b", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Changed(1));
        assertThat(ledger.step(claim, "create", "PUT /b", bytes("one"), OnChange.CALL))
                .isEqualTo(new Step.Due(2, "PR-1:create:2", bytes("one"), false));
    }

    @Test
    void a_step_that_was_recorded_without_a_target_has_the_one_that_is_given_now() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", bytes("one"), OnChange.FAULT);
        ledger.answered(claim, "create", 1, 201, bytes("first"));

        assertThat(ledger.step(claim, "create", "PUT /a", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Answered(1, 201, bytes("first")));
        assertThat(ledger.step(claim, "create", "PUT /a", bytes("two"), OnChange.FAULT))
                .isEqualTo(new Step.Changed(1));
    }

    @Test
    void what_is_not_answered_goes_with_its_recorded_bytes_to_where_the_route_sends_it_now() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", "PUT /wrong", bytes("one"), OnChange.FAULT);

        assertThat(ledger.step(claim, "create", "PUT /right", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Due(1, "PR-1:create", bytes("one"), true));
        ledger.answered(claim, "create", 1, 201, bytes("first"));

        assertThat(ledger.step(claim, "create", "PUT /right", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Answered(1, 201, bytes("first")));
        assertThat(ledger.step(claim, "create", "PUT /wrong", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Changed(1));
    }

    @Test
    void keeps_the_answers_of_steps_through_an_inquiry() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", bytes("one"), OnChange.FAULT);
        ledger.answered(claim, "create", 1, 201, bytes("first"));
        ledger.rests(claim, State.INQUIRED);
        pass(Duration.ofSeconds(1));
        sight("PR-1", "AS-1", 1);

        assertThat(ledger.step(granted("PR-1"), "create", bytes("one"), OnChange.FAULT))
                .isInstanceOf(Step.Answered.class);
    }

    @Test
    void records_no_step_for_a_stale_owner() {
        sight("PR-1", "AS-1", 1);
        Claim stale = granted("PR-1");
        ledger.step(stale, "create", bytes("one"), OnChange.FAULT);
        pass(Duration.ofSeconds(121));
        Claim fresh = takenOver("PR-1");

        assertThatThrownBy(() -> ledger.step(stale, "next", bytes("one"), OnChange.FAULT))
                .isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.answered(stale, "create", 1, 201, bytes("stale")))
                .isInstanceOf(ClaimLostException.class);
        assertThat(ledger.step(fresh, "create", bytes("one"), OnChange.FAULT))
                .isEqualTo(new Step.Due(1, "PR-1:create", bytes("one"), true));
    }

    @Test
    void refuses_an_answer_that_is_too_big_or_that_nobody_waits_for() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", bytes("one"), OnChange.FAULT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.answered(claim, "create", 1, 201, new byte[65_537]))
                .withMessageContaining("65536");
        ledger.answered(claim, "create", 1, 201, new byte[65_536]);
        assertThatThrownBy(() -> {
                    ledger.answered(claim, "create", 1, 201, bytes("again"));
                    ledger.check(claim);
                })
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tells_what_happened_to_a_request_in_order() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.step(claim, "create", bytes("one"), OnChange.FAULT);
        ledger.answered(claim, "create", 1, 201, bytes("first"));
        ledger.note(claim, "sent", "save parameters subscription_id of PR-1");
        ledger.parks(claim, FAULT);
        ledger.replay(List.of("PR-1"), null, "ann");
        Claim second = granted("PR-1");
        ledger.rests(second, State.INQUIRED);
        pass(Duration.ofSeconds(1));
        sight("PR-1", "AS-1", 1);
        ledger.decided(granted("PR-1"), "approved");

        assertThat(ledger.timeline("PR-1"))
                .extracting(event -> event.kind() + " "
                        + (event.kind().equals("claimed") ? event.detail().substring(0, 3) : event.detail()))
                .containsExactly(
                        "sighted null",
                        "claimed by ",
                        "step-called create",
                        "step-answered create: 201",
                        "sent save parameters subscription_id of PR-1",
                        "parked The vendor answered 503.",
                        "replay ann: ",
                        "claimed by ",
                        "inquired null",
                        "sighted pending again",
                        "claimed by ",
                        "decided approved");
        assertThat(ledger.timeline("PR-404")).isEmpty();
    }

    @Test
    void tells_what_one_process_did_in_the_order_in_which_it_did_it_however_quickly() {
        sight("PR-1", "AS-1", 1);
        List<String> did = new ArrayList<>(List.of("sighted"));
        for (int round = 0; round < 30; round++) {
            Claim claim = granted("PR-1");
            ledger.note(claim, "sent", "something");
            ledger.step(claim, "create-" + round, bytes("one"), OnChange.FAULT);
            ledger.note(claim, "answered", "200");
            ledger.parks(claim, FAULT);
            ledger.replay(List.of("PR-1"), null, "ann");
            did.addAll(List.of("claimed", "sent", "step-called", "answered", "parked", "replay"));
        }

        assertThat(ledger.timeline("PR-1")).extracting(Event::kind).isEqualTo(did);
    }

    @Test
    void lets_a_stale_owner_note_nothing_and_keeps_what_was_noted_before_the_end() {
        sight("PR-1", "AS-1", 1);
        Claim stale = granted("PR-1");
        ledger.note(stale, "sent", "in time");
        assertThat(notes("PR-1")).containsExactly("in time");
        pass(Duration.ofSeconds(61));
        ledger.note(stale, "sent", "after the lease");
        assertThat(notes("PR-1")).containsExactly("in time");
        ledger.interrupted();
        ledger.note(stale, "sent", "after somebody saw that it ran out");
        Claim next = granted("PR-1");
        ledger.note(stale, "sent", "after the request was taken over");
        ledger.note(next, "sent", "by the next");
        ledger.decided(next, "approved");

        assertThat(notes("PR-1")).containsExactly("in time", "by the next");
    }

    private List<String> notes(String id) {
        return ledger.timeline(id).stream()
                .filter(event -> event.kind().equals("sent"))
                .map(Event::detail)
                .toList();
    }

    @Test
    void has_every_note_when_it_is_opened_again() {
        sight("PR-1", "AS-1", 1);
        ledger.note(granted("PR-1"), "sent", "the last word");
        ledger.close();
        ledger = open();

        assertThat(notes("PR-1")).containsExactly("the last word");
    }

    private static final Instant NEVER = Instant.EPOCH;
    private static final List<String> PRODUCTS = List.of("PRD-1");

    private List<OpenInquiry> inquiries(Instant forgotten, Instant expired) {
        return ledger.inquiries("request", PRODUCTS, forgotten, expired, 10);
    }

    private List<OpenInquiry> forgotten() {
        return inquiries(ledger.now(), NEVER);
    }

    private void inquire(String id) {
        ledger.rests(granted(id), State.INQUIRED);
        pass(Duration.ofSeconds(1));
    }

    private Claim claimedInquired(String id) {
        return ((Claiming.Granted) ledger.claimInquired(id)).claim();
    }

    @Test
    void an_inquiry_is_forgotten_until_somebody_reminds_and_can_be_claimed_by_one_only() {
        sight("PR-1", "AS-1", 1);
        inquire("PR-1");

        Instant inquired = forgotten().get(0).inquired();
        assertThat(inquiries(NEVER, NEVER)).isEmpty();
        Claim claim = claimedInquired("PR-1");
        assertThat(forgotten()).as("claimed").isEmpty();
        assertThat(ledger.claimInquired("PR-1")).isInstanceOf(Claiming.Refused.class);
        ledger.reminded(claim);

        assertThat(state("PR-1")).isEqualTo(State.INQUIRED);
        assertThat(forgotten()).isEmpty();
        assertThat(inquiries(NEVER, ledger.now())).containsExactly(new OpenInquiry("PR-1", inquired, true));
        assertThatThrownBy(() -> ledger.reminded(claim)).isInstanceOf(ClaimLostException.class);
    }

    @Test
    void the_time_of_a_question_goes_on_through_a_look_at_it_and_ends_with_its_answer() {
        sight("PR-1", "AS-1", 1);
        inquire("PR-1");
        Instant inquired = forgotten().get(0).inquired();
        ledger.rests(claimedInquired("PR-1"), State.INQUIRED);
        assertThat(forgotten()).extracting(OpenInquiry::inquired).containsExactly(inquired);
        pass(Duration.ofSeconds(1));

        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.READY);
        assertThat(ledger.claimInquired("PR-1")).isInstanceOf(Claiming.Refused.class);
        inquire("PR-1");

        assertThat(forgotten().get(0).inquired()).isAfter(inquired);
    }

    @Test
    void a_new_question_begins_its_own_time_whatever_is_left_of_an_older_one() {
        sight("PR-1", "AS-1", 1);
        inquire("PR-1");
        Instant inquired = forgotten().get(0).inquired();
        ledger.reminded(claimedInquired("PR-1"));
        Claim looking = claimedInquired("PR-1");
        ledger.expires(looking, "a-hash");
        ledger.handBack(looking);
        pass(Duration.ofSeconds(1));

        ledger.asks(granted("PR-1"));
        pass(Duration.ofSeconds(1));

        assertThat(state("PR-1")).isEqualTo(State.INQUIRED);
        assertThat(forgotten()).extracting(OpenInquiry::reminded).containsExactly(false);
        assertThat(forgotten().get(0).inquired()).isAfter(inquired);
        assertThat(claimedInquired("PR-1").expiring()).isNull();
    }

    @Test
    void what_is_to_expire_is_told_to_each_later_claim_until_it_is_answered() {
        sight("PR-1", "AS-1", 1);
        inquire("PR-1");
        Claim first = claimedInquired("PR-1");
        assertThat(first.expiring()).isNull();
        ledger.expires(first, "a-hash");
        ledger.rests(first, State.INQUIRED);
        pass(Duration.ofSeconds(1));
        sight("PR-1", "AS-1", 1);

        Claim second = granted("PR-1");
        assertThat(second.expiring()).isEqualTo("a-hash");
        ledger.waits(second, ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(1));
        Claim third = granted("PR-1");
        assertThat(third.expiring()).isEqualTo("a-hash");
        ledger.inquiryAnswered(third);
        ledger.handBack(third);

        assertThat(granted("PR-1").expiring()).isNull();
        assertThatThrownBy(() -> ledger.expires(first, "late")).isInstanceOf(ClaimLostException.class);
    }

    @Test
    void one_parked_for_want_of_an_answer_comes_back_when_it_is_pending_again_and_is_not_looked_for() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 1);
        inquire("PR-1");
        ledger.parks(claimedInquired("PR-1"), new Fault(Ledger.UNANSWERED, "no answer", null, "inquire", null, null));
        ledger.parks(granted("PR-2"), FAULT);
        pass(Duration.ofSeconds(1));

        assertThat(ledger.undecided("request", PRODUCTS, ledger.now())).containsExactly("PR-2");
        assertThat(sight("PR-1", "AS-1", 1)).isEqualTo(State.READY);
        assertThat(sight("PR-2", "AS-2", 1)).isEqualTo(State.PARKED);
    }

    @Test
    void a_parking_is_told_by_one_and_once_for_each() {
        sight("PR-1", "AS-1", 1);
        Instant before = ledger.now().minusSeconds(60);
        ledger.parks(granted("PR-1"), FAULT);
        pass(Duration.ofSeconds(1));

        assertThat(ledger.untold("request", PRODUCTS, before, 10)).containsExactly("PR-1");
        assertThat(ledger.untold("request", PRODUCTS, ledger.now(), 10))
                .as("old news")
                .isEmpty();
        assertThat(ledger.tell("PR-1")).isTrue();
        assertThat(ledger.tell("PR-1")).isFalse();
        assertThat(ledger.untold("request", PRODUCTS, before, 10)).isEmpty();
        ledger.untell("PR-1");
        assertThat(ledger.tell("PR-1")).isTrue();

        ledger.replay(List.of("PR-1"), null, "ada");
        assertThat(ledger.tell("PR-1")).as("not parked").isFalse();
        ledger.parks(granted("PR-1"), FAULT);
        assertThat(ledger.tell("PR-1")).isTrue();
    }

    /** Each audit row as one line: action, request, operator, detail. */
    abstract List<String> audits();

    private State revoked(String id, String lane, int age) {
        return ledger.sight(
                        List.of(new Sighting(id, "request", lane, CREATED.plusSeconds(age), "PRD-1", "purchase", true)),
                        ledger.now())
                .get(0)
                .state();
    }

    @Test
    void a_revoking_request_does_not_wait_for_what_it_waited_for_as_a_pending_one() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now().plus(Duration.ofDays(9)), true, FAULT);
        pass(Duration.ofSeconds(1));

        assertThat(revoked("PR-1", "AS-1", 1)).isEqualTo(State.READY);
        Claim claim = granted("PR-1");
        assertThat(claim.recheck()).isTrue();
        assertThat(claim.attempts()).isZero();

        ledger.waits(claim, ledger.now().plus(Duration.ofDays(9)), true, FAULT);
        pass(Duration.ofSeconds(1));
        assertThat(revoked("PR-1", "AS-1", 1)).isEqualTo(State.WAITING);
    }

    @Test
    void a_page_from_before_wakes_no_revoking_request() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        Instant before = ledger.now();
        pass(Duration.ofSeconds(1));
        ledger.waits(claim, ledger.now().plus(Duration.ofDays(9)), false, null);
        Sighting stale = new Sighting("PR-1", "request", "AS-1", CREATED, "PRD-1", "purchase", true);

        assertThat(ledger.sight(List.of(stale), before).get(0).state()).isEqualTo(State.WAITING);
        pass(Duration.ofSeconds(1));
        assertThat(revoked("PR-1", "AS-1", 1)).isEqualTo(State.READY);
    }

    @Test
    void a_revoking_request_that_was_first_seen_so_keeps_its_waits() {
        revoked("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now().plus(Duration.ofDays(9)), true, FAULT);
        pass(Duration.ofSeconds(1));

        assertThat(revoked("PR-1", "AS-1", 1)).isEqualTo(State.WAITING);
    }

    @Test
    void a_revoking_request_stays_parked_or_held_back_and_comes_back_from_schedule() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-1", 2);
        sight("PR-3", "AS-3", 3);
        ledger.parks(granted("PR-1"), FAULT);
        ledger.rests(granted("PR-3"), State.SCHEDULED);
        pass(Duration.ofSeconds(1));

        assertThat(revoked("PR-1", "AS-1", 1)).isEqualTo(State.PARKED);
        assertThat(revoked("PR-2", "AS-1", 2)).isEqualTo(State.HELD_BACK);
        assertThat(revoked("PR-3", "AS-3", 3)).isEqualTo(State.READY);
        ledger.waits(granted("PR-3"), ledger.now().plus(Duration.ofDays(9)), true, FAULT);
        pass(Duration.ofSeconds(1));
        assertThat(revoked("PR-3", "AS-3", 3)).isEqualTo(State.WAITING);
        ledger.replay(List.of("PR-1"), null, "a test");
        assertThat(granted("PR-1").recheck()).isTrue();
    }

    @Test
    void a_claim_tells_that_its_request_was_scheduled_and_came_back() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        Claim first = granted("PR-1");
        assertThat(first.cameDue()).isFalse();
        ledger.rests(first, State.SCHEDULED);
        ledger.rests(granted("PR-2"), State.INQUIRED);
        pass(Duration.ofSeconds(1));
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);

        Claim back = granted("PR-1");
        assertThat(back.cameDue()).isTrue();
        assertThat(granted("PR-2").cameDue()).isFalse();
        ledger.waits(back, ledger.now(), true, FAULT);
        pass(Duration.ofSeconds(1));
        assertThat(granted("PR-1").cameDue()).isTrue();
    }

    @Test
    void tells_what_steps_were_answered_in_their_last_round() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        Claim claim = granted("PR-1");
        byte[] input = {1};
        byte[] other = {2};
        ledger.step(claim, "create", input, OnChange.FAULT);
        assertThat(ledger.answers("PR-1")).containsOnlyKeys("create");
        assertThat(ledger.answers("PR-1").get("create")).isEmpty();

        ledger.answered(claim, "create", 1, 201, new byte[] {7});
        ledger.step(claim, "create", other, OnChange.CALL);
        assertThat(ledger.answers("PR-1").get("create")).isEmpty();
        ledger.answered(claim, "create", 2, 201, new byte[] {8});
        ledger.parks(claim, FAULT);

        assertThat(ledger.answers("PR-1").get("create")).containsExactly(8);
        assertThat(ledger.answers("PR-2")).isEmpty();
        assertThat(ledger.answers("PR-404")).isEmpty();
    }

    static UsageFile usageFile(String id, UsageFile.State state) {
        return new UsageFile(
                id, "PRD-1", "CRD-1", "USD", "2026-10", "qt", 1, state, null, 3, "digest", null, null, null);
    }

    @Test
    void gives_a_turn_to_one_at_a_time() {
        Turn turn = ledger.usage().take("usage").orElseThrow();

        assertThat(ledger.usage().take("usage")).isEmpty();
        assertThat(ledger.usage().take("another")).isPresent();
        ledger.usage().check(turn);
        ledger.usage().giveBack(turn);
        assertThatThrownBy(() -> ledger.usage().check(turn)).isInstanceOf(ClaimLostException.class);
        assertThat(ledger.usage().take("usage")).isPresent();
    }

    @Test
    void a_turn_whose_lease_ran_out_writes_nothing_more() {
        Turn old = ledger.usage().take("usage").orElseThrow();
        pass(ledger.lease().plusSeconds(1));

        assertThatThrownBy(() -> ledger.usage().check(old)).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.usage().save(old, usageFile("F-1", UsageFile.State.PLANNED)))
                .isInstanceOf(ClaimLostException.class);
        Turn next = ledger.usage().take("usage").orElseThrow();
        assertThat(next.token()).isGreaterThan(old.token());
        ledger.usage().save(next, usageFile("F-1", UsageFile.State.PLANNED));
        assertThatThrownBy(() -> ledger.usage().save(old, usageFile("F-1", UsageFile.State.SUBMITTED)))
                .isInstanceOf(ClaimLostException.class);
        assertThat(ledger.usage().files(null))
                .singleElement()
                .extracting(UsageFile::state)
                .isEqualTo(UsageFile.State.PLANNED);
    }

    @Test
    void a_turn_is_renewed_while_it_is_held() {
        Turn turn = ledger.usage().take("usage").orElseThrow();
        pass(ledger.lease().minusSeconds(10));
        ledger.renew();
        pass(ledger.lease().minusSeconds(10));

        ledger.usage().check(turn);
        ledger.usage().save(turn, usageFile("F-1", UsageFile.State.PLANNED));
    }

    @Test
    void keeps_the_first_month_of_a_product_as_it_was_noted_first() {
        Turn turn = ledger.usage().take("usage").orElseThrow();

        assertThat(ledger.usage().firstPeriod("PRD-1")).isEmpty();
        assertThat(ledger.usage().firstPeriod(turn, "PRD-1", "2026-10")).isEqualTo("2026-10");
        assertThat(ledger.usage().firstPeriod(turn, "PRD-1", "2026-11")).isEqualTo("2026-10");
        assertThat(ledger.usage().firstPeriod("PRD-1")).contains("2026-10");
    }

    @Test
    void keeps_months_and_files_of_usage_over_a_restart() {
        Turn turn = ledger.usage().take("usage").orElseThrow();
        UsagePeriod open =
                new UsagePeriod("PRD-1", "2026-10", UsagePeriod.State.OPEN, 10, 2, "why", "what to do", null);
        ledger.usage().save(turn, open);
        ledger.usage().save(turn, new UsagePeriod("PRD-1", "2026-09", UsagePeriod.State.SENT, 1, 0, null, null, null));
        ledger.usage().save(turn, usageFile("F-1", UsageFile.State.PLANNED));
        ledger.usage().save(turn, usageFile("F-1", UsageFile.State.CREATED).named("UF-1"));
        ledger.close();
        ledger = open();

        assertThat(ledger.usage().periods()).extracting(UsagePeriod::period).containsExactly("2026-09", "2026-10");
        UsagePeriod kept = ledger.usage().periods().get(1);
        assertThat(kept.since()).isNotNull();
        assertThat(kept).usingRecursiveComparison().ignoringFields("since").isEqualTo(open);
        assertThat(ledger.usage().files("2026-09")).isEmpty();
        assertThat(ledger.usage().files("2026-10"))
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("since")
                .isEqualTo(usageFile("F-1", UsageFile.State.CREATED).named("UF-1"));
        // Nobody else can have it on an embedded ledger; elsewhere it was given back.
        assertThat(ledger.usage().take("usage")).isPresent();
    }

    @Test
    void tells_which_records_a_file_holds_only_once_all_are_noted() {
        Turn turn = ledger.usage().take("usage").orElseThrow();
        UsageFile file = usageFile("F-1", UsageFile.State.PLANNED);
        List<byte[]> parts = List.of(new byte[98_304], new byte[] {1, 2, 3});

        assertThatThrownBy(() -> ledger.usage().fill(turn, file, to -> {
                    to.accept(parts.get(0));
                    throw new IllegalStateException("the process ends here");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.usage().files(null).get(0).digest()).isNull();
        ledger.usage().fill(turn, file, to -> parts.forEach(to));

        assertThat(ledger.usage().files(null).get(0).digest()).isEqualTo("digest");
        List<byte[]> read = new ArrayList<>();
        ledger.usage().fingerprints("F-1", read::add);
        assertThat(read).hasSize(2);
        assertThat(read.get(0)).hasSize(98_304);
        assertThat(read.get(1)).containsExactly(1, 2, 3);
    }

    @Test
    void a_request_is_queued_once_until_it_is_claimed_or_taken_off() {
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        sight("PR-3", "AS-3", 3);

        assertThat(ledger.queue(List.of("PR-1", "PR-2"))).containsExactlyInAnyOrder("PR-1", "PR-2");
        assertThat(ledger.queue(List.of("PR-1", "PR-2", "PR-3"))).containsExactly("PR-3");
        assertThat(ledger.queued()).isEqualTo(3);

        Claim claim = granted("PR-1");
        ledger.takenOff("PR-2");
        assertThat(ledger.queued()).isEqualTo(1);
        ledger.handBack(claim);
        assertThat(ledger.queue(List.of("PR-1", "PR-2", "PR-3"))).containsExactlyInAnyOrder("PR-1", "PR-2");
    }

    @Test
    void a_request_that_was_lost_in_the_queue_may_be_queued_again_after_a_lease() {
        sight("PR-1", "AS-1", 1);
        ledger.queue(List.of("PR-1"));
        pass(Duration.ofSeconds(50));
        assertThat(ledger.queue(List.of("PR-1"))).isEmpty();
        pass(Duration.ofSeconds(11));

        assertThat(ledger.queued()).isZero();
        assertThat(ledger.queue(List.of("PR-1"))).containsExactly("PR-1");
    }

    @Test
    void nothing_is_queued_for_no_requests_and_for_one_that_was_never_sighted() {
        assertThat(ledger.queue(List.of())).isEmpty();
        assertThat(ledger.queue(List.of("PR-404"))).isEmpty();
        ledger.takenOff("PR-404");
        assertThat(ledger.queued()).isZero();
    }

    @Test
    void slots_of_one_api_follow_each_other_and_those_of_another_do_not() {
        assertThat(ledger.slots("connect", 0.5, 10).first()).isZero();
        assertThat(ledger.slots("connect", 0.5, 10).first()).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
        assertThat(ledger.slots("vendor", 0.5, 10).first()).isZero();
    }

    @Test
    void slots_that_nobody_used_are_not_saved_up() {
        ledger.slots("connect", 0.5, 10);
        pass(Duration.ofHours(1));

        assertThat(ledger.slots("connect", 0.5, 10).first()).isZero();
        assertThat(ledger.slots("connect", 0.5, 1).first()).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
    }

    @Test
    void an_api_that_wants_no_calls_gives_slots_only_after_that() {
        ledger.closes("connect", Duration.ofSeconds(100));
        ledger.closes("connect", Duration.ofSeconds(10));

        Slots slots = ledger.slots("connect", 100, 1);
        assertThat(slots.first()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
        assertThat(slots.closed()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
        pass(Duration.ofSeconds(101));
        assertThat(ledger.slots("connect", 100, 1).closed()).isZero();
    }

    private void reopen(OutboxOptions outbox) {
        ledger.close();
        ledger = open(outbox);
    }

    private List<Notice> notices(Outbox.Channel channel) {
        return ledger.outbox().orElseThrow().after(channel, 0, 100);
    }

    private List<String> told(Outbox.Channel channel) {
        return notices(channel).stream()
                .map(notice -> notice.requestId() + " " + notice.outcome() + (notice.found() ? " found" : ""))
                .toList();
    }

    @Test
    void notes_nothing_for_others_unless_it_is_asked_to() {
        sight("PR-1", "AS-1", 1);
        ledger.decided(granted("PR-1"), "approved");

        assertThat(ledger.outbox()).isEmpty();
        reopen(OutboxOptions.of(EVENTS, DEAD_LETTERS));
        assertThat(notices(EVENTS)).isEmpty();
        assertThat(notices(DEAD_LETTERS)).isEmpty();
    }

    @Test
    void notes_every_outcome_once_and_in_order() {
        reopen(OutboxOptions.of(EVENTS));
        for (int i = 1; i <= 7; i++) {
            sight("PR-" + i, "AS-" + i, i);
        }
        ledger.waits(granted("PR-1"), ledger.now(), true, FAULT);
        ledger.decided(granted("PR-1"), "approved", Particulars.NONE);
        ledger.asks(granted("PR-2"), Particulars.NONE);
        ledger.rests(granted(ledger.claimInquired("PR-2")), State.INQUIRED);
        ledger.rests(granted("PR-3"), State.SCHEDULED, false, Particulars.NONE);
        ledger.found(granted("PR-4"), "revoked", Particulars.NONE);
        ledger.handBack(granted("PR-5"));
        ledger.closeFound("PR-5", "approved");
        ledger.close("PR-6", "left alone");
        ledger.parks(granted("PR-7"), FAULT);
        ledger.replay(List.of("PR-7"), null, "ann");
        ledger.discard("PR-7", "by phone", "ann");
        ledger.discard("PR-7", "a second time", "ann");

        assertThat(told(EVENTS))
                .containsExactly(
                        "PR-1 approved",
                        "PR-2 inquired",
                        "PR-3 scheduled",
                        "PR-4 confirmed found",
                        "PR-5 approved found",
                        "PR-7 parked",
                        "PR-7 replayed",
                        "PR-7 discarded");
        assertThat(notices(EVENTS)).extracting(Notice::eventId).doesNotHaveDuplicates();
    }

    @Test
    void notes_what_a_parked_request_suffers_from_and_of_the_request_itself_nothing() {
        reopen(OutboxOptions.of(EVENTS, DEAD_LETTERS));
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now(), true, FAULT);
        ledger.parks(granted("PR-1"), FAULT, new Particulars("MP-1", () -> "{\"customer\":\"Ann\"}"));
        ledger.discard("PR-1", "by phone", "ann");

        assertThat(told(DEAD_LETTERS)).containsExactly("PR-1 parked");
        Notice notice = notices(DEAD_LETTERS).get(0);
        assertThat(notice)
                .isEqualTo(new Notice(
                        notice.number(),
                        notice.eventId(),
                        notice.at(),
                        "PR-1",
                        "request",
                        "AS-1",
                        "purchase",
                        "PRD-1",
                        "MP-1",
                        "parked",
                        false,
                        "transient",
                        "The vendor answered 503.",
                        "create-subscription",
                        "on-purchase",
                        1,
                        null));
        assertThat(notices(EVENTS).get(0).eventId()).isEqualTo(notice.eventId());
        assertThat(notices(EVENTS).get(1).cause()).isEqualTo("by phone");
    }

    @Test
    void notes_the_request_itself_for_the_channel_that_was_told_to() {
        reopen(new OutboxOptions(Set.of(EVENTS, DEAD_LETTERS), Set.of(DEAD_LETTERS)));
        sight("PR-1", "AS-1", 1);
        ledger.parks(granted("PR-1"), FAULT, new Particulars(null, () -> "{\"customer\":\"Ann\"}"));

        assertThat(notices(DEAD_LETTERS)).extracting(Notice::payload).containsExactly("{\"customer\":\"Ann\"}");
        assertThat(notices(EVENTS)).extracting(Notice::payload).containsOnlyNulls();
    }

    @Test
    void notes_nothing_of_an_outcome_that_a_stale_owner_writes() {
        reopen(OutboxOptions.of(EVENTS));
        sight("PR-1", "AS-1", 1);
        Claim stale = granted("PR-1");
        pass(Duration.ofSeconds(61));
        Claim taken = takenOver("PR-1");

        assertThatThrownBy(() -> ledger.decided(stale, "approved")).isInstanceOf(ClaimLostException.class);
        assertThat(notices(EVENTS)).isEmpty();
        ledger.decided(taken, "approved");
        assertThat(told(EVENTS)).containsExactly("PR-1 approved");
    }

    @Test
    void tells_others_of_a_request_that_is_parked_because_it_ended_the_process() {
        reopen(OutboxOptions.of(EVENTS, DEAD_LETTERS));
        sight("PR-1", "AS-1", 1);
        granted("PR-1");
        for (int end = 0; end < 4; end++) {
            pass(Duration.ofSeconds(61));
            if (ledger.interrupted().isEmpty()) {
                break;
            }
            granted("PR-1");
        }

        assertThat(told(EVENTS)).containsExactly("PR-1 parked");
        assertThat(notices(DEAD_LETTERS)).extracting(Notice::failure).containsExactly("crashed");
    }

    @Test
    void forgets_a_notice_that_was_taken_and_keeps_the_others_over_a_restart() {
        reopen(OutboxOptions.of(EVENTS));
        sight("PR-1", "AS-1", 1);
        sight("PR-2", "AS-2", 2);
        ledger.decided(granted("PR-1"), "approved");
        ledger.decided(granted("PR-2"), "approved");
        Notice first = notices(EVENTS).get(0);
        Notice second = notices(EVENTS).get(1);
        assertThat(ledger.outbox().orElseThrow().after(EVENTS, first.number(), 100))
                .containsExactly(second);
        assertThat(ledger.outbox().orElseThrow().after(EVENTS, 0, 1)).containsExactly(first);

        ledger.outbox().orElseThrow().sent(first);
        reopen(OutboxOptions.of(EVENTS));

        assertThat(notices(EVENTS)).containsExactly(second);
        assertThat(ledger.outbox().orElseThrow().backlog(EVENTS)).isEqualTo(new Outbox.Backlog(1, second.at()));
        assertThat(ledger.outbox().orElseThrow().backlog(DEAD_LETTERS)).isEqualTo(new Outbox.Backlog(0, null));
    }
}
