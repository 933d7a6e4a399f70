package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code structured} and {@code structuredError} may be null. */
record ParameterValue(String value, String error, JsonNode structured, JsonNode structuredError) {

    static final ParameterValue NONE = new ParameterValue("", "", null, null);

    static ParameterValue of(String value) {
        return new ParameterValue(value, "", null, null);
    }

    ParameterValue withoutErrors() {
        return new ParameterValue(value, "", structured, null);
    }

    boolean isEmpty() {
        return value.isEmpty() && (structured == null || structured.isEmpty());
    }
}
