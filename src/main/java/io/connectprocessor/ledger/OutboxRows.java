package io.connectprocessor.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The outbox in the database. Thread-safe. */
final class OutboxRows implements Outbox {
    private static final String ADD =
            "insert into ledger_outbox (channel, event_id, at, request_id, kind, lane, type, product, marketplace, outcome, found,"
                    + " failure, cause, step, route, attempts, payload)"
                    + " select cast(:channel as varchar), cast(:event as varchar), cast(:at as timestamp(6) with time zone), id, kind, lane,"
                    + " type, product, cast(:marketplace as varchar), cast(:outcome as varchar), cast(:found as boolean),"
                    + " case when state = 'PARKED' then failure end, case when state = 'PARKED' then cause else cast(:why as varchar) end,"
                    + " case when state = 'PARKED' then step end, case when state = 'PARKED' then route end, attempts, cast(:payload as text)"
                    + " from ledger_request where id = :id";

    private static final String AFTER =
            "select seq, event_id, at, request_id, kind, lane, type, product, marketplace, outcome, found,"
                    + " failure, cause, step, route, attempts, payload from ledger_outbox where channel = :channel and seq > :number"
                    + " order by channel, seq fetch first :most rows only";

    private static final String SENT = "delete from ledger_outbox where seq = :number";

    private static final String BACKLOG =
            "select count(*) as notices, min(at) as oldest from ledger_outbox where channel = :channel";

    private final Transactions transactions;
    private final Turns turns;
    private final boolean sole;
    private final OutboxOptions options;

    OutboxRows(Transactions transactions, Turns turns, boolean sole, OutboxOptions options) {
        this.sole = sole;
        this.transactions = transactions;
        this.turns = turns;
        this.options = options;
    }

    /** Notes an outcome in the write that records it, after the request's row has its new state. */
    static void add(
            Transaction work, OutboxOptions options, String id, String outcome, boolean found, String why, Told told)
            throws SQLException {
        for (Channel channel : options.channels()) {
            if (channel == Channel.DEAD_LETTERS && !outcome.equals(PARKED)) {
                continue;
            }
            work.call(ADD)
                    .set("channel", channel.name())
                    .set("event", told.eventId())
                    .set("id", id)
                    .set("marketplace", Text.clipped(told.marketplace(), 200))
                    .set("outcome", Text.clipped(outcome, 100))
                    .set("found", found)
                    .set("why", Text.clipped(why, 4000))
                    .set("payload", options.payloads().contains(channel) ? told.payload() : null)
                    .update();
        }
    }

    static final String PARKED = "parked";

    /** What does not come from the request's row. Made by the caller's thread: the one that writes for all is not to make JSON. */
    record Told(String eventId, String marketplace, String payload) {
        /** Null when nobody is to be told. */
        static Told of(OutboxOptions options, Particulars particulars) {
            if (options.channels().isEmpty()) {
                return null;
            }
            return new Told(
                    UUID.randomUUID().toString(),
                    particulars.marketplace(),
                    options.payloads().isEmpty() ? null : particulars.payload().get());
        }
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(options.channels());
    }

    @Override
    public Optional<Turn> take(Channel channel) {
        String name = "outbox/" + channel.name();
        return sole ? Optional.of(new Turn(name, 0)) : turns.take(name);
    }

    @Override
    public void check(Turn turn) {
        if (!sole) {
            turns.check(turn);
        }
    }

    @Override
    public void giveBack(Turn turn) {
        if (!sole) {
            turns.giveBack(turn);
        }
    }

    @Override
    public List<Notice> after(Channel channel, long number, int most) {
        return transactions.read(work -> work.call(AFTER)
                .set("channel", channel.name())
                .set("number", number)
                .set("most", most)
                .list(OutboxRows::read));
    }

    private static Notice read(ResultSet row) throws SQLException {
        return new Notice(
                row.getLong("seq"),
                row.getString("event_id"),
                RequestRow.instant(row, "at"),
                row.getString("request_id"),
                row.getString("kind"),
                row.getString("lane"),
                row.getString("type"),
                row.getString("product"),
                row.getString("marketplace"),
                row.getString("outcome"),
                row.getBoolean("found"),
                row.getString("failure"),
                row.getString("cause"),
                row.getString("step"),
                row.getString("route"),
                row.getInt("attempts"),
                row.getString("payload"));
    }

    @Override
    public void sent(Notice notice) {
        transactions.write(
                work -> work.call(SENT).set("number", notice.number()).update());
    }

    @Override
    public Backlog backlog(Channel channel) {
        return transactions.read(work -> work.call(BACKLOG)
                .set("channel", channel.name())
                .first(row -> new Backlog(row.getLong("notices"), RequestRow.instant(row, "oldest")))
                .orElseThrow());
    }
}
