package io.connectprocessor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.http.Reach.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachTest {

    @TempDir
    private Path folder;

    private static Reach reach(URI url, Path caFile) {
        return new Reach(url, Duration.ofSeconds(30), caFile);
    }

    @Test
    void a_server_that_listens_is_reached_and_gets_no_request() {
        try (RecordingServer server = new RecordingServer()) {
            assertThat(reach(server.url(), null).obstacle()).isEmpty();
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void a_name_that_does_not_exist_is_said() {
        assertThat(reach(URI.create("https://connect.invalid/public/v1"), null).obstacle())
                .hasValueSatisfying(obstacle -> {
                    assertThat(obstacle.stage()).isEqualTo(Stage.NAME);
                    assertThat(obstacle.what()).isEqualTo("the host name connect.invalid is unknown here");
                });
    }

    @Test
    void a_port_on_which_nobody_listens_is_said() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }

        assertThat(reach(URI.create("http://127.0.0.1:" + closed), null).obstacle())
                .contains(new Reach.Obstacle(
                        Stage.CONNECTION, "nothing listens on 127.0.0.1:" + closed + " (connection refused)"));
    }

    @Test
    void a_certificate_that_nobody_signed_is_said_and_the_ca_file_cures_it() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        try (RecordingServer server = new RecordingServer(certificate.tls())) {
            assertThat(reach(server.url(), null).obstacle()).hasValueSatisfying(obstacle -> {
                assertThat(obstacle.stage()).isEqualTo(Stage.TLS);
                assertThat(obstacle.what())
                        .startsWith("TLS with localhost:" + server.url().getPort() + " failed (")
                        .contains("certification path");
            });
            assertThat(reach(server.url(), certificate.pem()).obstacle()).isEmpty();
        }
    }

    @Test
    void a_server_that_speaks_no_tls_is_said() {
        try (RecordingServer server = new RecordingServer()) {
            URI tls = URI.create(server.url().toString().replace("http:", "https:"));

            // It waits for the rest of what it takes for a request, and we for its part of the handshake.
            Reach briefly = new Reach(tls, Duration.ofMillis(500), null);

            assertThat(briefly.obstacle()).map(Reach.Obstacle::stage).contains(Stage.TLS);
        }
    }
}
