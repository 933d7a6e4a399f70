package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectRequest;
import io.connectprocessor.connect.Page;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.rql.Rql;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tier 2 before tier 1, within one pass. The platform keeps the set-up of a reseller waiting for that of the reseller above it; updates,
 * and what two of its sources tell differently, may be pending together. Thread-safe but for the head start, which one thread asks for.
 */
final class TierOrder {

    private enum HeadStart {
        NONE_YET,
        GOING,
        OVER
    }

    private final boolean tiered;
    /** Open requests of tier 2 that this pass saw, with their tier configuration; and the other way round. */
    private final Map<String, String> configurations = new ConcurrentHashMap<>();

    private final Map<String, String> above = new ConcurrentHashMap<>();

    private HeadStart headStart = HeadStart.NONE_YET;

    TierOrder(RequestKind kind) {
        tiered = kind == RequestKind.TIER_REQUEST;
    }

    /** True when tier 2 is to be listed by itself first: one page that holds all is put in order without that. */
    boolean beginsHeadStart(Page first) {
        if (headStart != HeadStart.NONE_YET) {
            return false;
        }
        boolean begins = tiered && first.total() > first.rows().size();
        headStart = begins ? HeadStart.GOING : HeadStart.OVER;
        return begins;
    }

    /** True when it was a head start that came to its end, so that the whole list comes now. */
    boolean endsHeadStart() {
        boolean ends = headStart == HeadStart.GOING;
        headStart = HeadStart.OVER;
        return ends;
    }

    Rql condition() {
        return headStart == HeadStart.GOING ? Rql.eq("configuration.tier_level", "2") : Rql.everything();
    }

    /** For sorting: tier 2 comes first. */
    int rank(Map<String, Object> row) {
        return tiered ? -ConnectRequest.tierLevelOf(row) : 0;
    }

    /** Notes a row of tier 2; of one of tier 1, says which open request it waits for, or null. */
    String waitsFor(String id, Map<String, Object> row) {
        if (!tiered) {
            return null;
        }
        String configuration = ConnectRequest.laneOf(RequestKind.TIER_REQUEST, row);
        if (ConnectRequest.tierLevelOf(row) == 2 && configuration != null) {
            configurations.put(id, configuration);
            above.put(configuration, id);
            return null;
        }
        String parent = ConnectRequest.parentConfigurationOf(row);
        return parent == null ? null : above.get(parent);
    }

    void decided(String id) {
        String configuration = configurations.remove(id);
        if (configuration != null) {
            above.remove(configuration, id);
        }
    }
}
