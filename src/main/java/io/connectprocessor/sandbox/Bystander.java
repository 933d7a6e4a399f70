package io.connectprocessor.sandbox;

/**
 * Sees each call on both APIs in the thread that answers it, and may take its time: the caller waits meanwhile. This is how to kill the caller's
 * process at an exact place: kill it in here, then return false. Must be thread-safe.
 */
public interface Bystander {

    /**
     * A call has come and nothing has happened yet.
     *
     * @param action as in {@link Books#connectCalls()} and {@link Books#vendorCalls()}
     * @return false: it takes no effect, and the connection is closed without an answer
     */
    default boolean arrives(Fault.Api api, String action) {
        return true;
    }

    /**
     * The call has taken its effect, or was refused, and its answer is about to leave. Calls that a {@link Fault} ends do not come here.
     *
     * @return false: the connection is closed without an answer
     */
    default boolean answers(Fault.Api api, String action) {
        return true;
    }
}
