package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
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

    @Test
    void a_call_on_its_way_when_the_sandbox_is_closed_gets_no_answer_and_nothing_of_it_is_left() throws Exception {
        Set<Long> before = workers();
        CompletableFuture<HttpResponse<Void>> call;
        try (Sandbox sandbox = Sandbox.builder().latency(Duration.ofMinutes(5)).start()) {
            call = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(sandbox.connectUrl() + "/requests"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            await().until(() -> !sandbox.books().connectCalls().isEmpty());
        }

        assertThatThrownBy(call::get).hasCauseInstanceOf(IOException.class);
        await().untilAsserted(() -> assertThat(before).containsAll(workers()));
    }

    private static Set<Long> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HTTP-"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    @Test
    void a_refusal_leaves_the_connection_open() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                Socket socket =
                        new Socket("127.0.0.1", URI.create(sandbox.connectUrl()).getPort())) {
            sandbox.addFault(Fault.status(503).onConnect());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream()
                        .write("HEAD /public/v1/requests HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
                assertThat(in.lines().takeWhile(line -> !line.isEmpty())).noneMatch("Connection: close"::equals);
            }
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
