package io.connectprocessor.ledger;

/** The embedded ledger belongs to somebody else now: to another process, or to another ledger of this one. */
public final class LedgerInUseException extends LedgerException {
    public LedgerInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
