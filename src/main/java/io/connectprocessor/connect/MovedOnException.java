package io.connectprocessor.connect;

import java.util.Map;

/** The platform refused a call because the request is not what it was any more: somebody else asked the customer, answered or scheduled it meanwhile. */
public final class MovedOnException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String status;
    private final transient Map<String, Object> request;

    MovedOnException(String tries, String status, Map<String, Object> request, Throwable refusal) {
        super("Tried to " + tries + ", but it is " + status + " meanwhile", refusal);
        this.status = status;
        this.request = request;
    }

    /** The status that it has now: {@code inquiring}, {@code scheduled} or {@code revoking}; for one to be brought back from its customer, any but inquiring. */
    public String status() {
        return status;
    }

    /** The request as it is now. */
    public Map<String, Object> request() {
        return request;
    }
}
