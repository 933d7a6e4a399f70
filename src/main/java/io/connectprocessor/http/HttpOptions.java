package io.connectprocessor.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How one API is reached.
 *
 * @param baseUrl what every path is appended to; no trailing slash
 * @param authorization the value of {@code Authorization}, or null for none
 * @param connectTimeout default 5 s
 * @param responseTimeout default 30 s, between two bytes as well; a whole call may take four times as long
 * @param connections calls at the same time, each with a connection of its own; default {@code process.concurrency} + 4
 * @param caFile PEM file of certificates trusted beside the JDK's, or null
 * @param userAgent the value of {@code User-Agent}
 * @param callsPerSecond upper limit, on this node or of a {@link Budget}; 0 for none
 */
public record HttpOptions(
        URI baseUrl,
        String authorization,
        Duration connectTimeout,
        Duration responseTimeout,
        int connections,
        Path caFile,
        String userAgent,
        double callsPerSecond) {

    /** Without the authorization. */
    @Override
    public String toString() {
        return "HttpOptions[" + baseUrl + "]";
    }
}
