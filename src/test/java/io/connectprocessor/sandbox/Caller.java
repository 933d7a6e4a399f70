package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Calls a sandbox as a stranger would: over HTTP, with text. */
final class Caller {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox;

    Caller(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    record Answer(int status, String body, HttpResponse<byte[]> raw) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String code() {
            return json().path("error_code").asText();
        }

        String range() {
            return raw.headers().firstValue("Content-Range").orElse("");
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            json().forEach(row -> ids.add(row.path("id").asText()));
            return ids;
        }
    }

    Answer get(String path) {
        return connect("GET", path, null);
    }

    Answer list(String collection, String rql) {
        return get(collection + "?"
                + URLEncoder.encode(rql, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    Answer post(String path, String body) {
        return connect("POST", path, body);
    }

    Answer put(String path, String body) {
        return connect("PUT", path, body);
    }

    Answer connect(String method, String path, String body) {
        return send(method, sandbox.connectUrl() + path, body, "Authorization", sandbox.apiKey());
    }

    Answer vendor(String method, String path, String body, String... headers) {
        return send(method, sandbox.vendorUrl() + path, body, headers);
    }

    Answer control(String method, String path, String body) {
        return send(method, sandbox.controlUrl() + path, body);
    }

    Answer send(String method, String url, String body, String... headers) {
        try {
            return trySend(method, url, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a broken connection through as it is. */
    Answer trySend(String method, String url, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code PUT} of the vendor's id, as every purchase needs before it can be approved. */
    Answer fill(String requestId) {
        return put(
                "/requests/" + requestId,
                "{\"asset\":{\"params\":[{\"id\":\"subscription_id\",\"value\":\"SUB-9\",\"value_error\":\"\"}]}}");
    }

    Answer approve(String requestId) {
        return post("/requests/" + requestId + "/approve", "{\"template_id\":\"TL-100-200-300-001\"}");
    }
}
