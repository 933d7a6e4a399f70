package io.connectprocessor.ledger;

import java.util.List;
import java.util.Set;

/**
 * Marks on requests that lie in a queue which several nodes share. They keep the polls from handing over the same request again and again, and
 * tell how much lies there. A mark that nobody ends lapses, so that what a broker lost comes back. Thread-safe.
 */
final class Queueing {
    /** Rows that somebody writes to are left out: whoever claims a request needs no second message about it. */
    private static final String FREE = "select id from ledger_request where id = any(:ids)"
            + " and (queued_until is null or queued_until <= :now) for update skip locked";

    static final String QUEUED = "select count(*) from ledger_request where queued_until > (select :now)";

    private final Transactions transactions;

    Queueing(Transactions transactions) {
        this.transactions = transactions;
    }

    Set<String> queue(List<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return transactions.write(work -> {
            Set<String> free = Set.copyOf(
                    work.call(FREE).set("ids", ids.toArray(String[]::new)).list(row -> row.getString("id")));
            work.call("update ledger_request set queued_until = :leased where id = any(:ids)")
                    .set("ids", free.toArray(String[]::new))
                    .update();
            return free;
        });
    }

    void takenOff(String id) {
        transactions.write(work -> work.call(
                        "update ledger_request set queued_until = null where id = :id and queued_until is not null")
                .set("id", id)
                .update());
    }

    long queued() {
        return transactions.read(
                work -> work.call(QUEUED).first(row -> row.getLong(1)).orElse(0L));
    }
}
