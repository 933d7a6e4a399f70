package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLedgerTest extends LedgerContract {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();

    private LedgerOptions options() {
        return LedgerOptions.of("jdbc:h2:file:" + folder.resolve("ledger")).withClock(clock);
    }

    @Override
    JdbcLedger open() {
        return (JdbcLedger) Ledgers.open(options());
    }

    @Override
    JdbcLedger open(OutboxOptions outbox) {
        return (JdbcLedger) Ledgers.open(options().withOutbox(outbox));
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    List<String> audits() {
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("ledger"), "sa", "")) {
            return AuditLines.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void voids_the_claims_of_a_process_that_is_gone() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        ledger.close();
        ledger = open();

        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.decided(claim, "approved")).isInstanceOf(ClaimLostException.class);
        assertThat(granted("PR-1").recheck()).isTrue();
    }

    @Test
    void goes_on_when_the_clock_is_set_back() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now().plusSeconds(60), true, FAULT);
        clock.advance(Duration.ofHours(-1));
        ledger.now();
        clock.advance(Duration.ofSeconds(61));

        assertThat(granted("PR-1").attempts()).isEqualTo(1);
    }

    @Test
    void keeps_a_claim_when_the_clock_is_set_back() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        clock.advance(Duration.ofHours(-1));

        ledger.check(claim);
        assertThat(refused("PR-1").state()).isEqualTo(Standing.State.CLAIMED);
        clock.advance(Duration.ofSeconds(50));
        ledger.renew();
        clock.advance(Duration.ofSeconds(50));
        ledger.check(claim);
        ledger.decided(claim, "approved");
    }

    @Test
    void lets_a_lease_run_out_in_time_though_the_clock_was_set_back() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        clock.advance(Duration.ofHours(-1));
        ledger.now();
        clock.advance(Duration.ofSeconds(61));

        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        assertThat(takenOver("PR-1").recheck()).isTrue();
    }

    @Test
    void takes_a_jump_forward_for_a_lease_that_ran_out_and_lets_only_the_new_owner_go_on_after_a_second_look() {
        sight("PR-1", "AS-1", 1);
        Claim claim = granted("PR-1");
        clock.advance(Duration.ofHours(1));

        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        Claim next = takenOver("PR-1");
        assertThat(next.recheck()).isTrue();
        clock.advance(Duration.ofHours(-1));
        assertThatThrownBy(() -> ledger.check(claim)).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> ledger.decided(claim, "approved")).isInstanceOf(ClaimLostException.class);
        ledger.check(next);
        ledger.decided(next, "approved");
    }

    @Test
    void lets_nothing_wait_longer_that_was_put_off_while_the_clock_was_ahead() {
        sight("PR-1", "AS-1", 1);
        clock.advance(Duration.ofHours(1));
        ledger.waits(granted("PR-1"), ledger.now().plusSeconds(60), true, FAULT);
        clock.advance(Duration.ofHours(-1));
        assertThat(refused("PR-1").state()).isEqualTo(Standing.State.WAITING);
        clock.advance(Duration.ofSeconds(61));

        assertThat(granted("PR-1").recheck()).isTrue();
    }

    @Test
    void lets_nothing_wait_longer_when_the_clock_is_set_back_between_two_processes() {
        sight("PR-1", "AS-1", 1);
        ledger.waits(granted("PR-1"), ledger.now().plusSeconds(60), true, FAULT);
        ledger.close();
        clock.advance(Duration.ofHours(-1));
        ledger = open();
        assertThat(refused("PR-1").state()).isEqualTo(Standing.State.WAITING);
        clock.advance(Duration.ofSeconds(61));

        assertThat(granted("PR-1").attempts()).isEqualTo(1);
    }

    @Test
    void takes_an_answered_inquiry_up_when_the_clock_is_set_back_between_two_processes() {
        sight("PR-1", "AS-1", 1);
        ledger.rests(granted("PR-1"), Standing.State.INQUIRED);
        ledger.close();
        clock.advance(Duration.ofHours(-1));
        ledger = open();

        assertThat(ledger.sight(List.of(row("PR-1", "AS-1", 1)), ledger.now()))
                .extracting(Standing::state)
                .containsExactly(Standing.State.READY);
    }

    @Test
    void is_open_only_once_in_a_process() {
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("already open in this process");

        sight("PR-1", "AS-1", 1);
        ledger.check(granted("PR-1"));
    }

    @Test
    void works_on_after_a_caller_was_interrupted() {
        sight("PR-1", "AS-1", 1);
        Thread.currentThread().interrupt();
        Claim claim = granted("PR-1");
        boolean kept = Thread.interrupted();
        ledger.decided(claim, "approved");

        assertThat(kept).isTrue();
        assertThat(ledger.counts()).containsEntry(Standing.State.DECIDED, 1L);
    }

    @Test
    void refuses_every_call_after_close() {
        ledger.close();

        assertThatThrownBy(() -> sight("PR-1", "AS-1", 1))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> ledger.counts())
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("closed");
    }
}
