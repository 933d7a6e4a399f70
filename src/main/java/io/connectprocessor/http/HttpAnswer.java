package io.connectprocessor.http;

/**
 * What came back, whole.
 *
 * @param status HTTP status
 * @param body the body's bytes, unzipped; empty when there was none
 * @param contentRange the header {@code Content-Range}, or null
 * @param retryAfter the header {@code Retry-After}, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpAnswer(int status, byte[] body, String contentRange, String retryAfter) {}
