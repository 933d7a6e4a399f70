package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;

/** One call of the platform's API: what is sent, and what a 2xx answer means. */
interface ConnectCall<T> {

    /** What it does, to follow "Tried to": {@code approve PR-1}. */
    String tries();

    /** As {@link #tries()}, with the ids of what is sent: nothing secret and no customer's data. */
    default String sends() {
        return tries();
    }

    /** Whether the work, begun anew after a kill, makes it again and nothing is left of the first: a read, a value that is written over. */
    default boolean isMadeAnew() {
        return false;
    }

    HttpCall call(Json json);

    /** @throws IOException when the body of a 2xx answer cannot be used */
    T read(HttpAnswer answer, Json json) throws IOException;
}
