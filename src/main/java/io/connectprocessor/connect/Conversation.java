package io.connectprocessor.connect;

import java.util.Map;

/**
 * Where the vendor and the distributor write to each other about one request. The platform makes it; a vendor can only look for it and write
 * into it (OpenAPI 37.0, /conversations).
 *
 * @param id {@code CO-…}
 * @param closed a closed one takes no more messages
 */
public record Conversation(String id, boolean closed) {

    static Conversation read(Map<?, ?> json) {
        return new Conversation(String.valueOf(json.get("id")), "closed".equals(json.get("status")));
    }
}
