package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP on loopback: lets time pass, lets calls go wrong, keeps the books. */
final class SandboxServer {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

    private final ObjectMapper mapper;
    private final BookKeeper bookKeeper;
    private final Duration latency;
    private final boolean jsonNotFound;
    private final Bystander bystander;
    private final Spool spool;
    private final boolean gzip;
    private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
    private final ExecutorService threads;
    private final HttpServer http;

    SandboxServer(
            String host,
            int port,
            ObjectMapper mapper,
            BookKeeper bookKeeper,
            Duration latency,
            boolean jsonNotFound,
            Bystander bystander,
            Spool spool,
            boolean gzip)
            throws IOException {
        this.mapper = mapper;
        this.bookKeeper = bookKeeper;
        this.latency = latency;
        this.jsonNotFound = jsonNotFound;
        this.bystander = bystander;
        this.spool = spool;
        this.gzip = gzip;
        // Read once by the JDK, before its first server: without them each answer on a kept-alive connection waits
        // 40 ms for an acknowledgement, and all but 200 idle connections are closed under the client's hands.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxIdleConnections", "2000");
        setUnlessSet("sun.net.httpserver.idleInterval", "300");
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sandbox-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.http = HttpServer.create(new InetSocketAddress(host, port), 1024);
        this.http.setExecutor(threads);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    void serve(String root, Fault.Api api, Function<Call, Endpoint> endpoints) {
        http.createContext(
                root,
                exchange -> guarded(exchange, () -> {
                    bookKeeper.begins(api);
                    Call call = read(exchange, root);
                    try {
                        answer(exchange, api, call, endpoints.apply(call));
                    } finally {
                        spool.drop(call.spooled());
                        bookKeeper.ends(api);
                    }
                }));
    }

    /** Pages without latency, faults and books. */
    void servePlain(String root, Function<Call, Reply> answer) {
        http.createContext(
                root,
                exchange -> guarded(exchange, () -> {
                    Call call = read(exchange, root);
                    send(exchange, replied(new Endpoint("control", () -> answer.apply(call))));
                }));
    }

    void start() {
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    void add(Fault fault) {
        faults.add(new FaultRule(fault));
    }

    void clearFaults() {
        faults.clear();
    }

    void stop() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, Fault.Api api, Call call, Endpoint endpoint) throws IOException {
        bookKeeper.called(api, endpoint.action());
        sleep(latency);
        if (!bystander.arrives(api, endpoint.action())) {
            return;
        }
        Fault ending = null;
        for (FaultRule rule : faults) {
            if (!rule.fires(api, endpoint.action(), call.method(), call.path())) {
                continue;
            }
            bookKeeper.fired(rule.fault.kind());
            if (rule.fault.kind() == Fault.Kind.SLOW) {
                sleep(rule.fault.delay());
            } else {
                ending = rule.fault;
                break;
            }
        }
        if (ending == null) {
            Reply reply = replied(endpoint);
            if (bystander.answers(api, endpoint.action())) {
                send(exchange, reply);
            }
        } else {
            fail(exchange, ending, endpoint);
        }
    }

    private void fail(HttpExchange exchange, Fault fault, Endpoint endpoint) throws IOException {
        switch (fault.kind()) {
            case STATUS -> send(exchange, faulty(fault));
            case HTML -> send(exchange, retryAfter(fault, Reply.html(fault.status())));
            case CONNECTION_CLOSED_BEFORE -> exchange.close();
            case REPLY_LOST -> {
                replied(endpoint);
                exchange.close();
            }
            case TRUNCATED -> sendHalf(exchange, replied(endpoint));
            case EFFECT_THEN_STATUS -> {
                replied(endpoint);
                send(exchange, faulty(fault));
            }
            case SLOW -> throw new IllegalStateException("A delay ends no call");
        }
    }

    private Reply faulty(Fault fault) {
        Map<String, Object> body = Map.of("error_code", "SYS_001", "errors", List.of("Fault of the sandbox."));
        return retryAfter(fault, Reply.json(fault.status(), body, mapper));
    }

    private static Reply retryAfter(Fault fault, Reply reply) {
        return fault.retryAfter() == null
                ? reply
                : reply.with("Retry-After", String.valueOf(fault.retryAfter().toSeconds()));
    }

    private Reply replied(Endpoint endpoint) {
        try {
            return endpoint.answer().get();
        } catch (Refusal refusal) {
            if (refusal.status() == 404 && jsonNotFound) {
                return Reply.refusal(new Refusal(404, "VAL_001", refusal.getMessage()), mapper);
            }
            return Reply.refusal(refusal, mapper);
        }
    }

    private Call read(HttpExchange exchange, String root) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String path = exchange.getRequestURI().getPath().substring(root.length());
        String query = exchange.getRequestURI().getRawQuery();
        boolean multipart = headers.getOrDefault("content-type", "").startsWith("multipart/");
        Path spooled = multipart ? spool.keep(exchange.getRequestBody()) : null;
        byte[] body = multipart ? new byte[0] : exchange.getRequestBody().readAllBytes();
        return new Call(exchange.getRequestMethod(), path, query == null ? "" : query, headers, body, spooled);
    }

    private void send(HttpExchange exchange, Reply plain) throws IOException {
        Reply reply = zipped(exchange, plain);
        head(exchange, reply);
        if (reply.contentType() == null || reply.body().length == 0) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(reply.body());
        }
    }

    private void sendHalf(HttpExchange exchange, Reply plain) throws IOException {
        Reply reply = zipped(exchange, plain);
        if (reply.body().length == 0) {
            return;
        }
        head(exchange, reply);
        exchange.sendResponseHeaders(reply.status(), reply.body().length);
        OutputStream out = exchange.getResponseBody();
        out.write(reply.body(), 0, reply.body().length / 2);
        out.flush();
    }

    private Reply zipped(HttpExchange exchange, Reply reply) throws IOException {
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (!gzip || accepted == null || !accepted.contains("gzip") || reply.body().length == 0) {
            return reply;
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(reply.body());
        }
        return new Reply(reply.status(), reply.contentType(), zipped.toByteArray(), reply.headers())
                .with("Content-Encoding", "gzip");
    }

    private static void head(HttpExchange exchange, Reply reply) {
        if (reply.contentType() != null) {
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    }

    private static void sleep(Duration duration) {
        if (duration.isZero()) {
            return;
        }
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever happens, the exchange ends; what is no refusal is a bug of the sandbox and answered with 500. */
    private void guarded(HttpExchange exchange, Handling handling) throws IOException {
        try {
            handling.run();
        } catch (RuntimeException e) {
            LOG.error("The sandbox has a bug in {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            send(exchange, Reply.json(500, Map.of("error", "A bug in the sandbox, see its log."), mapper));
        } finally {
            exchange.close();
        }
    }

    private interface Handling {
        void run() throws IOException;
    }
}
