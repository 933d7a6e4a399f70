package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened to one request, from all that the ledger wrote down. Thread-safe. */
final class Timeline {
    private static final String READ = "select at, place, seq, kind, detail from ("
            + " select first_seen as at, 0 as place, 0 as seq, 'sighted' as kind, cast(null as varchar) as detail from ledger_request where id = :id"
            + " union all select started, 1, round * 2, 'step-called', step from ledger_step where request_id = :id"
            + " union all select answered, 1, round * 2 + 1, 'step-answered', concat(step, ': ', cast(status as varchar))"
            + " from ledger_step where request_id = :id and answered is not null"
            + " union all select at, 2, seq, kind, detail from ledger_event where request_id = :id"
            + " union all select at, 3, seq, action, concat(operator, ': ', detail) from ledger_audit where request_id = :id"
            + ") as lines";

    /** Of many at once: the rest of the statement says of which. */
    static final String NOTE_EACH =
            "insert into ledger_event (request_id, at, kind, detail) select id, cast(:at as timestamp(6) with time zone), cast(:kind as varchar), cast(:detail as varchar)"
                    + " from ledger_request";

    /** Those of one row, and what was written in one moment elsewhere, stand as they are. */
    private static final Comparator<Placed> ORDER = Comparator.comparing((Placed line) -> line.place() > 0)
            .thenComparing(line -> line.event().at())
            .thenComparing(Placed::place)
            .thenComparing(Placed::seq);

    private final Transactions transactions;

    Timeline(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Placed(int place, long seq, Event event) {}

    static void note(Transaction work, String id, String kind, String detail) throws SQLException {
        note(work, id, List.of(), kind, detail);
    }

    /** @param before lines of the request that were not written yet */
    static void note(Transaction work, String id, List<Event> before, String kind, String detail) throws SQLException {
        List<Event> lines = new ArrayList<>(before);
        lines.add(Lines.line(work.now(), kind, detail));
        Lines.write(work, Lines.of(id, lines));
    }

    List<Event> read(String id) {
        List<Placed> lines = new ArrayList<>();
        transactions
                .read(work -> work.call(READ).set("id", id).list(row -> {
                    int place = row.getInt("place");
                    long seq = row.getLong("seq");
                    Lines some = new Lines(
                            id, RequestRow.instant(row, "at"), row.getString("kind"), row.getString("detail"));
                    List<Event> events = place == 2 ? some.each() : List.of(some.plain());
                    return events.stream()
                            .map(event -> new Placed(place, seq, event))
                            .toList();
                }))
                .forEach(lines::addAll);
        return lines.stream().sorted(ORDER).map(Placed::event).toList();
    }
}
