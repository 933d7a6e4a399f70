package io.connectprocessor.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One conversation per request, made when it is first looked for or spoken in. Guarded by the platform's lock. */
final class Conversations {

    private final Map<String, Conversation> byInstance = new LinkedHashMap<>();
    private final Map<String, Conversation> byId = new LinkedHashMap<>();
    private int lastMessage;

    static final class Conversation {
        final String id;
        final String instanceId;
        final Instant created;
        final List<Message> messages = new ArrayList<>(2);
        boolean closed;

        private Conversation(String id, String instanceId, Instant created) {
            this.id = id;
            this.instanceId = instanceId;
            this.created = created;
        }
    }

    /** {@code type} is message, state_change or private. */
    record Message(String id, String type, String text, String creator, Instant created, Instant updated) {}

    Conversation of(String instanceId, Instant created) {
        return byInstance.computeIfAbsent(instanceId, key -> {
            Conversation made = new Conversation("CO-" + threes(byInstance.size() + 1), instanceId, created);
            byId.put(made.id, made);
            return made;
        });
    }

    Conversation get(String id) {
        return byId.get(id);
    }

    /** What was said so far; nothing when there is no conversation yet. */
    List<Message> spoken(String instanceId) {
        Conversation known = byInstance.get(instanceId);
        return known == null ? List.of() : List.copyOf(known.messages);
    }

    Message say(Conversation conversation, String type, String text, String creator, Instant at) {
        Message message = new Message("ME-" + threes(++lastMessage), type, text, creator, at, at);
        conversation.messages.add(message);
        return message;
    }

    /** {@code 100-000-001}: groups of three. */
    private static String threes(int number) {
        String digits = String.valueOf(100_000_000 + number);
        return digits.substring(0, 3) + "-" + digits.substring(3, 6) + "-" + digits.substring(6);
    }
}
