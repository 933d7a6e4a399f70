package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SandboxServerTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void a_port_is_free_again_as_soon_as_its_sandbox_is_closed() throws Exception {
        int port;
        try (Sandbox first = Sandbox.builder().start()) {
            port = URI.create(first.connectUrl()).getPort();
            assertThat(status(first.controlUrl() + "/books")).isEqualTo(200);
        }

        try (Sandbox second = Sandbox.builder().port(port).start()) {
            assertThat(status(second.controlUrl() + "/books")).isEqualTo(200);
        }
    }

    @Test
    void what_it_does_not_serve_is_404_and_what_is_no_address_400() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            URI root = URI.create(sandbox.connectUrl());

            assertThat(status("http://127.0.0.1:" + root.getPort() + "/elsewhere"))
                    .isEqualTo(404);
            assertThat(statusLine(root.getPort(), "/public/v1/requests?a=%zz^")).isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    private int status(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String statusLine(int port, String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String head = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(0, answer.indexOf('\r'));
        }
    }
}
