package io.connectprocessor.http;

import java.nio.file.Path;

/**
 * A file, sent as the only part of {@code multipart/form-data}, read from the disk while it is sent.
 *
 * @param path below the gateway's base URL, beginning with a slash, percent-encoded
 * @param part name of the part
 * @param file what is sent
 * @param filename what the far side is told it is called
 * @param contentType of the part
 */
public record HttpUpload(String path, String part, Path file, String filename, String contentType) {}
