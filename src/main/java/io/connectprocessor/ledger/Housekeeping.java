package io.connectprocessor.ledger;

import java.time.Duration;
import java.time.Instant;

/** Voids what a dead process left, and deletes what nobody needs any more. Thread-safe. */
final class Housekeeping {
    private static final String VOID =
            "update ledger_request set state = 'READY', lease_end = null, recheck = true, interrupted = :now, since = :now,"
                    + " crashes = crashes + case when alone = true then 1 else 0 end where state = 'CLAIMED'";

    /** One that is still listed as pending, as a discarded one may be, would come back as new. */
    private static final String WHERE_OLD = " where undecided = false and since < :before and seen < :before";

    private static final String OLD = "(select id from ledger_request" + WHERE_OLD + ")";

    private final Transactions transactions;
    private final LedgerClock clock;
    private final Duration retention;

    Housekeeping(Transactions transactions, LedgerClock clock, Duration retention) {
        this.transactions = transactions;
        this.clock = clock;
        this.retention = retention;
    }

    /** Only the embedded ledger's: its file lock proves that whoever claimed is dead. */
    int voidClaims() {
        return transactions.write(work -> work.call(VOID).update());
    }

    int purge() {
        Instant before = clock.now().minus(retention);
        return transactions.write(work -> {
            for (String table : new String[] {"ledger_step", "ledger_event", "ledger_audit"}) {
                work.call("delete from " + table + " where request_id in " + OLD)
                        .set("before", before)
                        .update();
            }
            return work.call("delete from ledger_request" + WHERE_OLD)
                    .set("before", before)
                    .update();
        });
    }
}
