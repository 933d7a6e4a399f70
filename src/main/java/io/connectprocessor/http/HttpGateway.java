package io.connectprocessor.http;

import io.connectprocessor.failure.Api;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;

/**
 * Calls one API through a camel-http of its own: never the host context's, never a header of the route. Nothing is sent twice, no redirect is
 * followed, no cookie kept. Thread-safe.
 */
public final class HttpGateway extends ServiceSupport {

    private static final String DEADLINE = "deadline";
    private static final long SLOWEST_UPLOAD = 50_000;

    private final CamelContext context;
    private final Api api;
    private final HttpOptions options;
    private final StandIn standIn;
    private final Gate gate;
    private final LongAdder calls = new LongAdder();
    private final Duration callTimeout;
    private HttpComponent http;
    private ScheduledExecutorService deadlines;
    private AsyncProducer producer;

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
     * Sends the call once and reads the whole answer, whatever its status.
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
        Optional<HttpAnswer> instead = standIn.answer(api, call, lastLook);
        if (instead.isPresent()) {
            lastLook.run();
            return instead.get();
        }
        gate.pass();
        lastLook.run();
        // A fresh exchange is the protection: control headers such as CamelHttpUri in a route's message never get here.
        Exchange exchange = new DefaultExchange(context);
        Message in = exchange.getIn();
        // The enum, not its name: Camel 4.18 converts the name by scanning all its converters, at each call.
        in.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.method()));
        in.setHeader(Exchange.HTTP_PATH, call.path());
        if (call.query() != null) {
            in.setHeader(Exchange.HTTP_QUERY, call.query());
        }
        authorize(in);
        call.headers().forEach(in::setHeader);
        if (call.body() != null) {
            in.setHeader(Exchange.CONTENT_TYPE, "application/json");
            in.setBody(call.body());
        }
        return answer(exchange);
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
        Optional<HttpAnswer> instead = standIn.answer(api, shown, lastLook);
        if (instead.isPresent()) {
            lastLook.run();
            return instead.get();
        }
        gate.pass();
        lastLook.run();
        Exchange exchange = new DefaultExchange(context);
        Message in = exchange.getIn();
        in.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
        in.setHeader(Exchange.HTTP_PATH, upload.path());
        authorize(in);
        // The entity says its own content type, which holds the boundary between the parts.
        in.setBody(MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.EXTENDED)
                .addBinaryBody(
                        upload.part(),
                        upload.file().toFile(),
                        ContentType.create(upload.contentType()),
                        upload.filename())
                .build());
        exchange.setProperty(DEADLINE, callTimeout.plusSeconds(size / SLOWEST_UPLOAD));
        return answer(exchange);
    }

    private void authorize(Message in) {
        if (options.authorization() != null) {
            in.setHeader("Authorization", options.authorization());
        }
        in.setHeader("Accept", "application/json");
        in.setHeader("User-Agent", options.userAgent());
    }

    private HttpAnswer answer(Exchange exchange) throws IOException {
        calls.increment();
        // HttpClient unzips. From 5.6 on it leaves Content-Encoding in the answer, and camel-http 4.18 would unzip
        // again.
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
        try {
            producer.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            throw asIo(exchange.getException());
        }
        Message answer = exchange.getMessage();
        byte[] body = answer.getBody(byte[].class);
        return new HttpAnswer(
                answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                body == null ? new byte[0] : body,
                answer.getHeader("Content-Range", String.class),
                answer.getHeader("Retry-After", String.class),
                answer.getHeader("Date", String.class));
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
        http.setCopyHeaders(false);
        http.setResponsePayloadStreamingThreshold(1 << 20);
        if (options.caFile() != null) {
            http.setSslContextParameters(trusting());
        }
        ServiceHelper.initService(http);
        deadlines = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "connect-deadlines");
        Endpoint endpoint = http.createEndpoint(options.baseUrl() + "?throwExceptionOnFailure=false");
        producer = AsyncProcessorConverterHelper.convert(new PunctualProducer((HttpEndpoint) endpoint));
        ServiceHelper.initService(producer);
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
        ServiceHelper.startService(http, producer);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(producer, http);
    }

    @Override
    protected void doShutdown() {
        ServiceHelper.stopAndShutdownServices(producer, http);
        if (deadlines != null) {
            context.getExecutorServiceManager().shutdownNow(deadlines);
        }
    }

    /** The response timeout is for the time between two bytes: an answer that drips could hold its worker for ever. */
    private final class PunctualProducer extends HttpProducer {

        PunctualProducer(HttpEndpoint endpoint) {
            super(endpoint);
        }

        /** The body is read in here as well. When the time is up, the connection is closed under whoever reads from it. */
        @Override
        protected <T> T executeMethod(
                Exchange exchange, HttpHost host, HttpUriRequest request, HttpClientResponseHandler<T> handler)
                throws IOException, HttpException {
            Duration longest = exchange.getProperty(DEADLINE, callTimeout, Duration.class);
            Future<?> end = deadlines.schedule(request::abort, longest.toNanos(), TimeUnit.NANOSECONDS);
            try {
                return super.executeMethod(exchange, host, request, handler);
            } catch (IOException | RuntimeException broken) {
                if (request.isAborted()) {
                    SocketTimeoutException late =
                            new SocketTimeoutException("no whole answer within " + longest.toMillis() + " ms");
                    late.initCause(broken);
                    throw late;
                }
                throw broken;
            } finally {
                end.cancel(false);
            }
        }
    }
}
