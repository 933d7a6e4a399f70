package io.connectprocessor.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassifierTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, TRANSIENT",
        "204, TRANSIENT",
        "301, REFUSED",
        "304, REFUSED",
        "400, REFUSED",
        "401, UNAUTHORIZED",
        "402, REFUSED",
        "403, UNAUTHORIZED",
        "404, REFUSED",
        "408, TRANSIENT",
        "409, REFUSED",
        "422, REFUSED",
        "425, TRANSIENT",
        "429, THROTTLED",
        "500, TRANSIENT",
        "501, TRANSIENT",
        "502, TRANSIENT",
        "503, TRANSIENT",
        "504, TRANSIENT",
        "599, TRANSIENT"
    })
    void a_status_decides_the_kind_for_every_api(int status, FailureKind kind) {
        for (Api api : List.of(Api.CONNECT, Api.VENDOR, Api.vendor("https://b.example"))) {
            Failure failure = FailureClassifier.ofAnswer(api, status, null, List.of(), null, NOW);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.api()).isEqualTo(api);
            assertThat(failure.answered()).isTrue();
            assertThat(failure.what()).isEqualTo(api.speaker() + " answered " + status);
        }
    }

    @Test
    void an_answer_is_told_with_code_and_words() {
        Failure failure =
                FailureClassifier.ofAnswer(Api.CONNECT, 400, "REQ_003", List.of("Not allowed.", "Really."), null, NOW);

        assertThat(failure.what()).isEqualTo("Connect answered 400 REQ_003: Not allowed.; Really.");
        assertThat(failure.code()).isEqualTo("REQ_003");
        assertThat(failure.words()).containsExactly("Not allowed.", "Really.");
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void words_become_one_line_of_at_most_200_characters() {
        Failure failure = FailureClassifier.ofAnswer(
                Api.VENDOR, 400, null, List.of("a\r\n\tb\u0000c\u001b[31md", "x".repeat(5000)), null, NOW);

        assertThat(failure.words().get(0)).isEqualTo("a b c [31md");
        assertThat(failure.words().get(1)).isEqualTo("x".repeat(200) + "…");
    }

    @Test
    void a_cut_leaves_no_half_of_a_character() {
        Failure failure = FailureClassifier.ofAnswer(
                Api.VENDOR, 400, null, List.of("x".repeat(199) + "\uD83D\uDE80" + "y"), null, NOW);

        assertThat(failure.words()).containsExactly("x".repeat(199) + "…");
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), FailureKind.TRANSIENT, "connection refused"),
                Arguments.of(new NoRouteToHostException("x"), FailureKind.TRANSIENT, "connection refused"),
                Arguments.of(new SocketTimeoutException("Read timed out"), FailureKind.TRANSIENT, "timed out"),
                Arguments.of(new UnknownHostException("h"), FailureKind.TRANSIENT, "its host name is unknown"),
                Arguments.of(new SSLHandshakeException("no path"), FailureKind.TRANSIENT, "TLS failed (no path)"),
                Arguments.of(new EOFException("end"), FailureKind.TRANSIENT, "connection broken (EOFException)"),
                Arguments.of(new TimeoutException("t"), FailureKind.TRANSIENT, "connection broken (TimeoutException)"),
                Arguments.of(
                        new IllegalStateException(new RuntimeException(new ConnectException("deep"))),
                        FailureKind.TRANSIENT,
                        "connection refused"),
                Arguments.of(
                        new IllegalStateException("bug"),
                        FailureKind.BUG,
                        "connection broken (IllegalStateException)"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void a_cause_decides_the_kind(Throwable cause, FailureKind kind, String said) {
        Failure failure = FailureClassifier.ofCause(Api.VENDOR, cause);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.what()).isEqualTo("the vendor did not answer: " + said);
        assertThat(failure.answered()).isFalse();
        assertThat(failure.status()).isZero();
    }

    static Stream<Arguments> networkFailures() throws Exception {
        return Stream.of(
                        new ConnectException("refused"),
                        new SocketException("Connection reset"),
                        new HttpTimeoutException("request timed out"),
                        new SSLHandshakeException("no path"),
                        new InterruptedIOException("timeout"),
                        new NoHttpResponseException("the server is silent"),
                        new ConnectionClosedException(),
                        new ConnectTimeoutException("connect"),
                        new ClosedChannelException(),
                        new EOFException("end"),
                        new IOException("Broken pipe"),
                        new RuntimeException(new IOException("Broken pipe", null)),
                        new JsonMappingException(
                                null, "while reading the answer", new SocketException("Connection reset")),
                        new FileSystemException("upload", null, "sent in parts") {
                            @Override
                            public synchronized Throwable getCause() {
                                return new ConnectException("refused");
                            }
                        })
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("networkFailures")
    void what_tells_of_the_network_or_of_nothing_is_the_vendor_who_did_not_answer(Throwable thrown) {
        Failure failure = FailureClassifier.ofStep(Api.VENDOR, thrown);

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.api()).isEqualTo(Api.VENDOR);
        assertThat(failure.what()).startsWith("the vendor did not answer: ");
    }

    static Stream<Arguments> routeFailures() {
        return Stream.of(
                        new JsonParseException(null, "Unexpected character"),
                        new JsonMappingException(null, "no such field"),
                        new NoSuchFileException("/etc/prices.csv"),
                        new AccessDeniedException("/etc/prices.csv"),
                        new FileNotFoundException("/etc/prices.csv"),
                        new MalformedURLException("no protocol: api.example.com"),
                        new MalformedInputException(1),
                        new UnsupportedEncodingException("utf8mb4"),
                        new NotSerializableException("com.example.Price"),
                        new IllegalStateException("bug"),
                        new UncheckedIOException(new IOException("cannot read", new FileNotFoundException("x"))))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("routeFailures")
    void what_tells_of_files_and_of_text_is_a_bug_that_no_waiting_cures(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }

        for (Throwable as : new Throwable[] {thrown, new RuntimeException(thrown)}) {
            Failure failure = FailureClassifier.ofStep(Api.VENDOR, as);

            assertThat(failure.kind()).isEqualTo(FailureKind.BUG);
            assertThat(failure.api()).isNull();
            assertThat(failure.what())
                    .isEqualTo("a step threw " + root.getClass().getName() + "; its stack is in the log");
        }
    }

    @Test
    void a_failure_that_is_known_already_stays_what_it_is() {
        Failure known = Failure.of(FailureKind.THROTTLED, "held back");
        FailedException thrown = new FailedException("x", known, null, null);

        assertThat(FailureClassifier.ofCause(Api.CONNECT, thrown)).isSameAs(known);
        assertThat(FailureClassifier.ofCause(Api.CONNECT, new RuntimeException(thrown)))
                .isSameAs(known);
    }

    @Test
    void a_known_failure_wins_over_the_exception_it_came_from() {
        Failure known = FailureClassifier.ofAnswer(Api.CONNECT, 404, null, List.of(), null, NOW);
        FailedException thrown = new FailedException("x", known, null, new IOException("below"));

        assertThat(FailureClassifier.ofCause(Api.VENDOR, thrown)).isSameAs(known);
    }

    @Test
    void a_circle_of_causes_comes_to_an_end() {
        RuntimeException one = new RuntimeException("1");
        RuntimeException two = new RuntimeException("2", one);
        one.initCause(two);

        assertThat(FailureClassifier.ofCause(Api.CONNECT, one).kind()).isEqualTo(FailureKind.BUG);
        assertThat(FailureClassifier.ofStep(Api.VENDOR, one).kind()).isEqualTo(FailureKind.BUG);
        assertThat(FailedException.in(one)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "1 | PT1S",
                " 120  | PT2M",
                "7200 | PT1H",
                "9223372036854775807 | PT1H",
                "99999999999999999999999 | PT1H",
                "Sun, 01 Mar 2026 12:00:30 GMT | PT30S",
                "Sun, 01 Mar 2026 11:59:30 GMT | PT0S",
                "Mon, 02 Mar 2026 12:00:00 GMT | PT1H",
            })
    void retry_after_is_read_in_seconds_and_as_a_date(String value, Duration wait) {
        assertThat(FailureClassifier.retryAfter(value, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "soon", "-5", "1.5", "12 s", "2026-03-01T12:00:30Z", "Sun, 99 Mar 2026 12:00:00 GMT"})
    void an_absent_or_unreadable_retry_after_is_none(String value) {
        assertThat(FailureClassifier.retryAfter(value, NOW)).isNull();
    }

    @Test
    void the_answer_carries_retry_after() {
        Failure failure = FailureClassifier.ofAnswer(Api.CONNECT, 503, null, List.of(), "17", NOW);

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, true, transient",
        "THROTTLED, true, throttled",
        "UNAUTHORIZED, true, unauthorized",
        "REFUSED, false, refused",
        "MALFORMED, false, malformed",
        "ROUTE_FAULT, false, route-fault",
        "EXHAUSTED, false, exhausted",
        "BUG, false, bug"
    })
    void a_kind_says_whether_it_may_pass_and_how_it_is_written(FailureKind kind, boolean passes, String label) {
        assertThat(kind.passes()).isEqualTo(passes);
        assertThat(kind.label()).isEqualTo(label);
    }
}
