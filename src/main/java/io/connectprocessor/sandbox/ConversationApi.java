package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /conversations}: found by instance_id, written to by anybody, made by the platform alone. */
final class ConversationApi {

    private static final Set<String> TYPES = Set.of("message", "state_change", "private");

    private final Platform platform;
    private final Bodies bodies;
    private final ObjectMapper mapper;
    private final Stamps stamps;
    private final SmallList<Conversations.Conversation> list =
            SmallList.of(c -> c.id, c -> c.created, List.of(Property.text("instance_id", "eq in", c -> c.instanceId)));
    private final SmallList<Conversations.Message> messageList = SmallList.of(
            Conversations.Message::id,
            Conversations.Message::created,
            List.of(
                    Property.text("type", "eq in", Conversations.Message::type),
                    Property.text("text", Property.ALL_TEXT, Conversations.Message::text)));

    ConversationApi(Platform platform, ObjectMapper mapper, Stamps stamps) {
        this.platform = platform;
        this.bodies = new Bodies(mapper);
        this.mapper = mapper;
        this.stamps = stamps;
    }

    Endpoint endpoint(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET")
                    ? new Endpoint("list-conversations", () -> list(call))
                    : ConnectApi.post(call, "create-conversation", ConversationApi::create);
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return ConnectApi.get(
                    call,
                    "get-conversation",
                    () -> Reply.json(200, platform.read(() -> json(conversation(id))), mapper));
        }
        if (path.size() == 2 && path.get(1).equals("close")) {
            return ConnectApi.post(call, "close-conversation", () -> close(id));
        }
        if (!path.get(1).equals("messages") || path.size() > 3) {
            return Endpoint.unknown();
        }
        if (path.size() == 3) {
            return ConnectApi.put(call, "update-message", () -> update(id, path.get(2), call));
        }
        return call.is("GET")
                ? new Endpoint(
                        "list-messages",
                        () -> platform.read(
                                () -> messageList.page(call, conversation(id).messages, this::json, mapper)))
                : ConnectApi.post(call, "create-message", () -> say(id, call));
    }

    private static Reply create() {
        throw new Refusal(403, null, "Only the platform creates conversations.");
    }

    private Reply list(Call call) {
        Query<Conversations.Conversation> query = list.query(call);
        return platform.write(() -> list.page(call, conversations(query.assets()), this::json, mapper));
    }

    /** @param instances null: all */
    private List<Conversations.Conversation> conversations(Set<String> instances) {
        if (platform.is(Variation.NO_CONVERSATIONS)) {
            return List.of();
        }
        Stream<? extends Row> rows = instances == null
                ? Stream.concat(platform.requests.all(), platform.tierRequests.all())
                : instances.stream()
                        .map(id -> {
                            Row request = platform.requests.get(id);
                            return request == null ? platform.tierRequests.get(id) : request;
                        })
                        .filter(java.util.Objects::nonNull);
        return rows.map(row -> platform.conversations.of(row.id(), row.created()))
                .toList();
    }

    private Reply say(String id, Call call) {
        JsonNode body = bodies.object(call.body());
        String text = Bodies.optionalText(body, "text");
        String type = body.path("type").asText("message");
        if (text == null || text.isBlank()) {
            throw Refusal.validation("text", "This field is required and may not be blank.");
        }
        if (!TYPES.contains(type)) {
            throw Refusal.validation("type", "\"" + type + "\" is not a valid choice.");
        }
        Conversations.Message message = platform.write(() -> {
            Conversations.Conversation conversation = conversation(id);
            if (conversation.closed) {
                throw Refusal.validation("conversation", "The conversation is closed.");
            }
            return platform.conversations.say(conversation, type, text, platform.self.id(), platform.now());
        });
        return Reply.json(201, json(message), mapper);
    }

    private Reply update(String id, String messageId, Call call) {
        JsonNode body = bodies.object(call.body());
        String text = Bodies.requiredText(body, "text");
        return platform.write(() -> {
            List<Conversations.Message> messages = conversation(id).messages;
            for (int i = 0; i < messages.size(); i++) {
                Conversations.Message known = messages.get(i);
                if (known.id().equals(messageId)) {
                    messages.set(
                            i,
                            new Conversations.Message(
                                    messageId, known.type(), text, known.creator(), known.created(), platform.now()));
                    return Reply.json(200, json(messages.get(i)), mapper);
                }
            }
            throw Refusal.notFound();
        });
    }

    private Reply close(String id) {
        return Reply.json(
                200,
                platform.write(() -> {
                    conversation(id).closed = true;
                    return json(conversation(id));
                }),
                mapper);
    }

    private Conversations.Conversation conversation(String id) {
        return ConnectApi.found(platform.conversations.get(id));
    }

    private Object json(Conversations.Conversation conversation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", conversation.id);
        json.put("instance_id", conversation.instanceId);
        json.put("topic", "Request " + conversation.instanceId);
        json.put("type", "conversation");
        json.put("status", conversation.closed ? "closed" : "open");
        json.put("accounts", new ArrayList<>(List.of(Map.of("id", "VA-000-000"), Map.of("id", "PA-100-000"))));
        json.put("events", Map.of("created", Map.of("at", stamps.write(conversation.created))));
        return json;
    }

    private Object json(Conversations.Message message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", message.id());
        json.put("type", message.type());
        json.put("text", message.text());
        json.put("created", stamps.write(message.created()));
        json.put("creator", Map.of("id", message.creator(), "name", "User of the sandbox"));
        json.put(
                "events",
                Map.of(
                        "created", Map.of("at", stamps.write(message.created())),
                        "updated", Map.of("at", stamps.write(message.updated()))));
        return json;
    }
}
