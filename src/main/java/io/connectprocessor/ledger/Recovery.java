package io.connectprocessor.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Finds what a process left claimed when it ended. Any of these requests may have ended it, so they run one at a time, before all else, and
 * only an end while one of them ran alone speaks against it. Thread-safe.
 */
final class Recovery {
    /** Ends of a process while a request ran alone in it, after which the request is parked. */
    static final int MOST_CRASHES = 3;

    private static final String CRASHED = "crashed";

    private static final String LAPSED =
            "select id from ledger_request where lease_end <= :now and state = 'CLAIMED' order by id";

    static final String STILL_CLAIMED =
            "select id, lease_end <= :now as lapsed from ledger_request where id = any(:ids) and state = 'CLAIMED' order by id";

    /** Once at each start, so it may walk through all that is open. */
    static final String LEFT_BY_THE_DEAD =
            "select id from ledger_request where undecided = true and state = 'CLAIMED' order by id";

    private static final String INTERRUPT =
            "update ledger_request set state = 'READY', lease_end = null, recheck = true, interrupted = :now, since = :now,"
                    + " crashes = crashes + case when alone = true then 1 else 0 end, alone = false"
                    + " where id = :id and state = 'CLAIMED' and (:dead = true or lease_end <= :now)";

    private static final String GIVE_UP =
            "update ledger_request set state = 'PARKED', failure = :failure, cause = :cause, advice = :advice, step = null,"
                    + " route = null, payload = null, retry_at = null, interrupted = null, noted = null, since = :now"
                    + " where id = :id and state = 'READY' and crashes >= :most";

    static final String LEFT = "select id, kind, product, type from ledger_request"
            + " where " + Dialect.ASIDE
            + " interrupted > timestamp with time zone '1970-01-01 00:00:00+00:00' and state = 'READY'"
            + " order by created, ordinal, id";

    private final Transactions transactions;
    private final OutboxOptions outbox;
    private final boolean sole;

    /** At least all that this process has claimed; changed by the one writer, so that it follows the order of the writes. */
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    /** @param sole no other process has claims, so that those which lapsed are looked for among this one's own */
    Recovery(Transactions transactions, OutboxOptions outbox, boolean sole) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.sole = sole;
    }

    /** A write that claims it, or one that may have left it claimed. */
    void claimed(String id) {
        if (sole) {
            claimed.add(id);
        }
    }

    /** A write that ends the claim. */
    void ended(String id) {
        claimed.remove(id);
    }

    /** Only the embedded ledger's: its file lock proves that whoever claimed is dead. Returns how many were claimed. */
    int afterStart() {
        return transactions.write(work -> interruptAll(work, LEFT_BY_THE_DEAD, true));
    }

    /** @param held whether this process still works on the claim of a request */
    List<Interrupted> interrupted(Predicate<String> held) {
        if (sole) {
            interruptAdrift(held);
        } else if (transactions.read(
                work -> !work.call(LAPSED).list(row -> true).isEmpty())) {
            transactions.write(work -> interruptAll(work, LAPSED, false));
        }
        return transactions.read(work -> work.call(LEFT)
                .list(row -> new Interrupted(
                        row.getString("id"), row.getString("kind"), row.getString("product"), row.getString("type"))));
    }

    /** Of its own claims those that nobody here holds any more. */
    private void interruptAdrift(Predicate<String> held) {
        String[] adrift = claimed.stream().filter(id -> !held.test(id)).sorted().toArray(String[]::new);
        if (adrift.length == 0) {
            return;
        }
        transactions.write(work -> {
            Map<String, Boolean> lapsed = new TreeMap<>();
            work.call(STILL_CLAIMED)
                    .set("ids", adrift)
                    .list(row -> lapsed.put(row.getString("id"), row.getBoolean("lapsed")));
            for (String id : adrift) {
                if (!lapsed.containsKey(id)) {
                    ended(id);
                } else if (lapsed.get(id)) {
                    interrupt(work, id, false);
                }
            }
            return null;
        });
    }

    /** A claim whose lease ran out, met on the way. */
    void lapsed(Transaction work, String id) throws SQLException {
        interrupt(work, id, false);
    }

    private int interruptAll(Transaction work, String select, boolean dead) throws SQLException {
        List<String> ids = work.call(select).list(row -> row.getString("id"));
        for (String id : ids) {
            interrupt(work, id, dead);
        }
        return ids.size();
    }

    private void interrupt(Transaction work, String id, boolean dead) throws SQLException {
        if (work.call(INTERRUPT).set("id", id).set("dead", dead).update() == 0) {
            return;
        }
        Timeline.note(work, id, "interrupted", dead ? "the process ended" : "the lease ran out");
        int parked = work.call(GIVE_UP)
                .set("id", id)
                .set("most", MOST_CRASHES)
                .set("failure", CRASHED)
                .set(
                        "cause",
                        "The process ended " + MOST_CRASHES
                                + " times while it worked on this request and nothing else.")
                .set(
                        "advice",
                        "Look at what the process said before it ended (memory, a native library, a call of System.exit), mend it, then replay.")
                .update();
        if (parked == 1) {
            Timeline.note(work, id, "parked", CRASHED);
            OutboxRows.add(
                    work, outbox, id, OutboxRows.PARKED, false, null, OutboxRows.Told.of(outbox, Particulars.NONE));
        }
    }
}
