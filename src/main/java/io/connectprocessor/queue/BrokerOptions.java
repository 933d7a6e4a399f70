package io.connectprocessor.queue;

import java.time.Duration;

/**
 * How the broker is used.
 *
 * @param url as the client of Artemis reads it, {@code tcp://host:61616} for example; what it says wins over what is set here
 * @param user null for none
 * @param password null for none; in no log
 * @param consumers messages worked on at once by this process
 * @param timeToLive after that a message nobody took is gone, for its request is handed over again
 * @param depth requests in the queue, of all nodes together, at which a poll waits
 */
public record BrokerOptions(String url, String user, String password, int consumers, Duration timeToLive, int depth) {

    /** Without user and password. */
    @Override
    public String toString() {
        return shown();
    }

    /** The URL without its options, which may hold a password. */
    String shown() {
        return url.replaceAll("[?;].*", "");
    }
}
