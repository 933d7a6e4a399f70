package io.connectprocessor.ledger;

/**
 * The ledger could not be opened, read or written. The message names what was tried, the key {@code ledger.url} and the next action; it holds
 * no password and nothing of a request but its id.
 *
 * <p>After a failed write nothing is known of its fate. A claim whose outcome failed so is not renewed any more: its lease runs out and the
 * request is claimed again, to be read again before any effect.
 */
public class LedgerException extends RuntimeException {
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    public LedgerException(String message) {
        super(message);
    }
}
