package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureClassifier;
import io.connectprocessor.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpGatewayTest {

    private final CamelContext context = new DefaultCamelContext();
    private final RecordingServer server = new RecordingServer();
    private final List<HttpGateway> opened = new ArrayList<>();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        opened.forEach(ServiceHelper::stopAndShutdownService);
        context.close();
        server.close();
    }

    private HttpGateway gateway(HttpOptions options) {
        HttpGateway gateway = new HttpGateway(context, Api.VENDOR, options);
        ServiceHelper.startService(gateway);
        opened.add(gateway);
        return gateway;
    }

    private HttpGateway gateway(URI url) {
        return gateway(options(url, 4));
    }

    private static HttpOptions options(URI url, int connections) {
        return new HttpOptions(
                url,
                "ApiKey SU-1:secret",
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                connections,
                null,
                "connect-processor/test",
                0);
    }

    private static HttpCall post(String path, String body) {
        return new HttpCall(
                "POST", path, null, Map.of("Idempotency-Key", "PR-1:step"), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_post_that_is_turned_away_goes_out_once_and_comes_back_at_once(int status) throws IOException {
        server.answering(status, "{\"errors\":[\"later\"]}", "Retry-After", "1");

        HttpAnswer answer = gateway(server.url()).send(post("/subscriptions", "{}"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(text(answer)).isEqualTo("{\"errors\":[\"later\"]}");
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_an_answer_and_not_followed(int status) throws IOException {
        server.answering(status, "", "Location", server.url() + "/elsewhere");
        HttpGateway gateway = gateway(server.url());

        assertThat(gateway.send(HttpCall.get("/a", null)).status()).isEqualTo(status);
        assertThat(gateway.send(post("/b", "{}")).status()).isEqualTo(status);

        assertThat(server.received()).extracting(RecordingServer.Received::uri).containsExactly("/a", "/b");
        assertThat(gateway.calls()).isEqualTo(2);
    }

    @Test
    void a_cookie_is_not_kept() throws IOException {
        server.answering(200, "{}", "Set-Cookie", "session=1; Path=/");
        HttpGateway gateway = gateway(server.url());

        gateway.send(HttpCall.get("/a", null));
        gateway.send(HttpCall.get("/b", null));

        assertThat(server.received())
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.header("Cookie")).isNull());
    }

    @Test
    void the_configured_headers_arrive_and_no_other() throws IOException {
        gateway(server.url()).send(post("/a", "{\"x\":1}"));

        RecordingServer.Received call = server.only();
        assertThat(call.header("Authorization")).isEqualTo("ApiKey SU-1:secret");
        assertThat(call.header("User-Agent")).isEqualTo("connect-processor/test");
        assertThat(call.header("Accept")).isEqualTo("application/json");
        assertThat(call.header("Content-Type")).isEqualTo("application/json");
        assertThat(call.header("Idempotency-Key")).isEqualTo("PR-1:step");
        assertThat(call.text()).isEqualTo("{\"x\":1}");
        assertThat(call.headers().keySet())
                .isSubsetOf(
                        "Authorization",
                        "User-agent",
                        "Accept",
                        "Accept-encoding",
                        "Content-type",
                        "Content-length",
                        "Idempotency-key",
                        "Host",
                        "Connection");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void a_challenge_is_an_answer_and_not_taken_up(int status) throws IOException {
        server.answering(
                status, "{}", "WWW-Authenticate", "Basic realm=\"x\"", "Proxy-Authenticate", "Basic realm=\"x\"");

        assertThat(gateway(server.url()).send(post("/a", "{}")).status()).isEqualTo(status);

        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_proxy_that_the_context_has_is_used() throws IOException {
        context.getGlobalOptions().put("http.proxyHost", "localhost");
        context.getGlobalOptions()
                .put("http.proxyPort", String.valueOf(server.url().getPort()));

        HttpAnswer answer = gateway(URI.create("http://api.invalid/v1")).send(HttpCall.get("/a", "limit=1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.only().uri()).isEqualTo("http://api.invalid/v1/a?limit=1");
    }

    @Test
    void a_connection_serves_one_call_after_the_other_whatever_the_answers() throws IOException {
        HttpGateway gateway = gateway(options(server.url(), 1));
        Set<Integer> connections = ConcurrentHashMap.newKeySet();
        for (int status : new int[] {200, 204, 400, 404, 500, 503, 200}) {
            server.answering((call, received) -> {
                connections.add(call.getRemoteAddress().getPort());
                RecordingServer.json(status, status == 204 ? "" : "{}").to(call, received);
            });
            assertThat(gateway.send(post("/a", "{}")).status()).isEqualTo(status);
        }

        assertThat(connections).hasSize(1);
    }

    @Test
    void without_a_key_no_authorization_is_sent() throws IOException {
        HttpOptions o = options(server.url(), 2);
        gateway(new HttpOptions(o.baseUrl(), null, o.connectTimeout(), o.responseTimeout(), 2, null, o.userAgent(), 0))
                .send(HttpCall.get("/a", null));

        assertThat(server.only().header("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void the_method_is_the_one_given(String method) throws IOException {
        gateway(server.url()).send(new HttpCall(method, "/a", null, Map.of(), null));

        assertThat(server.only().method()).isEqualTo(method);
    }

    @Test
    void an_encoded_path_and_query_arrive_as_they_are() throws IOException {
        gateway(URI.create(server.url() + "/public/v1"))
                .send(HttpCall.get(
                        "/x/%7B%7Benv%3AHOME%7D%7D%2F%24%7Bbody%7D%3Fa%3Db%25",
                        "eq(status,pending)&in(asset.product.id,(PRD-1))&eq(name,%7B%7Bx%7D%7D%2B%26)&limit=1"));

        assertThat(server.only().uri())
                .isEqualTo("/public/v1/x/%7B%7Benv%3AHOME%7D%7D%2F%24%7Bbody%7D%3Fa%3Db%25"
                        + "?eq(status,pending)&in(asset.product.id,(PRD-1))&eq(name,%7B%7Bx%7D%7D%2B%26)&limit=1");
    }

    @Test
    void a_zipped_answer_is_unzipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"zipped\":true}".getBytes(StandardCharsets.UTF_8));
        }
        server.answering((call, received) -> {
            call.getResponseHeaders().add("Content-Encoding", "gzip");
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(200, zipped.size());
            call.getResponseBody().write(zipped.toByteArray());
        });

        assertThat(text(gateway(server.url()).send(HttpCall.get("/a", null)))).isEqualTo("{\"zipped\":true}");
    }

    /** HttpClient 5.6 leaves {@code gzip} in the header of an answer that it has unzipped; 5.5 does so only with a coding that it does not know. */
    @Test
    void what_the_client_has_unzipped_is_not_unzipped_again_for_its_header() throws IOException {
        server.answering(200, "{\"zipped\":false}", "Content-Encoding", "no-gzip");

        assertThat(text(gateway(server.url()).send(HttpCall.get("/a", null)))).isEqualTo("{\"zipped\":false}");
    }

    @Test
    void an_answer_without_a_body_is_empty_and_content_range_is_told() throws IOException {
        server.answering(204, "", "Content-Range", "items 0-0/7");

        HttpAnswer answer = gateway(server.url()).send(post("/a", "{}"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.contentRange()).isEqualTo("items 0-0/7");
        assertThat(answer.retryAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20})
    void a_body_of_any_size_goes_and_comes_whole(int size) throws IOException {
        String body = "{\"x\":\"" + "y".repeat(size) + "\"}";
        server.answering(
                (call, received) -> RecordingServer.json(200, received.text()).to(call, received));

        HttpAnswer answer = gateway(server.url()).send(post("/a", body));

        assertThat(text(answer).equals(body)).isTrue();
    }

    /** A socket that sends the head of an answer and only a part of its body. */
    private static ServerSocket cuttingOff(int promised, int sent, boolean chunked) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket call = socket.accept()) {
                    InputStream in = call.getInputStream();
                    for (int newLines = 0; newLines < 2; ) {
                        int c = in.read();
                        newLines = c == '\n' ? newLines + 1 : c == '\r' ? newLines : 0;
                    }
                    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            + (chunked
                                    ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(promised) + "\r\n"
                                    : "Content-Length: " + promised + "\r\n\r\n");
                    call.getOutputStream().write((head + "z".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
                    call.getOutputStream().flush();
                } catch (IOException closed) {
                    // the test is over, or the caller has gone
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket;
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 3 << 20})
    void a_body_that_ends_early_is_a_broken_connection(int promised) throws IOException {
        for (boolean chunked : new boolean[] {false, true}) {
            try (ServerSocket socket = cuttingOff(promised, promised / 2, chunked)) {
                HttpGateway gateway = gateway(URI.create("http://localhost:" + socket.getLocalPort()));

                Throwable thrown = catchThrowable(() -> gateway.send(HttpCall.get("/a", null)));

                assertThat(thrown).isInstanceOf(IOException.class);
                assertThat(FailureClassifier.ofCause(Api.VENDOR, thrown).kind()).isEqualTo(FailureKind.TRANSIENT);
            }
        }
    }

    @Test
    void a_refused_connection_is_told_as_such() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Throwable thrown = catchThrowable(
                () -> gateway(URI.create("http://localhost:" + port)).send(post("/a", "{}")));

        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(FailureClassifier.ofCause(Api.VENDOR, thrown).what())
                .isEqualTo("the vendor did not answer: connection refused");
    }

    @Test
    void a_silent_server_times_out_and_the_call_went_out_once() {
        CountDownLatch over = new CountDownLatch(1);
        server.answering((call, received) -> over.await(30, TimeUnit.SECONDS));
        HttpOptions o = options(server.url(), 2);
        HttpGateway gateway = gateway(new HttpOptions(
                o.baseUrl(), null, o.connectTimeout(), Duration.ofMillis(200), 2, null, o.userAgent(), 0));

        Throwable thrown = catchThrowable(() -> gateway.send(post("/a", "{}")));
        over.countDown();

        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(FailureClassifier.ofCause(Api.VENDOR, thrown).what())
                .isEqualTo("the vendor did not answer: timed out");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void an_answer_that_drips_for_ever_is_given_up_and_its_only_connection_serves_the_next_call() throws Exception {
        CountDownLatch gone = new CountDownLatch(2);
        HttpGateway gateway = new HttpGateway(context, Api.VENDOR, options(server.url(), 1), Duration.ofMillis(500));
        ServiceHelper.startService(gateway);
        opened.add(gateway);

        for (int length : new int[] {0, 1_000_000}) {
            server.answering((call, received) -> {
                call.getResponseHeaders().add("Content-Type", "application/json");
                call.sendResponseHeaders(200, length);
                try {
                    for (int i = 0; i < 999_999; i++) {
                        call.getResponseBody().write('x');
                        call.getResponseBody().flush();
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                } catch (IOException hungUp) {
                    gone.countDown();
                }
            });
            Throwable thrown = catchThrowable(() -> gateway.send(post("/a", "{}")));

            assertThat(thrown).isInstanceOf(IOException.class).hasMessage("no whole answer within 500 ms");
            assertThat(FailureClassifier.ofCause(Api.VENDOR, thrown).what())
                    .isEqualTo("the vendor did not answer: timed out");
        }

        server.answering(200, "{}");
        assertThat(gateway.send(post("/a", "{}")).status()).isEqualTo(200);
        assertThat(gone.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(server.received()).hasSize(3);
    }

    @Test
    void a_connection_that_the_server_closed_meanwhile_does_not_send_a_post_twice() throws IOException {
        server.answering((call, received) -> {
            call.getResponseHeaders().add("Connection", "close");
            RecordingServer.json(200, "{}").to(call, received);
        });
        HttpGateway gateway = gateway(server.url());

        for (int i = 0; i < 5; i++) {
            assertThat(gateway.send(post("/a", "{}")).status()).isEqualTo(200);
        }

        assertThat(server.received()).hasSize(5);
    }

    @Test
    void never_more_calls_in_parallel_than_connections() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        server.answering((call, received) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            three.await(20, TimeUnit.SECONDS);
            now.decrementAndGet();
            RecordingServer.json(200, "{}").to(call, received);
        });
        HttpGateway gateway = gateway(options(server.url(), 3));
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Future<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 36; i++) {
                answers.add(threads.submit(() -> gateway.send(HttpCall.get("/a", null))));
            }
            for (Future<HttpAnswer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(most).hasValue(3);
    }

    @Test
    void what_waited_for_a_connection_takes_its_last_look_when_it_has_one() throws Exception {
        OneConnection busy = new OneConnection();
        List<String> seen = new CopyOnWriteArrayList<>();
        Thread second = busy.waits(
                "/second", () -> seen.add("looked at " + server.received().size()));
        assertThat(seen).isEmpty();

        busy.isFree();

        second.join();
        assertThat(seen).containsExactly("looked at 1");
        assertThat(server.received()).extracting(RecordingServer.Received::uri).containsExactly("/first", "/second");
    }

    @Test
    void what_waited_for_a_connection_is_held_back_by_a_pause_that_began_meanwhile() throws Exception {
        OneConnection busy = new OneConnection();
        Thread second = busy.waits("/second", () -> {});
        busy.gateway.gate().close(Duration.ofMinutes(1));

        busy.isFree();

        second.join();
        assertThat(busy.failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        FailedException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.THROTTLED));
        assertThat(server.received()).extracting(RecordingServer.Received::uri).containsExactly("/first");
    }

    @Test
    void a_worker_that_waits_for_a_connection_can_be_stopped() throws Exception {
        OneConnection busy = new OneConnection();
        Thread second = busy.waits("/second", () -> {});

        second.interrupt();

        second.join();
        assertThat(busy.failures).singleElement().isInstanceOf(FailedException.class);
        busy.isFree();
        assertThat(busy.gateway.send(HttpCall.get("/third", null)).status()).isEqualTo(200);
        assertThat(server.received()).extracting(RecordingServer.Received::uri).containsExactly("/first", "/third");
    }

    @Test
    void what_waits_for_a_connection_as_long_as_a_whole_call_may_take_is_given_up_and_was_not_sent() throws Exception {
        OneConnection busy = new OneConnection(Duration.ofSeconds(3));
        Thread second = busy.waits("/second", () -> {});
        HttpCall third = HttpCall.get("/third", null);

        // The second has the connection once the first is given up, and holds it till then.
        assertThatThrownBy(() -> busy.gateway.send(third)).isInstanceOfSatisfying(FailedException.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failed).hasMessageContaining("all 1 connections to ");
        });

        busy.isFree();
        second.join();
        assertThat(server.received()).extracting(RecordingServer.Received::uri).containsExactly("/first", "/second");
    }

    /** Taken by a call that the server answers when it is told to. */
    private final class OneConnection {
        private final CountDownLatch answer = new CountDownLatch(1);
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private final HttpGateway gateway;
        private final Thread first;

        OneConnection() {
            this(Duration.ofMinutes(1));
        }

        OneConnection(Duration callTimeout) {
            gateway = new HttpGateway(context, Api.VENDOR, options(server.url(), 1), callTimeout);
            ServiceHelper.startService(gateway);
            opened.add(gateway);
            server.answering((call, received) -> {
                answer.await();
                RecordingServer.json(200, "{}").to(call, received);
            });
            first = calls("/first", () -> {});
            await().until(() -> server.received().size() == 1);
        }

        private Thread calls(String path, Runnable lastLook) {
            Thread thread = new Thread(() -> {
                try {
                    gateway.send(HttpCall.get(path, null), lastLook);
                } catch (IOException | RuntimeException failed) {
                    failures.add(failed);
                }
            });
            thread.start();
            return thread;
        }

        Thread waits(String path, Runnable lastLook) {
            Thread thread = calls(path, lastLook);
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            return thread;
        }

        void isFree() throws InterruptedException {
            answer.countDown();
            first.join();
        }
    }

    @Test
    void two_gateways_in_one_context_keep_to_themselves() throws IOException {
        try (RecordingServer other = new RecordingServer()) {
            HttpGateway one = gateway(server.url());
            HttpGateway two = gateway(new HttpOptions(
                    other.url(), "Bearer b", Duration.ofSeconds(5), Duration.ofSeconds(20), 1, null, "two", 0));

            one.send(HttpCall.get("/one", null));
            two.send(HttpCall.get("/two", null));
            ServiceHelper.stopAndShutdownService(two);
            one.send(HttpCall.get("/still", null));

            assertThat(server.received()).hasSize(2);
            assertThat(other.only().header("Authorization")).isEqualTo("Bearer b");
            assertThat(other.only().header("User-Agent")).isEqualTo("two");
        }
    }

    @Test
    void https_with_an_unknown_certificate_is_refused_and_with_the_ca_file_accepted(@TempDir Path folder)
            throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        try (RecordingServer https = new RecordingServer(certificate.tls())) {
            HttpOptions strict = options(https.url(), 2);
            Throwable refused = catchThrowable(() -> gateway(strict).send(HttpCall.get("/a", null)));
            HttpAnswer accepted = gateway(trusting(strict, certificate.pem())).send(HttpCall.get("/a", null));

            assertThat(FailureClassifier.ofCause(Api.CONNECT, refused).what())
                    .startsWith("Connect did not answer: TLS failed (");
            assertThat(accepted.status()).isEqualTo(200);
        }
    }

    @Test
    void a_ca_file_that_is_none_is_named(@TempDir Path folder) throws Exception {
        Path garbage = java.nio.file.Files.writeString(folder.resolve("bad.pem"), "-----BEGIN CERTIFICATE-----\nxx\n");
        Path empty = java.nio.file.Files.writeString(folder.resolve("empty.pem"), "");
        HttpOptions options = options(server.url(), 2);

        for (Path bad : List.of(garbage, empty, folder.resolve("absent.pem"))) {
            assertThatThrownBy(() -> gateway(trusting(options, bad)))
                    .satisfies(thrown -> assertThat(messages(thrown)).contains(bad.toString()));
            assertThatThrownBy(() -> ExtraTrust.of(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad.toString())
                    .hasMessageContaining("Give a PEM file");
        }
    }

    private static String messages(Throwable thrown) {
        StringBuilder messages = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            messages.append(t.getMessage()).append('\n');
        }
        return messages.toString();
    }

    private static HttpOptions trusting(HttpOptions o, Path pem) {
        return new HttpOptions(
                o.baseUrl(), null, o.connectTimeout(), o.responseTimeout(), o.connections(), pem, o.userAgent(), 0);
    }

    @Test
    void the_options_do_not_show_the_key() {
        assertThat(options(server.url(), 1).toString()).doesNotContain("secret");
    }
}
