package io.connectprocessor.usage;

/** Told how the work on a month goes; by the thread that does it, often. */
public interface UsageProgress {

    UsageProgress SILENT = (period, what, done, total) -> {};

    /**
     * @param what in a few words, such as {@code reading}
     * @param total 0 while it is not known
     */
    void at(Period period, String what, long done, long total);

    /** The work on a month, or the look at it, is over. */
    default void ended(UsageSummary summary) {}
}
