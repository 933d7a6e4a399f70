package io.connectprocessor.embedded;

import io.connectprocessor.events.Relays;
import io.connectprocessor.ledger.LedgerException;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A detail of readiness: how many events wait, and why. Never down, for requests go on, and events wait in the ledger as long as it takes. */
public final class EventsHealthCheck extends AbstractHealthCheck {

    private final EventOutlet outlet;

    public EventsHealthCheck(String id, EventOutlet outlet) {
        super("connect", id);
        this.outlet = outlet;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        List<Relays.Standing> standings;
        try {
            standings = outlet.standings();
        } catch (LedgerException told) {
            return; // by other checks
        }
        for (Relays.Standing standing : standings) {
            builder.detail(standing.key() + ".waiting", standing.waiting());
            if (standing.away() != null) {
                builder.detail(standing.key() + ".away", standing.away());
                builder.message(standing.key() + " takes nothing, " + standing.waiting() + " events wait");
            }
        }
    }
}
