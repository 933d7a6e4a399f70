package io.connectprocessor.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An HTTP server that answers as it is told and keeps what it was sent. */
public final class RecordingServer implements AutoCloseable {

    /** @param uri path and query as they came, still encoded */
    public record Received(String method, String uri, Headers headers, byte[] body) {
        public String header(String name) {
            return headers.getFirst(name);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Answers one call; the body has been read. */
    public interface Answer {
        void to(HttpExchange call, Received received) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Answer answer = json(200, "{}");

    public RecordingServer() {
        this(null);
    }

    public RecordingServer(SSLContext tls) {
        try {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) {
                server = HttpServer.create(anyPort, 0);
            } else {
                HttpsServer https = HttpsServer.create(anyPort, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange call) throws IOException {
        try (call) {
            Received one = new Received(
                    call.getRequestMethod(),
                    call.getRequestURI().toString(),
                    call.getRequestHeaders(),
                    call.getRequestBody().readAllBytes());
            received.add(one);
            answer.to(call, one);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static Answer json(int status, String body, String... headersAndValues) {
        return (call, received) -> {
            for (int i = 0; i < headersAndValues.length; i += 2) {
                call.getResponseHeaders().add(headersAndValues[i], headersAndValues[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                call.getResponseBody().write(bytes);
            }
        };
    }

    public RecordingServer answering(Answer wanted) {
        answer = wanted;
        return this;
    }

    public RecordingServer answering(int status, String body, String... headersAndValues) {
        return answering(json(status, body, headersAndValues));
    }

    public List<Received> received() {
        return received;
    }

    /** The only call that came. */
    public Received only() {
        if (received.size() != 1) {
            throw new AssertionError("one call expected, but there were "
                    + received.stream().map(r -> r.method() + " " + r.uri()).toList());
        }
        return received.get(0);
    }

    /** {@code http://localhost:<port>}. */
    public URI url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
