package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.ledger.Ledger.Claiming;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When lines of a timeline come into the table. */
class NotesTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private volatile boolean fails;
    private Ledger ledger;

    private void open(Duration kept) {
        ledger = Ledgers.open(
                LedgerOptions.of(url()).withOwner("me").withClock(clock),
                inner -> new FailingTransactions(inner, () -> fails),
                kept);
        ledger.sight(List.of(new Sighting("PR-1", "request", "AS-1", Instant.EPOCH, null, null)));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }

    private Claim claim() {
        return ((Claiming.Granted) ledger.claim("PR-1", ledger.now())).claim();
    }

    private List<String> rows() {
        try (Connection connection =
                        DriverManager.getConnection(LedgerUrl.parse(url()).jdbc(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select kind from ledger_event order by seq")) {
            List<String> kinds = new ArrayList<>();
            while (row.next()) {
                kinds.add(row.getString(1));
            }
            return kinds;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> timeline() {
        return ledger.timeline("PR-1").stream().map(Event::kind).toList();
    }

    @Test
    void those_of_a_request_are_one_row_that_comes_with_its_outcome() {
        open(FOR_EVER);
        Claim claim = claim();
        ledger.note(claim, "sent", "POST /subscriptions");
        ledger.step(claim, "create", "{}".getBytes(StandardCharsets.UTF_8), Step.OnChange.FAULT);
        ledger.note(claim, "answered", "201");
        assertThat(rows()).isEmpty();

        ledger.parks(claim, new Fault("bug", "a fault", null, null, null, null));

        assertThat(rows()).containsExactly("lines");
        assertThat(timeline()).containsExactly("sighted", "claimed", "sent", "step-called", "answered", "parked");
    }

    @Test
    void those_of_a_request_that_takes_longer_come_before_its_outcome() {
        open(Duration.ofMillis(20));
        ledger.note(claim(), "sent", "POST /subscriptions");

        Awaitility.await().untilAsserted(() -> assertThat(rows()).isNotEmpty());
    }

    @Test
    void those_of_an_outcome_that_could_not_be_written_are_kept() {
        open(FOR_EVER);
        Claim claim = claim();
        ledger.note(claim, "sent", "POST /subscriptions");
        ledger.check(claim);
        fails = true;
        ledger.decided(claim, "approved");
        assertThat(ledger.standing("PR-1").orElseThrow().state()).isEqualTo(Standing.State.CLAIMED);
        fails = false;

        assertThat(timeline()).containsExactly("sighted", "claimed", "sent");
    }

    @Test
    void those_of_a_request_that_was_taken_away_go_with_it() {
        open(FOR_EVER);
        Claim claim = claim();
        ledger.note(claim, "sent", "POST /subscriptions");
        clock.advance(Duration.ofSeconds(61));
        ledger.interrupted();
        assertThatThrownBy(() -> ledger.decided(claim, "approved")).isInstanceOf(ClaimLostException.class);

        assertThat(timeline()).containsExactly("sighted", "interrupted");
    }
}
