package io.connectprocessor.usage;

/**
 * Why a record cannot be reported.
 *
 * @param column our name of the value
 * @param value as it came; null when it is missing
 * @param fault half a sentence
 */
record RowFault(String column, String value, String fault) {}
