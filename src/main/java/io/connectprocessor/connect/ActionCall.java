package io.connectprocessor.connect;

import io.connectprocessor.http.HttpAnswer;
import io.connectprocessor.http.HttpCall;
import java.io.IOException;
import java.util.Map;

/**
 * POST of an action. Fulfillment and tier account requests answer with themselves; a tier request answers approve with itself and the
 * others with 204 (OpenAPI 37.0).
 */
record ActionCall(RequestKind kind, String id, String action, Map<String, Object> payload)
        implements ConnectCall<Map<String, Object>> {

    static ActionCall approve(RequestKind kind, String id, Approval approval) {
        return new ActionCall(kind, id, "approve", approval.payload(kind));
    }

    static ActionCall fail(RequestKind kind, String id, String reason) {
        return new ActionCall(kind, id, "fail", Map.of("reason", reason));
    }

    /** @param templateId null for a tier request, which takes none, and optional for a request (OpenAPI 37.0) */
    static ActionCall inquire(RequestKind kind, String id, String templateId) {
        return new ActionCall(kind, id, "inquire", templateId == null ? Map.of() : Map.of("template_id", templateId));
    }

    /** @param plannedDate {@code YYYY-MM-DDThh:mm:ss+00:00} */
    static ActionCall schedule(RequestKind kind, String id, String plannedDate) {
        return new ActionCall(kind, id, "schedule", Map.of("planned_date", plannedDate));
    }

    static ActionCall confirm(RequestKind kind, String id) {
        return new ActionCall(kind, id, "confirm", Map.of());
    }

    static ActionCall accept(String id) {
        return new ActionCall(RequestKind.TIER_ACCOUNT_REQUEST, id, "accept", Map.of());
    }

    static ActionCall ignore(String id, String reason) {
        return new ActionCall(RequestKind.TIER_ACCOUNT_REQUEST, id, "ignore", Map.of("reason", reason));
    }

    /** OpenAPI 37.0: exactly one of {@code id} and {@code email}. */
    static ActionCall assign(RequestKind kind, String id, String user) {
        return new ActionCall(kind, id, "assign", Map.of(user.contains("@") ? "email" : "id", user));
    }

    static ActionCall unassign(RequestKind kind, String id) {
        return new ActionCall(kind, id, "unassign", Map.of());
    }

    /** Back from the customer without an answer. */
    static ActionCall pend(RequestKind kind, String id) {
        return new ActionCall(kind, id, "pend", Map.of());
    }

    @Override
    public String tries() {
        return action + " " + id;
    }

    @Override
    public String sends() {
        Object template =
                payload.get("template") instanceof Map<?, ?> given ? given.get("id") : payload.get("template_id");
        return template == null ? tries() : tries() + " with template " + template;
    }

    @Override
    public HttpCall call(Json json) {
        return new HttpCall("POST", kind.path(id) + "/" + action, null, Map.of(), json.bytes(payload));
    }

    /** @return the request after the action, or null when the platform sent none */
    @Override
    public Map<String, Object> read(HttpAnswer answer, Json json) throws IOException {
        return answer.body().length == 0 ? null : json.objectUnread(answer.body(), "status", any -> {});
    }
}
