package io.connectprocessor.http;

import io.connectprocessor.failure.Api;
import java.util.Optional;

/**
 * Looks at every call of a gateway before it is sent, and may answer in the API's place: then nothing is sent. Asked in the thread of the
 * caller; what it throws keeps the call from being sent as well. Must be thread-safe.
 */
public interface StandIn {

    /** Sends everything. */
    StandIn NONE = (api, call, lastLook) -> Optional.empty();

    /**
     * @param lastLook what the caller has run before its call is sent; it may tell for whom the call is
     * @return the answer, or empty to have the call sent
     */
    Optional<HttpAnswer> answer(Api api, HttpCall call, Runnable lastLook);
}
