package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ExceptionListener;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP on loopback: lets time pass, lets calls go wrong, keeps the books.
 *
 * <p>A thread for each connection, which reads, works, sleeps and answers in one write: whatever a call costs here is taken from the cores
 * of those who are tried against it.
 */
final class SandboxServer {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

    /** An answer that fits leaves in one write together with its head. */
    private static final int BUFFER = 1 << 14;

    private final ObjectMapper mapper;
    private final BookKeeper bookKeeper;
    private final Duration latency;
    private final boolean jsonNotFound;
    private final Bystander bystander;
    private final Spool spool;
    private final boolean gzip;
    private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
    private final List<Root> roots = new CopyOnWriteArrayList<>();
    private final HttpServer http;
    private volatile boolean stopped;

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
        this.http = ServerBootstrap.bootstrap()
                // Else it asks the system's resolver for a name, which it puts nowhere.
                .setCanonicalHostName("localhost")
                .setLocalAddress(InetAddress.getByName(host))
                .setListenerPort(port)
                // Idle connections stay: where a read may time out, the JDK asks the system three times instead of
                // once.
                .setSocketConfig(SocketConfig.custom()
                        .setSoTimeout(Timeout.DISABLED)
                        .setBacklogSize(1024)
                        // Else, on Linux, nobody could have the port for a minute after connections on it were closed
                        // here.
                        .setSoReuseAddress(true)
                        .build())
                .setHttp1Config(Http1Config.custom().setBufferSize(BUFFER).build())
                .setHttpProcessor(HttpProcessorBuilder.create()
                        .addAll(new ResponseDate(), new ResponseContent())
                        .build())
                .setRequestRouter((request, context) -> (call, response, same) -> handle(call, response))
                .setServerSocketFactory(new Doors())
                .setExceptionListener(new HangUp())
                .create();
    }

    void serve(String root, Fault.Api api, Function<Call, Endpoint> endpoints) {
        roots.add(new Root(root, (request, uri, response) -> {
            bookKeeper.begins(api);
            try {
                Call call = read(request, uri, root);
                try {
                    answer(response, api, call, endpoints.apply(call));
                } finally {
                    spool.drop(call.spooled());
                }
            } finally {
                bookKeeper.ends(api);
            }
        }));
    }

    /** Pages without latency, faults and books. */
    void servePlain(String root, Function<Call, Reply> answer) {
        roots.add(new Root(root, (request, uri, response) -> {
            Call call = read(request, uri, root);
            send(response, call, replied(new Endpoint("control", () -> answer.apply(call))));
        }));
    }

    void start() throws IOException {
        http.start();
    }

    int port() {
        return http.getLocalPort();
    }

    void add(Fault fault) {
        faults.add(new FaultRule(fault));
    }

    void clearFaults() {
        faults.clear();
    }

    void stop() {
        stopped = true;
        http.close(CloseMode.IMMEDIATE);
    }

    private void answer(ClassicHttpResponse response, Fault.Api api, Call call, Endpoint endpoint) throws IOException {
        bookKeeper.called(api, endpoint.action());
        sleep(latency);
        if (!bystander.arrives(api, endpoint.action())) {
            throw noAnswer();
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
        if (ending != null) {
            fail(response, call, ending, endpoint);
            return;
        }
        Reply reply = replied(endpoint);
        if (!bystander.answers(api, endpoint.action())) {
            throw noAnswer();
        }
        send(response, call, reply);
    }

    private void fail(ClassicHttpResponse response, Call call, Fault fault, Endpoint endpoint) throws IOException {
        switch (fault.kind()) {
            case STATUS -> send(response, call, faulty(fault));
            case HTML -> send(response, call, retryAfter(fault, Reply.html(fault.status())));
            case CONNECTION_CLOSED_BEFORE -> throw noAnswer();
            case REPLY_LOST -> {
                replied(endpoint);
                throw noAnswer();
            }
            case TRUNCATED -> sendHalf(response, call, replied(endpoint));
            case EFFECT_THEN_STATUS -> {
                replied(endpoint);
                send(response, call, faulty(fault));
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

    private Call read(ClassicHttpRequest request, URI uri, String root) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : request.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        String path = uri.getPath().substring(root.length());
        String query = uri.getRawQuery();
        boolean multipart = headers.getOrDefault("content-type", "").startsWith("multipart/");
        HttpEntity entity = request.getEntity();
        try (InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent()) {
            Path spooled = multipart ? spool.keep(in) : null;
            return new Call(request.getMethod(), path, query == null ? "" : query, headers, in.readAllBytes(), spooled);
        }
    }

    private void send(ClassicHttpResponse response, Call call, Reply plain) throws IOException {
        fill(response, zipped(call, plain));
    }

    private static void fill(ClassicHttpResponse response, Reply reply) {
        head(response, reply);
        if (reply.contentType() != null && reply.body().length > 0) {
            response.setEntity(new ByteArrayEntity(reply.body(), null));
        }
    }

    private void sendHalf(ClassicHttpResponse response, Call call, Reply plain) throws IOException {
        Reply reply = zipped(call, plain);
        byte[] body = reply.body();
        if (body.length == 0) {
            throw noAnswer();
        }
        head(response, reply);
        response.setEntity(new EntityTemplate(body.length, null, null, out -> {
            out.write(body, 0, body.length / 2);
            out.flush();
            throw noAnswer();
        }));
    }

    private Reply zipped(Call call, Reply reply) throws IOException {
        String accepted = call.headers().getOrDefault("accept-encoding", "");
        if (!gzip || !accepted.contains("gzip") || reply.body().length == 0) {
            return reply;
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(reply.body());
        }
        return new Reply(reply.status(), reply.contentType(), zipped.toByteArray(), reply.headers())
                .with("Content-Encoding", "gzip");
    }

    private static void head(ClassicHttpResponse response, Reply reply) {
        response.setCode(reply.status());
        if (reply.contentType() != null) {
            response.setHeader("Content-Type", reply.contentType());
        }
        reply.headers().forEach(response::setHeader);
    }

    /** @throws ConnectionClosedException when the sandbox is closed meanwhile: the call has no effect */
    private static void sleep(Duration duration) throws ConnectionClosedException {
        if (duration.isZero()) {
            return;
        }
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw noAnswer();
        }
    }

    /** Whatever happens, the call ends; what is no refusal is a bug of the sandbox and answered with 500. */
    private void handle(ClassicHttpRequest request, ClassicHttpResponse response) throws HttpException, IOException {
        if (stopped) {
            // Its thread may have begun too late for the server to know of it.
            throw noAnswer();
        }
        URI uri = uri(request);
        Root root = roots.stream()
                .filter(candidate -> uri.getPath().startsWith(candidate.path()))
                .findFirst()
                .orElse(null);
        if (root == null) {
            response.setCode(404);
            return;
        }
        try {
            root.handling().handle(request, uri, response);
        } catch (RuntimeException e) {
            LOG.error("The sandbox has a bug in {} {}", request.getMethod(), request.getRequestUri(), e);
            fill(response, Reply.json(500, Map.of("error", "A bug in the sandbox, see its log."), mapper));
        }
    }

    /** @throws ProtocolException answered with 400 */
    private static URI uri(ClassicHttpRequest request) throws ProtocolException {
        try {
            return new URI(request.getRequestUri());
        } catch (URISyntaxException e) {
            throw new ProtocolException("Bad request line", e);
        }
    }

    /** Thrown where the caller is to see its connection closed, and nothing more than was sent by then. */
    private static ConnectionClosedException noAnswer() {
        return new ConnectionClosedException("This sandbox was told not to answer, or is closed");
    }

    /** Closes as an operating system does for a process that ends: what was sent arrives. The server's own way is a reset. */
    private final class HangUp implements ExceptionListener {

        @Override
        public void onError(Exception e) {
            if (!stopped) {
                LOG.error("The sandbox takes no more connections", e);
            }
        }

        @Override
        public void onError(HttpConnection connection, Exception e) {
            if (e instanceof RuntimeException) {
                LOG.error("The sandbox has a bug", e);
            }
            connection.close(CloseMode.GRACEFUL);
        }
    }

    /** @param path of all that it answers, no other's is a beginning of it */
    private record Root(String path, Handling handling) {}

    private interface Handling {
        void handle(ClassicHttpRequest request, URI uri, ClassicHttpResponse response) throws IOException;
    }
}
