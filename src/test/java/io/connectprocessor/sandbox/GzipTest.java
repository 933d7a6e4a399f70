package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipTest {

    private static final String LIST = "/requests?eq(status,pending)";

    @Test
    void who_accepts_gzip_gets_gzip() throws IOException {
        try (Sandbox sandbox = Sandbox.builder().gzip().start()) {
            String id = sandbox.request("purchase").create().id();
            Caller.Answer answer = list(sandbox, "deflate, gzip");

            assertThat(answer.raw().headers().firstValue("Content-Encoding")).hasValue("gzip");
            byte[] unzipped =
                    new GZIPInputStream(new ByteArrayInputStream(answer.raw().body())).readAllBytes();
            assertThat(new String(unzipped, StandardCharsets.UTF_8)).contains(id);
        }
    }

    @Test
    void who_accepts_none_gets_plain_text() {
        try (Sandbox sandbox = Sandbox.builder().gzip().start()) {
            String id = sandbox.request("purchase").create().id();

            assertThat(list(sandbox, "identity").ids()).containsExactly(id);
        }
    }

    @Test
    void without_the_option_nothing_is_zipped() {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String id = sandbox.request("purchase").create().id();

            assertThat(list(sandbox, "gzip").ids()).containsExactly(id);
        }
    }

    private static Caller.Answer list(Sandbox sandbox, String accepted) {
        return new Caller(sandbox)
                .send(
                        "GET",
                        sandbox.connectUrl() + LIST,
                        null,
                        "Authorization",
                        sandbox.apiKey(),
                        "Accept-Encoding",
                        accepted);
    }
}
