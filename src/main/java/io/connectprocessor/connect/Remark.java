package io.connectprocessor.connect;

import java.util.Map;
import java.util.Set;

/**
 * A message in a conversation.
 *
 * @param type {@code message}, which all of the conversation read, or {@code private}, which the writer's own account reads (OpenAPI 37.0)
 * @param text at most 540 characters, as the platform's Python SDK keeps it (cloudblue/connect-python-sdk)
 */
public record Remark(String type, String text) {

    public static final int LONGEST = 540;
    private static final Set<String> TYPES = Set.of("message", "private");

    /** @throws IllegalArgumentException for another type */
    public Remark {
        requireType(type);
    }

    /** @throws IllegalArgumentException naming the types that there are */
    public static void requireType(String type) {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("type is \"" + type + "\". Write message or private.");
        }
    }

    boolean isIn(Object row) {
        return row instanceof Map<?, ?> map && type.equals(map.get("type")) && text.equals(map.get("text"));
    }
}
