package io.connectprocessor.http;

import io.connectprocessor.failure.Api;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Calls one API through a camel-http of its own: never the host context's, never a header of the route. Nothing is sent twice, no redirect is
 * followed, no cookie kept. Thread-safe.
 */
public final class HttpGateway extends ServiceSupport {

    private final CamelContext context;
    private final Api api;
    private final HttpOptions options;
    private final Gate gate;
    private final LongAdder calls = new LongAdder();
    private HttpComponent http;
    private AsyncProducer producer;

    public HttpGateway(CamelContext context, Api api, HttpOptions options) {
        this.context = context;
        this.api = api;
        this.options = options;
        this.gate = new Gate(api, options.callsPerSecond());
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
        gate.pass();
        // A fresh exchange is the protection: control headers such as CamelHttpUri in a route's message never get here.
        Exchange exchange = new DefaultExchange(context);
        Message in = exchange.getIn();
        // The enum, not its name: Camel 4.18 converts the name by scanning all its converters, at each call.
        in.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.method()));
        in.setHeader(Exchange.HTTP_PATH, call.path());
        if (call.query() != null) {
            in.setHeader(Exchange.HTTP_QUERY, call.query());
        }
        if (options.authorization() != null) {
            in.setHeader("Authorization", options.authorization());
        }
        in.setHeader("Accept", "application/json");
        in.setHeader("User-Agent", options.userAgent());
        call.headers().forEach(in::setHeader);
        if (call.body() != null) {
            in.setHeader(Exchange.CONTENT_TYPE, "application/json");
            in.setBody(call.body());
        }
        calls.increment();
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
        Endpoint endpoint = http.createEndpoint(options.baseUrl() + "?throwExceptionOnFailure=false");
        producer = endpoint.createAsyncProducer();
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
    }
}
