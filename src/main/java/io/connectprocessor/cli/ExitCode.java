package io.connectprocessor.cli;

/** What the process says when it ends. */
final class ExitCode {
    /** Nothing needs a person. */
    static final int DONE = 0;
    /** A bug of ours; the stack is in the log. */
    static final int BUG = 1;
    /** Command line or configuration is wrong. */
    static final int CONFIGURATION = 2;
    /** Something is parked or held back: {@code dead-letters list}. */
    static final int NEEDS_A_PERSON = 3;
    /** Connect or the vendor is away or refuses us, or the ledger went away in the middle of the work. */
    static final int AWAY = 4;
    /** Work is left that will be due later. */
    static final int LATER = 5;

    private ExitCode() {}
}
