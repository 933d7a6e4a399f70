package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a pool of one connection: one that was not given back would be missed by the next call. */
class WholeAnswersTest {

    private final PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(1)
            .build();
    private final RecordingServer server = new RecordingServer().answering(200, "whole");
    private CloseableHttpClient client;
    private Throwable fault;

    @BeforeEach
    void open() {
        ExecChainHandler faulty = (request, scope, chain) -> {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            if (fault instanceof Error error) {
                throw error;
            }
            if (fault instanceof RuntimeException exception) {
                throw exception;
            }
            return answer;
        };
        client = HttpClientBuilder.create()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofMilliseconds(100))
                        .build())
                .disableAutomaticRetries()
                .replaceExecInterceptor(ChainElement.PROTOCOL.name(), new WholeAnswers())
                .addExecInterceptorAfter(ChainElement.PROTOCOL.name(), "faulty", faulty)
                .build();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private String get() throws IOException {
        return client.execute(new HttpGet(server.url()), answer -> {
            assertThat(pool.getTotalStats().getLeased())
                    .as("given back already")
                    .isZero();
            return EntityUtils.toString(answer.getEntity());
        });
    }

    @Test
    void an_answer_is_whole_and_its_connection_kept_before_anybody_reads_it() throws IOException {
        assertThat(get()).isEqualTo("whole");
        assertThat(get()).isEqualTo("whole");

        assertThat(pool.getTotalStats().getAvailable()).isEqualTo(1);
    }

    @Test
    void after_an_error_the_connection_is_closed_and_not_missed() throws IOException {
        fault = new StackOverflowError("in the middle of an answer");
        assertThatThrownBy(this::get).isSameAs(fault);

        assertNothingLeft();
    }

    @Test
    void after_a_bug_the_connection_is_closed_and_not_missed() throws IOException {
        fault = new IllegalStateException("in the middle of an answer");
        assertThatThrownBy(this::get).isSameAs(fault);

        assertNothingLeft();
    }

    @Test
    void after_half_an_answer_the_connection_is_closed_and_not_missed() throws IOException {
        server.answering((call, received) -> {
            call.sendResponseHeaders(200, 100);
            call.getResponseBody().write(1);
        });
        assertThatThrownBy(this::get).isInstanceOf(ConnectionClosedException.class);

        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(pool.getTotalStats().getLeased()).isZero();
        assertThat(pool.getTotalStats().getAvailable()).isZero();
        fault = null;
        server.answering(200, "whole");
        assertThat(get()).isEqualTo("whole");
    }
}
