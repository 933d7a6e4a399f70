package io.connectprocessor.sandbox;

import java.util.List;
import java.util.Map;

/** An answer other than success: the status, and the body the platform sends with it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> params;

    Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** @param params sent beside the errors when there are any */
    Refusal(int status, String code, String message, Map<String, String> params) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.params = params;
    }

    static Refusal validation(String field, String message) {
        return new Refusal(400, "VAL_001", field + ": " + message);
    }

    static Refusal notFound() {
        return new Refusal(404, null, "Not found.");
    }

    int status() {
        return status;
    }

    /** Null: the answer is not JSON. */
    String code() {
        return code;
    }

    Map<String, String> params() {
        return params;
    }

    List<String> errors() {
        return List.of(getMessage());
    }
}
