package io.connectprocessor.connect;

import java.util.Map;

/**
 * Whom a request is assigned to. The platform writes it in three shapes: nothing or "", a text, and an object with id and e-mail address.
 *
 * @param id the user's id, or the text; null when nobody is assigned or only an address is known
 * @param email null when it is not said
 */
public record Assignee(String id, String email) {

    private static final Assignee NOBODY = new Assignee(null, null);

    /** Of a request or a tier request, as the platform sent it. */
    public static Assignee of(Map<String, Object> request) {
        Object said = request.get("assignee");
        if (said instanceof Map<?, ?> map) {
            return new Assignee(text(map.get("id")), text(map.get("email")));
        }
        return said instanceof String text && !text.isBlank() ? new Assignee(text, text) : NOBODY;
    }

    private static String text(Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    public boolean isNobody() {
        return id == null && email == null;
    }

    /** @param user an id or an e-mail address */
    public boolean is(String user) {
        return user.equals(id) || user.equalsIgnoreCase(email);
    }
}
