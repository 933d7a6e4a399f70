package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.RestartablePostgres;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's PostgreSQL stops while a processor works, and comes back. */
class DatabaseRestartJourneyTest {

    @TempDir
    Path folder;

    private RestartablePostgres postgres;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        postgres = new RestartablePostgres(folder.resolve("postgres"));
    }

    @AfterEach
    void stop() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        postgres.close();
    }

    private static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(50));
    }

    private Journey journey(Sandbox sandbox) throws IOException {
        return new Journey(Files.createDirectory(folder.resolve("processor")), sandbox)
                .set("ledger.url", postgres.database().url())
                .set("ledger.lease", "5s")
                .set("process.concurrency", "8");
    }

    private void begin(Journey journey, String... arguments) throws IOException {
        journey.write();
        process = Child.start(folder.resolve("processor"), "log.txt", arguments);
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("processor/log.txt"));
    }

    @Test
    void a_drain_goes_on_by_itself_after_a_restart_and_after_a_crash_of_the_database() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(250, 10, 17))
                .latency(Duration.ofMillis(50))
                .start()) {
            begin(journey(sandbox).set("management.enabled", "false"), "run", "--once");
            eventually("work before the restart")
                    .until(() -> sandbox.books().decided().size() >= 40);
            postgres.stopFast();
            postgres.start();
            eventually("work after the restart")
                    .until(() -> sandbox.books().decided().size() >= 100);
            postgres.stopImmediately();
            // Until then each write is only tried again.
            eventually("it notices").until(() -> log().contains("The ledger's database (ledger.url) failed"));
            assertThat(sandbox.books().decided()).as("decided before the crash").hasSizeLessThan(270);
            postgres.start();

            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();

            Books books = sandbox.books();
            assertThat(process.exitValue()).as(log()).isZero();
            assertThat(books.decided()).hasSize(270);
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.orderViolations()).isEmpty();
            assertThat(books.doubleActions()).isEmpty();
        }
    }

    @Test
    void a_processor_stays_up_without_its_database_says_so_and_goes_on_when_it_is_back() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Sandbox sandbox = Sandbox.builder().start()) {
            begin(
                    journey(sandbox).set("poll.cron", "0/1 * * * * ?").set("management.port", String.valueOf(port)),
                    "run");
            String first = sandbox.seed().purchase().pending();
            eventually("the first").until(() -> status(sandbox, first).equals("approved"));
            eventually("readiness").until(() -> ready(port).statusCode() == 200);

            postgres.stopFast();
            String second = sandbox.seed().purchase().pending();
            eventually("readiness goes down")
                    .untilAsserted(() -> assertThat(ready(port).body()).contains("The ledger's database (ledger.url)"));
            assertThat(ready(port).statusCode()).isEqualTo(503);
            assertThat(sandbox.books().vendorEffects()).doesNotContainKey(second);
            postgres.start();

            eventually("the second").until(() -> status(sandbox, second).equals("approved"));
            eventually("readiness again").until(() -> ready(port).statusCode() == 200);
            assertThat(sandbox.books().repeatedVendorEffects()).isEmpty();
        }
    }

    private static String status(Sandbox sandbox, String id) {
        return String.valueOf(sandbox.requestJson(id).get("status"));
    }

    private static HttpResponse<String> ready(int port) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/ready"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
