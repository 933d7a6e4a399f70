package io.connectprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.Outbox.Channel;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.ledger.Step.OnChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that an older version left, before the lines of a timeline were packed: all in it is told as it was, and work goes on. */
class OlderTablesTest {

    private static final String VERSION = "12";

    private static final String ANSWER = "{\"id\":\"S-1\"}";

    /** With all that a packed line would escape. */
    private static final String SENT = "POST /approve\t\\t\nsecond";

    private static final String LONG = "x".repeat(4000);

    @Nested
    class Embedded extends Upgraded {
        Embedded(@TempDir Path folder) {
            super("jdbc:h2:file:" + folder.resolve("ledger"), "sa", Dialect.EMBEDDED);
        }
    }

    @Nested
    @ExtendWith(Postgres.class)
    class OnAServer extends Upgraded {
        OnAServer(Postgres.Database database) {
            super(database.url(), null, Dialect.POSTGRESQL);
        }
    }

    abstract static class Upgraded {
        private final Instant before =
                Instant.now().truncatedTo(ChronoUnit.MICROS).minus(Duration.ofDays(1));
        private final String url;
        private final String user;
        private final Dialect dialect;
        Ledger ledger;

        Upgraded(String url, String user, Dialect dialect) {
            this.url = url;
            this.user = user;
            this.dialect = dialect;
        }

        Ledger open() {
            return Ledgers.open(LedgerOptions.of(url)
                    .withOwner("node-new")
                    .withOutbox(OutboxOptions.of(Channel.EVENTS, Channel.DEAD_LETTERS)));
        }

        @BeforeEach
        void an_older_version_leaves_it() throws Exception {
            String tables = "classpath:io/connectprocessor/ledger/migration";
            Flyway.configure()
                    .dataSource(url, user, user == null ? null : "")
                    .locations(tables, tables + (dialect == Dialect.EMBEDDED ? "-embedded" : "-postgresql"))
                    .table("ledger_schema_history")
                    .placeholders(Map.of("identities", String.valueOf(dialect.identitiesInStock())))
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .target(VERSION)
                    .load()
                    .migrate();
            try (Connection connection = DriverManager.getConnection(url, user, user == null ? null : "")) {
                fill(new Rows(connection));
            }
            ledger = open();
        }

        @AfterEach
        void close() {
            ledger.close();
        }

        private Instant at(int second) {
            return before.plusSeconds(second);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] input(String step) {
            return bytes("{\"step\":\"" + step + "\"}");
        }

        private void fill(Rows rows) throws Exception {
            request(rows, "PR-1", "AS-1", 1, State.READY, Map.of());
            request(rows, "PR-2", "AS-1", 2, State.READY, Map.of());
            request(
                    rows,
                    "PR-3",
                    "AS-3",
                    3,
                    State.WAITING,
                    faults(Map.of("retry_at", at(0).plus(Duration.ofDays(2)), "attempts", 2, "later_since", at(20))));
            request(
                    rows,
                    "PR-4",
                    "AS-4",
                    4,
                    State.PARKED,
                    faults(Map.of("payload", "{\"id\":\"PR-4\"}", "attempts", 8)));
            request(rows, "PR-5", "AS-5", 5, State.INQUIRED, Map.of("inquired", at(30)));
            request(rows, "PR-6", "AS-6", 6, State.SCHEDULED, Map.of());
            request(
                    rows,
                    "PR-7",
                    "AS-7",
                    7,
                    State.CLAIMED,
                    Map.of(
                            "owner",
                            "node-old",
                            "lease_end",
                            at(60),
                            "token",
                            3L,
                            "starts",
                            1,
                            "came_due",
                            true,
                            "touched",
                            at(40)));
            request(
                    rows,
                    "PR-8",
                    "AS-8",
                    8,
                    State.DECIDED,
                    Map.of("outcome", "approved", "owner", "node-old", "touched", at(49)));
            request(rows, "PR-9", "AS-9", 9, State.DISCARDED, Map.of());
            request(rows, "PR-10", "AS-10", 10, State.READY, Map.of("queued_until", at(60)));

            step(rows, "PR-7", "create-subscription", 41, 201);
            step(rows, "PR-7", "send-welcome", 43, null);
            step(rows, "PR-8", "create-subscription", 45, 200);

            line(rows, "PR-8", 44, "claimed", "node-old");
            line(rows, "PR-8", 47, "sent", SENT);
            line(rows, "PR-8", 48, "answered", null);
            line(rows, "PR-8", 49, "decided", LONG);
            line(rows, "PR-7", 40, "claimed", "node-old");
            audit(rows, "PR-8", 43, "replay", "ann", "the vendor is back");
            audit(rows, "PR-9", 44, "discard", "ann", "done by hand");

            rows.insert("ledger_turn", Map.of("id", "usage", "owner", "node-old", "lease_end", at(60), "token", 7L));
            rows.insert("ledger_usage_product", Map.of("id", "PRD-1", "first_period", "2026-01"));
            rows.insert(
                    "ledger_usage_period",
                    Map.of(
                            "id",
                            "PRD-1/2026-01",
                            "product",
                            "PRD-1",
                            "period",
                            "2026-01",
                            "state",
                            "PARKED",
                            "records",
                            2L,
                            "set_aside",
                            1L,
                            "cause",
                            "why",
                            "advice",
                            "what",
                            "since",
                            at(5)));
            Map<String, Object> file = new LinkedHashMap<>(Map.of(
                    "id",
                    "PRD-1/2026-01/1",
                    "product",
                    "PRD-1",
                    "contract",
                    "CRD-1",
                    "currency",
                    "EUR",
                    "period",
                    "2026-01",
                    "usage_schema",
                    "qt",
                    "revision",
                    1,
                    "state",
                    "SUBMITTED",
                    "file_id",
                    "UF-1",
                    "records",
                    2L));
            file.putAll(Map.of("digest", "d1", "since", at(6)));
            rows.insert("ledger_usage_file", file);
            rows.insert(
                    "ledger_usage_record",
                    Map.of(
                            "id",
                            "PRD-1/2026-01/1/0",
                            "file",
                            "PRD-1/2026-01/1",
                            "part",
                            0,
                            "fingerprints",
                            new byte[2 * UsageLedger.FINGERPRINT]));

            notice(rows, "EVENTS", "E-1", "PR-8", "approved");
            notice(rows, "DEAD_LETTERS", "E-2", "PR-4", "parked");
            rows.insert(
                    "ledger_budget",
                    Map.of("api", "connect", "spent_until", at(1), "closed_until", before.plus(Duration.ofDays(3))));
        }

        private static Map<String, Object> faults(Map<String, Object> more) {
            Map<String, Object> all = new LinkedHashMap<>(Map.of(
                    "failure",
                    "transient",
                    "cause",
                    "The vendor answered 503.",
                    "advice",
                    "Wait.",
                    "step",
                    "create-subscription",
                    "route",
                    "on-purchase"));
            all.putAll(more);
            return all;
        }

        private void request(Rows rows, String id, String lane, int age, State state, Map<String, Object> more)
                throws SQLException {
            boolean undecided = state != State.DECIDED && state != State.DISCARDED;
            Map<String, Object> row = new LinkedHashMap<>(Map.of(
                    "id",
                    id,
                    "kind",
                    "request",
                    "lane",
                    lane,
                    "product",
                    "PRD-1",
                    "type",
                    "purchase",
                    "created",
                    at(age),
                    "ordinal",
                    (long) age,
                    "state",
                    state.name(),
                    "undecided",
                    undecided,
                    "token",
                    0L));
            row.putAll(Map.of(
                    "attempts",
                    0,
                    "starts",
                    0,
                    "crashes",
                    0,
                    "alone",
                    false,
                    "round",
                    0,
                    "recheck",
                    false,
                    "first_seen",
                    at(age),
                    "seen",
                    at(age),
                    "since",
                    at(100 + age)));
            row.putAll(more);
            rows.insert("ledger_request", row);
        }

        private void step(Rows rows, String id, String step, int second, Integer status) throws Exception {
            byte[] input = input(step);
            Map<String, Object> row = new LinkedHashMap<>(Map.of(
                    "request_id",
                    id,
                    "step",
                    step,
                    "round",
                    1,
                    "input",
                    input,
                    "input_hash",
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(input)),
                    "started",
                    at(second)));
            if (status != null) {
                row.putAll(Map.of("status", status, "answer", bytes(ANSWER), "answered", at(second + 1)));
            }
            rows.insert("ledger_step", row);
        }

        private void line(Rows rows, String id, int second, String kind, String detail) throws SQLException {
            Map<String, Object> row = new LinkedHashMap<>(Map.of("request_id", id, "at", at(second), "kind", kind));
            row.put("detail", detail);
            rows.insert("ledger_event", row);
        }

        private void audit(Rows rows, String id, int second, String action, String operator, String detail)
                throws SQLException {
            rows.insert(
                    "ledger_audit",
                    Map.of(
                            "request_id",
                            id,
                            "at",
                            at(second),
                            "action",
                            action,
                            "operator",
                            operator,
                            "detail",
                            detail));
        }

        private void notice(Rows rows, String channel, String event, String id, String outcome) throws SQLException {
            rows.insert(
                    "ledger_outbox",
                    Map.of(
                            "channel",
                            channel,
                            "event_id",
                            event,
                            "at",
                            at(50),
                            "request_id",
                            id,
                            "kind",
                            "request",
                            "lane",
                            "AS",
                            "outcome",
                            outcome,
                            "found",
                            false,
                            "attempts",
                            1,
                            "payload",
                            "{}"));
        }

        State state(String id) {
            return ledger.standing(id).orElseThrow().state();
        }

        private Claim granted(String id) {
            Claiming claiming = ledger.claim(id, ledger.now());
            assertThat(claiming).isInstanceOf(Claiming.Granted.class);
            return ((Claiming.Granted) claiming).claim();
        }

        @Test
        void each_request_stands_where_it_stood() {
            Instant due = at(0).plus(Duration.ofDays(2));

            assertThat(List.of("PR-1", "PR-2", "PR-3", "PR-4", "PR-5", "PR-6", "PR-7", "PR-8", "PR-9", "PR-10"))
                    .map(id -> ledger.standing(id).orElseThrow())
                    .containsExactly(
                            new Standing("PR-1", State.READY, null, null),
                            new Standing("PR-2", State.HELD_BACK, null, "PR-1"),
                            new Standing("PR-3", State.WAITING, due, null),
                            new Standing("PR-4", State.PARKED, null, null),
                            new Standing("PR-5", State.INQUIRED, null, null),
                            new Standing("PR-6", State.SCHEDULED, null, null),
                            new Standing("PR-7", State.READY, null, null),
                            new Standing("PR-8", State.DECIDED, null, null),
                            new Standing("PR-9", State.DISCARDED, null, null),
                            new Standing("PR-10", State.READY, null, null));
            assertThat(ledger.undecided("request", List.of("PRD-1"), ledger.now()))
                    .containsExactly("PR-1", "PR-2", "PR-3", "PR-4", "PR-7", "PR-10");
            assertThat(ledger.nextDue()).contains(due);
            assertThat(ledger.inquiries("request", List.of("PRD-1"), ledger.now(), ledger.now(), 10))
                    .containsExactly(new OpenInquiry("PR-5", at(30), false));
        }

        @Test
        void dead_letters_say_what_they_said() {
            assertThat(ledger.deadLetters(List.of(State.PARKED, State.WAITING), 10))
                    .containsExactly(
                            letter("PR-3", 3, State.WAITING, 2, at(0).plus(Duration.ofDays(2)), null),
                            letter("PR-4", 4, State.PARKED, 8, null, "{\"id\":\"PR-4\"}"));
        }

        private DeadLetter letter(String id, int age, State state, int attempts, Instant retryAt, String payload) {
            return new DeadLetter(
                    id,
                    "request",
                    "AS-" + age,
                    "PRD-1",
                    "purchase",
                    state,
                    "transient",
                    "The vendor answered 503.",
                    "Wait.",
                    "create-subscription",
                    "on-purchase",
                    attempts,
                    at(100 + age),
                    retryAt,
                    null,
                    payload);
        }

        @Test
        void a_timeline_that_has_one_line_a_row_is_told_as_it_was() {
            assertThat(ledger.timeline("PR-8"))
                    .containsExactly(
                            new Event(at(8), "sighted", null),
                            new Event(at(43), "replay", "ann: the vendor is back"),
                            new Event(at(44), "claimed", "node-old"),
                            new Event(at(45), "step-called", "create-subscription"),
                            new Event(at(46), "step-answered", "create-subscription: 200"),
                            new Event(at(47), "sent", SENT),
                            new Event(at(48), "answered", null),
                            new Event(at(49), "decided", LONG));
        }

        @Test
        void what_an_older_version_left_claimed_goes_on_where_it_was() {
            assertThat(ledger.interrupted()).containsExactly(new Interrupted("PR-7", "request", "PRD-1", "purchase"));
            Claim claim = granted("PR-7");

            assertThat(claim.token()).isGreaterThan(3);
            assertThat(claim.recheck()).isTrue();
            assertThat(claim.cameDue()).isTrue();
            assertThat(ledger.step(claim, "create-subscription", input("create-subscription"), OnChange.FAULT))
                    .isEqualTo(new Step.Answered(1, 201, bytes(ANSWER)));
            assertThat(ledger.step(claim, "send-welcome", "POST /welcome", bytes("another"), OnChange.FAULT))
                    .isEqualTo(new Step.Due(1, "PR-7:send-welcome", input("send-welcome"), true));
            assertThat(ledger.answers("PR-7")).containsEntry("create-subscription", bytes(ANSWER));

            ledger.answered(claim, "send-welcome", 1, 200, bytes("{}"));
            ledger.note(claim, "sent", SENT);
            ledger.note(claim, "answered", null);
            ledger.decided(claim, "approved");

            assertThat(state("PR-7")).isEqualTo(State.DECIDED);
            assertThat(ledger.timeline("PR-7"))
                    .extracting(Event::kind)
                    .containsSubsequence(
                            "sighted",
                            "claimed",
                            "step-called",
                            "interrupted",
                            "claimed",
                            "sent",
                            "answered",
                            "decided")
                    .startsWith("sighted", "claimed", "step-called", "step-answered", "step-called");
            assertThat(ledger.timeline("PR-7")).extracting(Event::detail).contains(SENT);
        }

        @Test
        void work_goes_on() {
            // Nothing else is claimed while that is open.
            ledger.interrupted();
            ledger.decided(granted("PR-7"), "approved");

            ledger.decided(granted("PR-1"), "approved");
            assertThat(granted("PR-2").attempts()).isZero();
            assertThat(ledger.replay(List.of("PR-4"), null, "ann")).isEqualTo(1);
            assertThat(granted("PR-4").attempts()).isZero();
            Instant asked = ledger.now();
            assertThat(ledger.sight(List.of(sighting("PR-5", 5), sighting("PR-6", 6), sighting("PR-11", 11)), asked))
                    .extracting(Standing::state)
                    .containsOnly(State.READY);
            assertThat(granted("PR-6").cameDue()).isTrue();
            assertThat(granted("PR-11").recheck()).isFalse();
            assertThat(ledger.discard("PR-3", "by hand", "ann")).isTrue();
        }

        private Sighting sighting(String id, int age) {
            return new Sighting(id, "request", "AS-" + age, at(age), "PRD-1", "purchase");
        }

        @Test
        void usage_is_known_and_reported_further() {
            UsageLedger usage = ledger.usage();
            UsageFile file = new UsageFile(
                    "PRD-1/2026-01/1",
                    "PRD-1",
                    "CRD-1",
                    "EUR",
                    "2026-01",
                    "qt",
                    1,
                    UsageFile.State.SUBMITTED,
                    "UF-1",
                    2,
                    "d1",
                    null,
                    null,
                    at(6));

            assertThat(usage.firstPeriod("PRD-1")).contains("2026-01");
            assertThat(usage.periods())
                    .containsExactly(
                            new UsagePeriod("PRD-1", "2026-01", UsagePeriod.State.PARKED, 2, 1, "why", "what", at(5)));
            assertThat(usage.files(null)).containsExactly(file);
            List<byte[]> parts = new ArrayList<>();
            usage.fingerprints("PRD-1/2026-01/1", parts::add);
            assertThat(parts).containsExactly(new byte[2 * UsageLedger.FINGERPRINT]);

            Turn turn = usage.take("usage").orElseThrow();
            assertThat(turn.token()).isGreaterThan(7);
            usage.save(turn, file.at(UsageFile.State.ACCEPTED, null, null));
            assertThat(usage.files("2026-01")).extracting(UsageFile::state).containsExactly(UsageFile.State.ACCEPTED);
        }

        @Test
        void what_others_were_to_be_told_is_told_and_new_notices_come_behind() {
            ledger.decided(granted("PR-10"), "approved");
            Outbox outbox = ledger.outbox().orElseThrow();

            List<Notice> events = outbox.after(Channel.EVENTS, 0, 10);
            assertThat(events).extracting(Notice::requestId).containsExactly("PR-8", "PR-10");
            assertThat(events.get(0).eventId()).isEqualTo("E-1");
            assertThat(outbox.backlog(Channel.DEAD_LETTERS)).isEqualTo(new Outbox.Backlog(1, at(50)));
            outbox.sent(events.get(0));
            assertThat(outbox.after(Channel.EVENTS, 0, 10))
                    .extracting(Notice::requestId)
                    .containsExactly("PR-10");
        }

        @Test
        void an_api_that_wants_no_calls_is_left_alone() {
            assertThat(ledger.slots("connect", 10, 1).closed()).isGreaterThan(Duration.ofDays(1));
        }
    }

    /** Rows as they are written by hand. */
    private record Rows(Connection connection) {
        void insert(String table, Map<String, Object> row) throws SQLException {
            String sql = "insert into " + table + " (" + String.join(", ", row.keySet()) + ") values ("
                    + String.join(", ", Collections.nCopies(row.size(), "?")) + ")";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int index = 1;
                for (Object value : row.values()) {
                    statement.setObject(
                            index++, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
                }
                statement.executeUpdate();
            }
        }
    }
}
