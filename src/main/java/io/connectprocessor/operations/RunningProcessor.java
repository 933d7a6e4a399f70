package io.connectprocessor.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls on the management server of the processor that holds the ledger. */
final class RunningProcessor {

    private final OperatorFile file;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    RunningProcessor(OperatorFile file) {
        this.file = file;
    }

    /**
     * @param body JSON, or null
     * @return an answer of 200 or 404
     * @throws UncheckedIOException when it is not reached, or answers otherwise
     */
    HttpResponse<byte[]> send(String method, String path, byte[] body) {
        String host = file.host().contains(":") ? "[" + file.host() + "]" : file.host();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + file.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + file.token())
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 && answer.statusCode() != 404) {
                throw new IOException("the processor answered " + answer.statusCode() + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
