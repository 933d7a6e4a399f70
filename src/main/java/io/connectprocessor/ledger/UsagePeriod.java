package io.connectprocessor.ledger;

import java.time.Instant;

/**
 * How far one month of one product has come.
 *
 * @param period {@code 2026-10}
 * @param records good records at the last look
 * @param setAside records kept aside at the last look
 * @param cause why it is not done, or null
 * @param advice what to do, or null
 * @param since when it came into its state; null before it is written
 */
public record UsagePeriod(
        String product,
        String period,
        State state,
        long records,
        long setAside,
        String cause,
        String advice,
        Instant since) {

    public enum State {
        /** not all of its files are uploaded yet: the source is read again */
        OPEN,
        /** every file is uploaded; the files tell the rest */
        SENT,
        /** only an operator's command moves it */
        PARKED
    }
}
