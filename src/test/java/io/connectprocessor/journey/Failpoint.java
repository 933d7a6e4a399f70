package io.connectprocessor.journey;

import io.connectprocessor.ledger.Failpoints.Moment;
import io.connectprocessor.sandbox.Fault;

/**
 * A place where the process is killed.
 *
 * @param api whose call it is; null: a write of the ledger
 * @param name of the action or of the write
 */
record Failpoint(Fault.Api api, String name, Moment moment) {

    static Failpoint write(String name, Moment moment) {
        return new Failpoint(null, name, moment);
    }

    boolean isWrite() {
        return api == null;
    }

    /** The same for both moments. */
    String place() {
        return isWrite() ? "ledger " + name : api.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }

    @Override
    public String toString() {
        return moment.name().toLowerCase(java.util.Locale.ROOT) + " " + place();
    }
}
