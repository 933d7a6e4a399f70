package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent back. {@code contentType} null: no body. */
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    static final Reply NO_CONTENT = new Reply(204, null, new byte[0], Map.of());

    static Reply json(int status, byte[] body) {
        return new Reply(status, "application/json", body, Map.of());
    }

    static Reply json(int status, Object body, ObjectMapper mapper) {
        try {
            return json(status, mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Reply html(int status) {
        String text =
                "<html><head><title>" + status + "</title></head><body><h1>" + status + "</h1><hr>nginx</body></html>";
        return new Reply(status, "text/html", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** As the platform writes errors; without a code it is a page that is not JSON. */
    static Reply refusal(Refusal refusal, ObjectMapper mapper) {
        if (refusal.code() == null) {
            return html(refusal.status());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error_code", refusal.code());
        body.put("errors", refusal.errors());
        if (!refusal.params().isEmpty()) {
            body.put("params", refusal.params());
        }
        return json(refusal.status(), body, mapper);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more);
    }
}
