package io.connectprocessor.component;

import io.connectprocessor.failure.Api;
import io.connectprocessor.http.Budget;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Slots;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The budget of an API that all nodes on one ledger share. */
record LedgerBudget(Ledger ledger, Api api, double perSecond) implements Budget {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerBudget.class);

    @Override
    public Turns take(int wanted) {
        Slots slots = ledger.slots(name(), perSecond, wanted);
        return new Turns(slots.first(), slots.closed());
    }

    @Override
    public void closes(Duration wait) {
        try {
            ledger.closes(name(), wait);
        } catch (LedgerException away) {
            LOG.debug("The other nodes learn by themselves that {} wants no calls: {}", name(), away.getMessage());
        }
    }

    private String name() {
        return api.speaker();
    }
}
