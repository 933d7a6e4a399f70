package io.connectprocessor.sandbox;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record of the sample vendor's usage, good or bad. By default: 1 TRAFFIC. One record per instance; not thread-safe. End it with {@link #add()}.
 *
 * <pre>{@code
 * sandbox.vendorUsage("r-1").asset(asset).quantity("2.5").time("2026-10-01 00:00:00", "2026-10-31 23:59:59").add();
 * }</pre>
 */
public final class UsageSeed {

    private final Sandbox sandbox;
    private final Map<String, Object> record = new LinkedHashMap<>();
    private Instant at;

    UsageSeed(Sandbox sandbox, String recordId) {
        this.sandbox = sandbox;
        with("record_id", recordId).with("mpn", "TRAFFIC").with("quantity", "1");
    }

    /** An asset of this sandbox, with its subscription. */
    public UsageSeed asset(String id) {
        return with("asset_id", id).with("subscription_id", sandbox.subscriptionOf(id));
    }

    public UsageSeed mpn(String wanted) {
        return with("mpn", wanted);
    }

    /** Written as a text. */
    public UsageSeed quantity(String wanted) {
        return with("quantity", wanted);
    }

    public UsageSeed time(String start, String end) {
        return with("start_time_utc", start).with("end_time_utc", end);
    }

    /** Any field, known or not: {@code amount}, {@code tier}, {@code currency}, {@code v.…}. */
    public UsageSeed with(String field, Object value) {
        record.put(field, value);
        return this;
    }

    public UsageSeed without(String field) {
        record.remove(field);
        return this;
    }

    /** The vendor tells it when it is asked for a period that holds this; default: its start, and in every period when that is no point in time. */
    public UsageSeed toldFor(Instant wanted) {
        at = wanted;
        return this;
    }

    /** From now on the vendor tells it. */
    public void add() {
        sandbox.give(at == null ? start() : at, record);
    }

    private Instant start() {
        try {
            return Instant.parse(String.valueOf(record.get("start_time_utc")).replace(' ', 'T') + "Z");
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
