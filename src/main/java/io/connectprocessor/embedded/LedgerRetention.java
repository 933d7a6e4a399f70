package io.connectprocessor.embedded;

import io.connectprocessor.ledger.Ledger;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes out of the ledger what was decided long ago: a minute after the start, then every six hours. */
public record LedgerRetention(Ledger ledger) {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRetention.class);

    public void schedule(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::purge, 1, 6 * 60, TimeUnit.MINUTES);
    }

    private void purge() {
        try {
            int purged = ledger.purge();
            if (purged > 0) {
                LOG.info("{} requests decided long ago left the ledger", purged);
            }
        } catch (RuntimeException e) {
            LOG.warn("The ledger could not be tidied: {}", e.getMessage());
        }
    }
}
