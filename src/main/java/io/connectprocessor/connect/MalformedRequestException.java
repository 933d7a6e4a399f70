package io.connectprocessor.connect;

/** A request that is not shaped as the platform documents it; the message says where. */
public final class MalformedRequestException extends RuntimeException {
    public MalformedRequestException(String message) {
        super(message);
    }
}
