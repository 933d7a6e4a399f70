package io.connectprocessor.http;

/**
 * What came back, whole.
 *
 * @param status HTTP status
 * @param body the body's bytes, unzipped; empty when there was none
 * @param contentRange the header {@code Content-Range}, or null
 * @param retryAfter the header {@code Retry-After}, or null
 * @param date the header {@code Date}, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpAnswer(int status, byte[] body, String contentRange, String retryAfter, String date) {

    /** An answer whose date does not matter. */
    public HttpAnswer(int status, byte[] body, String contentRange, String retryAfter) {
        this(status, body, contentRange, retryAfter, null);
    }
}
