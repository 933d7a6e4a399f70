package io.connectprocessor.standalone;

import java.util.Locale;

/**
 * What came of one check.
 *
 * @param check what was checked: {@code key}, {@code list requests}, {@code contract of PRD-…}
 * @param what what was found
 * @param advice what to do, or null when {@code what} says it or nothing is to be done
 */
public record OnlineFinding(Result result, String check, String what, String advice) {

    /** How it ended. */
    public enum Result {
        /** As it should be. */
        OK,
        /** Something differs or is missing. */
        FINDING,
        /** Connect or the vendor cannot be reached, or does not answer now. */
        AWAY,
        /** Connect does not take the key, or not for this. */
        REFUSED,
        /** Not checked, for the reason that is said. */
        SKIPPED;

        /** Lower case, as it is printed. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
