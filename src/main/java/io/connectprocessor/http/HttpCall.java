package io.connectprocessor.http;

import java.util.Map;

/**
 * One call.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param path below the gateway's base URL, beginning with a slash, percent-encoded
 * @param query percent-encoded query without {@code ?}, or null
 * @param headers sent beside those that the gateway sends itself
 * @param body JSON in UTF-8, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpCall(String method, String path, String query, Map<String, String> headers, byte[] body) {

    public static HttpCall get(String path, String query) {
        return new HttpCall("GET", path, query, Map.of(), null);
    }
}
