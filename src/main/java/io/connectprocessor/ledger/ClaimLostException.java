package io.connectprocessor.ledger;

/** The claim is no longer ours: its lease ran out or its request was taken over. No effect may follow. */
public final class ClaimLostException extends RuntimeException {
    public ClaimLostException(String message) {
        super(message);
    }
}
