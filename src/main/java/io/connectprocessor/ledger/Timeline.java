package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.util.List;

/** What happened to one request, from all that the ledger wrote down. Thread-safe. */
final class Timeline {
    private static final String NOTE =
            "insert into ledger_event (request_id, at, kind, detail) values (:id, :at, :kind, :detail)";

    private static final String READ = "select at, kind, detail from ("
            + " select first_seen as at, 0 as place, 0 as seq, 'sighted' as kind, cast(null as varchar) as detail from ledger_request where id = :id"
            + " union all select started, 1, round * 2, 'step-called', step from ledger_step where request_id = :id"
            + " union all select answered, 1, round * 2 + 1, 'step-answered', concat(step, ': ', cast(status as varchar))"
            + " from ledger_step where request_id = :id and answered is not null"
            + " union all select at, 2, seq, kind, detail from ledger_event where request_id = :id"
            + " union all select at, 3, seq, action, concat(operator, ': ', detail) from ledger_audit where request_id = :id"
            + ") as lines order by case when place = 0 then 0 else 1 end, at, place, seq";

    /** Of many at once: the rest of the statement says of which. */
    static final String NOTE_EACH =
            "insert into ledger_event (request_id, at, kind, detail) select id, cast(:at as timestamp(6) with time zone), cast(:kind as varchar), cast(:detail as varchar)"
                    + " from ledger_request";

    private final Transactions transactions;

    Timeline(Transactions transactions) {
        this.transactions = transactions;
    }

    static void note(Transaction work, String id, String kind, String detail) throws SQLException {
        work.call(NOTE)
                .set("id", id)
                .set("kind", Text.clipped(kind, 100))
                .set("detail", Text.clipped(detail, 4000))
                .update();
    }

    List<Event> read(String id) {
        return transactions.read(work -> work.call(READ)
                .set("id", id)
                .list(row -> new Event(RequestRow.instant(row, "at"), row.getString("kind"), row.getString("detail"))));
    }
}
