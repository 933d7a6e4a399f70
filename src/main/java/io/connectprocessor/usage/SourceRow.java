package io.connectprocessor.usage;

import java.util.Map;

/**
 * One record as the source gave it.
 *
 * @param source where it comes from, such as a file's name
 * @param line its line or number there, from 1
 * @param values by the source's own names
 */
public record SourceRow(String source, long line, Map<String, ?> values) {}
