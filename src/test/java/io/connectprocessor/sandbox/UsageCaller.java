package io.connectprocessor.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A vendor that reports usage for October 2026 over HTTP. */
final class UsageCaller {

    static final String PRODUCT = "PRD-100-200-300";
    static final String CONTRACT = "CRD-10000-20000-30000";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox;
    final Caller caller;

    UsageCaller(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.caller = new Caller(sandbox);
    }

    static String body(String product, String contract, String externalId) {
        return """
                {"name":"October","product":{"id":"%s"},"contract":{"id":"%s"},"currency":"EUR","external_id":"%s",
                 "period":{"from":"2026-10-01","to":"2026-10-31"}}""".formatted(product, contract, externalId);
    }

    /** Returns the id. */
    String create(String product, String externalId) {
        Caller.Answer created = caller.post("/usage/files", body(product, CONTRACT, externalId));
        return created.json().path("id").asText();
    }

    String create() {
        return create(PRODUCT, "oct");
    }

    Caller.Answer upload(String id, byte[] workbook) {
        return upload(id, "usage_file", "usage.xlsx", workbook);
    }

    Caller.Answer upload(String id, String part, String fileName, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "--b0undary\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nsome text\r\n");
        text(
                body,
                "--b0undary\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        body.writeBytes(content);
        text(body, "\r\n--b0undary--\r\n");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.connectUrl() + "/usage/files/" + id + "/upload"))
                .header("Authorization", sandbox.apiKey())
                .header("Content-Type", "multipart/form-data; boundary=b0undary")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return send(request);
    }

    private static void text(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A signed link, followed without a key. */
    Caller.Answer follow(String link, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private Caller.Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Caller.Answer(
                    response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Caller.Answer act(String id, String action) {
        return caller.post("/usage/files/" + id + "/" + action, "{}");
    }

    String status(String id) {
        return caller.get("/usage/files/" + id).json().path("status").asText();
    }
}
