package io.connectprocessor.embedded;

/** The configuration does not fit what Connect has; the message names the key and what to set. */
public final class ConfigurationException extends RuntimeException {
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
