package io.connectprocessor.component;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Standing;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the end of the work on a request that is not pending any more at the platform: nothing is done for it. */
record Dropping(Runtime runtime) {

    private static final Logger LOG = LoggerFactory.getLogger(Dropping.class);

    /** @param status what the platform says now */
    void write(ClaimedRequest claimed, String status) {
        Ledger ledger = runtime.ledger();
        switch (status) {
            case "inquiring" ->
                ledger.rests(claimed.claim(), Standing.State.INQUIRED, true, claimed.particulars(runtime.json()));
            case "scheduled" ->
                ledger.rests(claimed.claim(), Standing.State.SCHEDULED, true, claimed.particulars(runtime.json()));
            // The next poll lists what is revoked, and it takes another way then.
            case "tiers_setup", "revoking" -> ledger.handBack(claimed.claim());
            default -> ledger.found(claimed.claim(), status, claimed.particulars(runtime.json()));
        }
        tell(claimed, status);
    }

    /** Pending, but not ours any more: a full pass closes it. */
    void leave(ClaimedRequest claimed, String why) {
        runtime.ledger().handBack(claimed.claim());
        tell(claimed, why);
    }

    private void tell(ClaimedRequest claimed, String how) {
        runtime.intake().decided(claimed.claim().id());
        claimed.outcome(Outcome.DROPPED);
        claimed.markWritten();
        runtime.intake().report(claimed.kind(), claimed.type(), Outcome.DROPPED, Duration.ofNanos(claimed.nanos()));
        LOG.info(
                "{} is {} at the platform already: nothing to do",
                claimed.claim().id(),
                how);
    }
}
