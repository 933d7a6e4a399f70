package io.connectprocessor.component;

/** The headers that every exchange enters the vendor's routes with, exactly these. The component sets them and never trusts them. */
public final class ConnectHeaders {
    /** String, {@code PR-…}, {@code TCR-…} or {@code TAR-…}. */
    public static final String REQUEST_ID = "ConnectRequestId";
    /** String, for example {@code purchase}. */
    public static final String REQUEST_TYPE = "ConnectRequestType";
    /** String, {@code request}, {@code tier-request} or {@code tier-account-request}. */
    public static final String REQUEST_KIND = "ConnectRequestKind";
    /** String, {@code pending}, or {@code revoking}: the distributor takes the request back. */
    public static final String REQUEST_STATUS = "ConnectRequestStatus";
    /** String, {@code AS-…}; absent for requests of tiers and accounts. */
    public static final String ASSET_ID = "ConnectAssetId";
    /** String, {@code TA-…}, for a tier account request; absent otherwise. */
    public static final String ACCOUNT_ID = "ConnectAccountId";
    /** String, {@code PRD-…}. */
    public static final String PRODUCT_ID = "ConnectProductId";
    /** Integer, 1 for the first attempt. */
    public static final String ATTEMPT = "ConnectAttempt";
    /** Integer, 1 or 2 for a tier request; absent otherwise. */
    public static final String TIER_LEVEL = "ConnectTierLevel";
    /** String, set by {@code connect:classify}: {@code retry} or {@code park}. */
    public static final String FAILURE = "ConnectFailure";
    /** An exchange property, no header: read-only Map from parameter id to its value now, for {@code ${exchangeProperty.ConnectParameters[id]}}. */
    public static final String PARAMETERS = "ConnectParameters";

    /** An exchange property, no header: read-only Map from step to its recorded answer, for {@code ${exchangeProperty.ConnectAnswers[step][field]}}. */
    public static final String ANSWERS = "ConnectAnswers";

    /** An exchange property: read-only Map from key to its value for this product and marketplace, for {@code ${exchangeProperty.ConnectSettings[key]}}. */
    public static final String SETTINGS = "ConnectSettings";

    /** An exchange property: read-only Map from mpn to the item, and of lists such as {@code added}, for {@code ${exchangeProperty.ConnectItems[SEAT][quantity]}}. */
    public static final String ITEMS = "ConnectItems";

    /** What brokers that know JMS keep in order, one worker at a time: the lane. On messages between poll and processing only. */
    static final String GROUP = "JMSXGroupID";

    /** What goes before all else at a broker that knows JMS. On messages between poll and processing only. */
    static final String PRIORITY = "JMSPriority";

    static final String ASKED_AT = "ConnectAskedAt";
    /** On messages at a broker only: see {@link Seal}. */
    static final String SEAL = "ConnectSeal";

    static final String CLAIMED = "ConnectClaimedRequest";
    /** An exchange property behind connect:once and a look-up: the step that calls. */
    static final String STEP = "ConnectStep";

    private ConnectHeaders() {}
}
