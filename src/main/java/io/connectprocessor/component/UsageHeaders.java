package io.connectprocessor.component;

/** The headers that the vendor's route of usage enters with, exactly these. */
public final class UsageHeaders {
    /** String, the month: {@code 2026-10}. */
    public static final String PERIOD = "ConnectUsagePeriod";
    /** String, its first moment: {@code 2026-10-01T00:00:00Z}. */
    public static final String FROM = "ConnectUsageFrom";
    /** String, the first moment after it: {@code 2026-11-01T00:00:00Z}. */
    public static final String TO = "ConnectUsageTo";

    private UsageHeaders() {}
}
