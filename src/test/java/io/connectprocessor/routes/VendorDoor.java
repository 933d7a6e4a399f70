package io.connectprocessor.routes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before the sandbox's vendor: sees each call as HTTP has it, passes it on, or answers in the vendor's place when told to. */
final class VendorDoor implements AutoCloseable {

    /**
     * @param path with its query, percent-encoded as it was sent
     * @param headers names in lower case
     */
    record Seen(String method, String path, Map<String, String> headers, String body) {}

    private record Answer(int status, String body) {}

    private final String vendorUrl;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "vendor-door");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer http;

    VendorDoor(String vendorUrl) throws IOException {
        this.vendorUrl = vendorUrl;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::open);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** The next call is not passed on, but answered so. */
    void answerNext(int status, String json) {
        answers.add(new Answer(status, json));
    }

    /** Calls for this request, by their Idempotency-Key. */
    List<Seen> calls(String requestId) {
        return seen.stream()
                .filter(call ->
                        call.headers().getOrDefault("idempotency-key", "").startsWith(requestId + ":"))
                .toList();
    }

    void forgetAnswers() {
        answers.clear();
    }

    private void open(HttpExchange exchange) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            String path = exchange.getRequestURI().toASCIIString();
            Seen call = new Seen(exchange.getRequestMethod(), path, headers, new String(body, StandardCharsets.UTF_8));
            seen.add(call);
            Answer answer = answers.poll();
            if (answer == null) {
                passOn(exchange, call, body);
            } else {
                reply(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException broken) {
            // The vendor gave no answer, or half of one: the caller gets none either, as the exchange closes.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(HttpExchange exchange, Seen call, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(vendorUrl + call.path()))
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        String key = call.headers().get("idempotency-key");
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        response.headers()
                .firstValue("Retry-After")
                .ifPresent(value -> exchange.getResponseHeaders().set("Retry-After", value));
        reply(exchange, response.statusCode(), response.body());
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
