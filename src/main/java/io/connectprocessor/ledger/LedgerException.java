package io.connectprocessor.ledger;

/**
 * The ledger could not be opened, read or written. The message names what was tried, the key {@code ledger.url} and the next action; it holds
 * no password and nothing of a request but its id.
 *
 * <p>After a failed write nothing is known of its fate. A claim whose outcome failed so is not renewed any more: its lease runs out and the
 * request is claimed again, to be read again before any effect.
 */
public class LedgerException extends RuntimeException {
    private final boolean forGood;

    public LedgerException(String message, Throwable cause) {
        this(message, cause, false);
    }

    public LedgerException(String message) {
        this(message, null, false);
    }

    /** @param forGood see {@link #forGood()} */
    public LedgerException(String message, Throwable cause, boolean forGood) {
        super(message, cause);
        this.forGood = forGood;
    }

    /** True when no call in this process can succeed any more, such as after a full disk under an embedded ledger; false when it may come back. */
    public boolean forGood() {
        return forGood;
    }
}
