package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "poll.cron=0/1 * * * * ?")
@ContextConfiguration(initializers = Surroundings.class)
@DirtiesContext
class OrdersApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private Sandbox sandbox;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void orders_are_provisioned_booked_and_approved() {
        List<SandboxRequest> purchases = Stream.generate(
                        () -> sandbox.request("purchase").create())
                .limit(20)
                .toList();

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(purchases).extracting(SandboxRequest::status).containsOnly("approved"));

        assertThat(count("booking")).isEqualTo(20);
        assertThat(sandbox.books().doubleActions()).isEmpty();
        assertThat(count("ledger_request")).isEqualTo(20);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connect().path("status").asText()).isEqualTo("UP"));
    }

    @Test
    void the_two_histories_of_migrations_are_apart() {
        assertThat(jdbc.queryForList("select script from flyway_schema_history", String.class))
                .containsExactly("V1__booking.sql");
        assertThat(count("ledger_schema_history")).isGreaterThan(1);
    }

    @Test
    void health_says_why_nothing_is_taken_and_recovers() throws Exception {
        sandbox.refuseKey(true);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(connect().path("status").asText()).isEqualTo("OUT_OF_SERVICE");
            assertThat(connect().at("/details/reason").asText()).contains("401");
        });
        HttpResponse<String> all = health();
        assertThat(all.statusCode()).isEqualTo(503);
        assertThat(all.body()).startsWith("{\"status\":\"OUT_OF_SERVICE\"").doesNotContain(sandbox.apiKey());

        sandbox.refuseKey(false);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connect().path("status").asText()).isEqualTo("UP"));
    }

    private JsonNode connect() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(health().body()).at("/components/connect");
    }

    private HttpResponse<String> health() throws IOException, InterruptedException {
        URI health = URI.create("http://localhost:" + port + "/actuator/health");
        return http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
    }

    private long count(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Long.class);
    }
}
