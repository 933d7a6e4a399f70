package io.connectprocessor.ledger;

import io.connectprocessor.ledger.Standing.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads for people, metrics and the end of a run. Thread-safe. */
final class Overview {
    /** As {@link RequestRow#standing()}; the two must say the same. */
    private static final String STANDING = "case when state = 'CLAIMED' and lease_end > :now then 'CLAIMED'"
            + " when state = 'WAITING' and retry_at > :now then 'WAITING'"
            + " when state in ('READY', 'CLAIMED', 'WAITING') then case when place > 1 or busy = 1 then 'HELD_BACK' else 'READY' end"
            + " else state end";

    private static final String UNDECIDED_COUNTS = "select standing, count(*) as total from (select " + STANDING
            + " as standing from (select state, lease_end,"
            + " retry_at, row_number() over (partition by lane order by created, ordinal, id) as place,"
            + " max(case when lease_end > :now then 1 else 0 end) over (partition by lane) as busy"
            + " from ledger_request where undecided = true) as lanes) as standings group by standing";

    private static final String COUNTS = UNDECIDED_COUNTS
            + " union all select state, count(*) from ledger_request where undecided = false group by state";

    static final String NEXT_DUE = "select r.retry_at from ledger_request r where " + Dialect.ASIDE
            + " r.retry_at > timestamp with time zone '1970-01-01 00:00:00+00:00'"
            + " and r.state = 'WAITING' and "
            + RequestRow.OLDER + " is null order by " + Dialect.ASIDE_FIRST + " r.retry_at fetch first 1 row only";

    /** Of one process: it has no queue to share, and no index of what would lie there. */
    static final String OUTLOOK = outlook("0");

    static final String SHARED_OUTLOOK = outlook("(" + Queueing.QUEUED + ")");

    /** One statement, which sees a request that another node moves in one place or the other; several might see it in none. */
    private static String outlook(String queued) {
        return "select standing, total, cast(null as timestamp(6) with time zone) as next_due, cast(null as bigint) as last_line from ("
                + UNDECIDED_COUNTS + ") as counted union all select null, " + queued + ", (" + NEXT_DUE
                + "), (select max(seq) from ledger_event)";
    }

    private static final String UNDECIDED = "select id from ledger_request where undecided = true" + Inquiries.OURS
            + " and first_seen < :before"
            + " and state not in ('INQUIRED', 'SCHEDULED') and not (state = 'PARKED' and coalesce(failure, '') = '"
            + Ledger.UNANSWERED + "')"
            + " and (lease_end is null or lease_end <= :now) order by first_seen, id";

    /** A waiting one that is due is still listed as waiting: nobody has taken it up. */
    private static final String LETTER_STATE = "case when l.state = 'CLAIMED' and l.lease_end > :now then 'CLAIMED'"
            + " when l.state in ('READY', 'CLAIMED') then case when l.held_back_by is null then 'READY' else 'HELD_BACK' end"
            + " else l.state end as standing";

    private static String letters(String where) {
        return "select * from (select l.*, " + LETTER_STATE + " from (select r.*, coalesce(" + RequestRow.OLDER + ", "
                + RequestRow.BUSY + ") as held_back_by from ledger_request r where " + where + ") as l) as letters";
    }

    private final Transactions transactions;

    Overview(Transactions transactions) {
        this.transactions = transactions;
    }

    Optional<Standing> standing(String id) {
        return transactions.read(work -> work.call(RequestRow.SELECT + " where r.id = :id")
                .set("id", id)
                .first(RequestRow::read)
                .map(RequestRow::standing));
    }

    Map<State, Long> counts() {
        return counts(COUNTS);
    }

    Map<State, Long> undecidedCounts() {
        return counts(UNDECIDED_COUNTS);
    }

    private Map<State, Long> counts(String sql) {
        return transactions.read(work -> {
            Map<State, Long> counts = new EnumMap<>(State.class);
            for (State state : State.values()) {
                counts.put(state, 0L);
            }
            work.call(sql)
                    .list(row -> Map.entry(State.valueOf(row.getString("standing")), row.getLong("total")))
                    .forEach(count -> counts.merge(count.getKey(), count.getValue(), Long::sum));
            return counts;
        });
    }

    /** @param standing null in the one line that tells of more than a state */
    private record Line(String standing, long total, Instant nextDue, long lastLine) {
        static Line read(ResultSet row) throws SQLException {
            return new Line(
                    row.getString("standing"),
                    row.getLong("total"),
                    RequestRow.instant(row, "next_due"),
                    row.getLong("last_line"));
        }
    }

    Outlook outlook(boolean shared) {
        Map<Boolean, List<Line>> lines =
                transactions
                        .read(work ->
                                work.call(shared ? SHARED_OUTLOOK : OUTLOOK).list(Line::read))
                        .stream()
                        .collect(Collectors.partitioningBy(line -> line.standing() == null));
        Line more = lines.get(true).get(0);
        return new Outlook(
                lines.get(false).stream()
                        .collect(Collectors.toMap(line -> State.valueOf(line.standing()), Line::total)),
                more.total(),
                more.nextDue(),
                more.lastLine());
    }

    Optional<Instant> nextDue() {
        return transactions.read(work -> work.call(NEXT_DUE).first(row -> RequestRow.instant(row, "retry_at")));
    }

    List<String> undecided(String kind, List<String> products, Instant before) {
        return transactions.read(work -> work.call(UNDECIDED)
                .set("kind", kind)
                .set("products", products.toArray(String[]::new))
                .set("before", before)
                .list(row -> row.getString("id")));
    }

    List<DeadLetter> deadLetters(List<State> states, int limit) {
        Set<State> wanted =
                states.isEmpty() ? EnumSet.of(State.PARKED, State.WAITING, State.HELD_BACK) : EnumSet.copyOf(states);
        boolean over = wanted.contains(State.DECIDED) || wanted.contains(State.DISCARDED);
        String sql = letters(over ? "1 = 1" : "r.undecided = true")
                + " where standing = any(:states) order by since, id fetch first :most rows only";
        return transactions.read(work -> work.call(sql)
                .set("states", wanted.stream().map(State::name).toArray(String[]::new))
                .set("most", limit)
                .list(Overview::letter));
    }

    Optional<DeadLetter> find(String id) {
        return transactions.read(
                work -> work.call(letters("r.id = :id")).set("id", id).first(Overview::letter));
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        State state = State.valueOf(row.getString("standing"));
        boolean undecided = row.getBoolean("undecided");
        return new DeadLetter(
                row.getString("id"),
                row.getString("kind"),
                row.getString("lane"),
                row.getString("product"),
                row.getString("type"),
                state,
                row.getString("failure"),
                row.getString("cause"),
                row.getString("advice"),
                row.getString("step"),
                row.getString("route"),
                row.getInt("attempts"),
                RequestRow.instant(row, "since"),
                state == State.WAITING ? RequestRow.instant(row, "retry_at") : null,
                undecided && state != State.CLAIMED ? row.getString("held_back_by") : null,
                row.getString("payload"));
    }
}
