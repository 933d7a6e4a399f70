package io.connectprocessor.ledger;

import java.time.Duration;
import java.time.Instant;

/** The ledger's time. Thread-safe; never goes backwards. */
interface LedgerClock {
    Instant now();

    /** A moment that lies {@code after} from now, by what this process can know without asking anyone. */
    Deadline deadline(Duration after);

    interface Deadline {
        /** True also when that cannot be told for sure. */
        boolean passed();
    }
}
