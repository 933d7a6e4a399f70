package io.connectprocessor.ledger;

import java.time.Duration;
import java.time.Instant;

/** Deletes what nobody needs any more. Thread-safe. */
final class Housekeeping {
    /** One that is still listed as pending, as a discarded one may be, would come back as new. */
    private static final String WHERE_OLD = " where undecided = false and " + Dialect.NOT_ASIDE
            + " first_seen < :before and since < :before and seen < :before";

    static final String OLD = "(select id from ledger_request" + WHERE_OLD + ")";

    private final Transactions transactions;
    private final LedgerClock clock;
    private final Duration retention;

    Housekeeping(Transactions transactions, LedgerClock clock, Duration retention) {
        this.transactions = transactions;
        this.clock = clock;
        this.retention = retention;
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
