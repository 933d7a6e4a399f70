package io.connectprocessor.events;

/**
 * Headers of an event, beside {@code ConnectRequestId}, {@code ConnectRequestType}, {@code ConnectRequestKind}, {@code ConnectProductId},
 * {@code ConnectAssetId} and {@code ConnectAccountId} of {@link io.connectprocessor.component.ConnectHeaders}. All are texts unless said
 * otherwise; what is not known is left out. None holds a control character.
 */
public final class EventHeaders {
    /** The same at each try of one event; a receiver that has seen it drops the second. */
    public static final String EVENT_ID = "ConnectEventId";
    /** When the outcome was recorded, {@code 2026-01-31T08:15:00.123456Z}. */
    public static final String EVENT_TIME = "ConnectEventTime";
    /** What the body is: {@code event}, these headers as JSON, or {@code request}. */
    public static final String EVENT_BODY = "ConnectEventBody";
    /** As {@link io.connectprocessor.ledger.Notice#outcome}. */
    public static final String OUTCOME = "ConnectOutcome";
    /** Boolean: the platform showed the outcome; it was reached by somebody else, or by a process that ended before it wrote it down. */
    public static final String OUTCOME_FOUND = "ConnectOutcomeFound";
    /** {@code MP-…}. */
    public static final String MARKETPLACE_ID = "ConnectMarketplaceId";
    /** {@code TC-…}, of a tier request. */
    public static final String TIER_CONFIG_ID = "ConnectTierConfigId";
    /** Of a parked request: the kind of failure, such as {@code refused}. */
    public static final String FAILURE_KIND = "ConnectFailureKind";
    /** Of a parked request: what happened, without customers' data; of a discarded one: what the operator wrote. */
    public static final String CAUSE = "ConnectCause";
    /** Of a parked request: the step that failed. */
    public static final String STEP = "ConnectStep";
    /** Of a parked request: the route that failed. */
    public static final String ROUTE = "ConnectRoute";
    /** Integer: failed attempts that counted. */
    public static final String ATTEMPTS = "ConnectAttempts";

    private EventHeaders() {}
}
