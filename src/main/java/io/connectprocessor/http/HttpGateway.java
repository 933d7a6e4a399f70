package io.connectprocessor.http;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Failure;
import io.connectprocessor.failure.FailureKind;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.IOHelper;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Calls one API through the client of a camel-http of its own: never the host context's, never a header of the route. Nothing is sent twice, no
 * redirect is followed, no cookie kept. Thread-safe.
 */
public final class HttpGateway extends ServiceSupport {

    private static final ContentType JSON = ContentType.create("application/json");
    private static final long SLOWEST_UPLOAD = 50_000;

    private final CamelContext context;
    private final Api api;
    private final HttpOptions options;
    private final StandIn standIn;
    private final Gate gate;

    /**
     * Had before the gate is passed: what waits for a connection is held back with all others, and takes its last look after that. Whoever runs goes before
     * whoever waits: handed over in order, a connection would be idle each time until its next owner gets a core.
     */
    private final Semaphore free;

    private final LongAdder calls = new LongAdder();
    private final Duration callTimeout;
    private HttpComponent http;
    private ScheduledExecutorService deadlines;
    private HttpClient client;
    private Target target;
    private Header[] always;

    /** A whole call may take four times the response timeout, 2 min by default. */
    public HttpGateway(CamelContext context, Api api, HttpOptions options) {
        this(context, api, options, StandIn.NONE);
    }

    /** @param standIn asked before each call; nothing goes past it */
    public HttpGateway(CamelContext context, Api api, HttpOptions options, StandIn standIn) {
        this(context, api, options, standIn, null);
    }

    /** @param budget which the rate of the options is that of, shared with other nodes; or null: the rate is this node's own */
    public HttpGateway(CamelContext context, Api api, HttpOptions options, StandIn standIn, Budget budget) {
        this(context, api, options, standIn, budget, options.responseTimeout().multipliedBy(4));
    }

    HttpGateway(CamelContext context, Api api, HttpOptions options, Duration callTimeout) {
        this(context, api, options, StandIn.NONE, null, callTimeout);
    }

    private HttpGateway(
            CamelContext context, Api api, HttpOptions options, StandIn standIn, Budget budget, Duration callTimeout) {
        this.context = context;
        this.api = api;
        this.options = options;
        this.standIn = standIn;
        this.callTimeout = callTimeout;
        this.free = new Semaphore(options.connections());
        this.gate = new Gate(api, options.callsPerSecond(), budget);
    }

    public Api api() {
        return api;
    }

    public Gate gate() {
        return gate;
    }

    /** Calls sent so far. */
    public long calls() {
        return calls.sum();
    }

    /**
     * Sends the call once and reads the whole answer, whatever its status. For a free connection it waits as long as a whole call may take.
     *
     * @throws IOException when no whole answer came; the call may or may not have had its effect
     * @throws io.connectprocessor.failure.FailedException throttled, when the gate stays closed for more than 2 s; nothing was sent
     */
    public HttpAnswer send(HttpCall call) throws IOException {
        return send(call, () -> {});
    }

    /**
     * As {@link #send(HttpCall)}.
     *
     * @param lastLook run when the call's turn has come, right before it is sent; what it throws keeps the call from being sent
     */
    public HttpAnswer send(HttpCall call, Runnable lastLook) throws IOException {
        return inTurn(call, lastLook, () -> {
            HttpUriRequestBase request = request(call.method(), call.path(), call.query());
            call.headers().forEach(request::setHeader);
            if (call.body() != null) {
                request.setEntity(new ByteArrayEntity(call.body(), JSON));
            }
            return answer(request, callTimeout);
        });
    }

    private interface Sending {
        HttpAnswer send() throws IOException;
    }

    /** @param call as a stand-in sees it */
    private HttpAnswer inTurn(HttpCall call, Runnable lastLook, Sending sending) throws IOException {
        Optional<HttpAnswer> instead = standIn.answer(api, call, lastLook);
        if (instead.isPresent()) {
            lastLook.run();
            return instead.get();
        }
        awaitConnection();
        try {
            gate.pass();
            lastLook.run();
            return sending.send();
        } finally {
            free.release();
        }
    }

    private void awaitConnection() {
        // Whoever is to stop may still send while there is one.
        if (free.tryAcquire()) {
            return;
        }
        try {
            if (!free.tryAcquire(callTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
                String busy = "all " + options.connections() + " connections to " + api.speaker() + " were busy for "
                        + callTimeout.toSeconds() + " s";
                throw new FailedException(null, Failure.of(FailureKind.TRANSIENT, busy), null, null);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Gate.stopping();
        }
    }

    /**
     * Sends a file once. It may take a second longer than other calls for each 50,000 bytes.
     *
     * @param lastLook as in {@link #send(HttpCall, Runnable)}
     * @throws IOException when no whole answer came; the call may or may not have had its effect
     * @throws io.connectprocessor.failure.FailedException throttled, when the gate stays closed for more than 2 s; nothing was sent
     */
    public HttpAnswer upload(HttpUpload upload, Runnable lastLook) throws IOException {
        long size = Files.size(upload.file());
        HttpCall shown = new HttpCall("POST", upload.path(), null, Map.of(), null);
        return inTurn(shown, lastLook, () -> {
            HttpUriRequestBase request = request("POST", upload.path(), null);
            // The entity says its own content type, which holds the boundary between the parts.
            request.setEntity(MultipartEntityBuilder.create()
                    .setMode(HttpMultipartMode.EXTENDED)
                    .addBinaryBody(
                            upload.part(),
                            upload.file().toFile(),
                            ContentType.create(upload.contentType()),
                            upload.filename())
                    .build());
            return answer(request, callTimeout.plusSeconds(size / SLOWEST_UPLOAD));
        });
    }

    private HttpUriRequestBase request(String method, String path, String query) throws IOException {
        HttpUriRequestBase request = target.request(method, path, query);
        request.setHeaders(always);
        return request;
    }

    /**
     * The response timeout is for the time between two bytes: an answer that drips could hold its worker for ever. When the time is up, the
     * connection is closed under whoever reads from it.
     */
    private HttpAnswer answer(HttpUriRequestBase request, Duration longest) throws IOException {
        calls.increment();
        Future<?> end = null;
        try {
            // Refused when the gateway is being shut down: nothing was sent then, as when the client itself is closed.
            end = deadlines.schedule(request::abort, longest.toNanos(), TimeUnit.NANOSECONDS);
            return client.execute(target.host(), request, HttpClientContext.create(), HttpGateway::whole);
        } catch (IOException | RuntimeException broken) {
            if (request.isAborted()) {
                SocketTimeoutException late =
                        new SocketTimeoutException("no whole answer within " + longest.toMillis() + " ms");
                late.initCause(broken);
                throw late;
            }
            throw asIo(broken);
        } finally {
            if (end != null) {
                end.cancel(false);
            }
        }
    }

    private static HttpAnswer whole(ClassicHttpResponse answer) throws IOException {
        HttpEntity entity = answer.getEntity();
        return new HttpAnswer(
                answer.getCode(),
                entity == null ? new byte[0] : WholeBody.bytes(entity),
                header(answer, HttpHeaders.CONTENT_RANGE),
                header(answer, HttpHeaders.RETRY_AFTER),
                header(answer, HttpHeaders.DATE));
    }

    private static String header(ClassicHttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static IOException asIo(Exception thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return io;
            }
        }
        return new IOException(thrown);
    }

    @Override
    protected void doInit() throws Exception {
        http = new HttpComponent();
        http.setCamelContext(context);
        // Without it camel-http 4.18 sends a POST again after 429 and 503, and sleeps through Retry-After in the
        // worker.
        http.setAutomaticRetriesDisabled(true);
        http.setRedirectHandlingDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setAuthCachingDisabled(true);
        http.setUseGlobalSslContextParameters(false);
        http.setMaxTotalConnections(options.connections());
        http.setConnectionsPerRoute(options.connections());
        http.setConnectTimeout(options.connectTimeout().toMillis());
        http.setConnectionRequestTimeout(options.responseTimeout().toMillis());
        http.setResponseTimeout(options.responseTimeout().toMillis());
        http.setSoTimeout(options.responseTimeout().toMillis());
        if (options.caFile() != null) {
            http.setSslContextParameters(trusting());
        }
        ServiceHelper.initService(http);
        deadlines = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "connect-deadlines");
        HttpEndpoint endpoint =
                (HttpEndpoint) http.createEndpoint(options.baseUrl().toString());
        boolean direct = context.getGlobalOption("http.proxyHost") == null;
        endpoint.setHttpClientConfigurer(builder -> {
            // Else it reads the list of all public suffixes at each start, for the cookies that it does not keep.
            builder.setDefaultCookieSpecRegistry(name -> null);
            if (direct) {
                builder.replaceExecInterceptor(ChainElement.PROTOCOL.name(), new WholeAnswers());
            }
        });
        client = endpoint.getHttpClient();
        target = new Target(options.baseUrl());
        List<Header> headers = new ArrayList<>();
        if (options.authorization() != null) {
            headers.add(new BasicHeader(HttpHeaders.AUTHORIZATION, options.authorization()));
        }
        headers.add(new BasicHeader(HttpHeaders.ACCEPT, "application/json"));
        headers.add(new BasicHeader(HttpHeaders.USER_AGENT, options.userAgent()));
        always = headers.toArray(Header[]::new);
    }

    private SSLContextParameters trusting() {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setTrustManager(ExtraTrust.of(options.caFile()));
        SSLContextParameters tls = new SSLContextParameters();
        tls.setCamelContext(context);
        tls.setTrustManagers(trust);
        return tls;
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(http);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(http);
    }

    @Override
    protected void doShutdown() {
        ServiceHelper.stopAndShutdownServices(http);
        if (client instanceof Closeable open) {
            IOHelper.close(open);
        }
        if (deadlines != null) {
            context.getExecutorServiceManager().shutdownNow(deadlines);
        }
    }
}
