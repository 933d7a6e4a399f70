package io.connectprocessor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Json;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.http.RecordingServer.Received;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractCheckTest {

    private static final Clause ITEM = new ItemClause("a.yaml:1", "MPN-149", null, null, null);
    private static final Clause CAPABILITY = new CapabilityClause("a.yaml:2", "subscription.hold", "true");
    private static final Clause PARAMETER = new NamedParameter("tenant", Set.of("asset"), "on-x.camel.yaml:3");

    private final CamelContext context = new DefaultCamelContext();
    private final RecordingServer server = new RecordingServer();
    private ContractCheck check;

    @BeforeEach
    void start() throws Exception {
        context.start();
        HttpGateway gateway = new HttpGateway(
                context,
                Api.CONNECT,
                new HttpOptions(
                        server.url(), null, Duration.ofSeconds(30), Duration.ofSeconds(30), 2, null, "test", 0));
        context.addService(gateway);
        check = new ContractCheck(new ConnectClient(gateway, new Json(), Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        server.close();
    }

    private List<String> asked() {
        return server.received().stream().map(Received::uri).toList();
    }

    @Test
    void only_the_parts_that_clauses_are_about_are_read() {
        server.answering(200, "{\"capabilities\": {\"subscription\": {\"hold\": true}}}");

        assertThat(check.drift("PRD-1", List.of(CAPABILITY))).isEmpty();
        assertThat(asked()).containsExactly("/products/PRD-1");
        assertThat(check.drift("PRD-1", List.of())).isEmpty();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void a_list_is_read_page_by_page_to_its_end() {
        server.answering((call, received) -> {
            boolean first = received.uri().endsWith("offset=0");
            String rows = IntStream.range(first ? 0 : 100, first ? 100 : 150)
                    .mapToObj(n -> "{\"mpn\":\"MPN-" + n + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            String range = first ? "items 0-99/150" : "items 100-149/150";
            RecordingServer.json(200, received.uri().contains("/items") ? rows : "{}", "Content-Range", range)
                    .to(call, received);
        });

        assertThat(check.drift("PRD-1", List.of(ITEM))).isEmpty();
        assertThat(asked())
                .containsExactly(
                        "/products/PRD-1",
                        "/products/PRD-1/items?limit=100&offset=0",
                        "/products/PRD-1/items?limit=100&offset=100");
    }

    @Test
    void a_server_that_does_not_heed_the_offset_does_not_hold_us_for_ever() {
        server.answering((call, received) -> RecordingServer.json(
                        200, received.uri().contains("/items") ? "[{\"mpn\":\"SEAT\"}]" : "{}")
                .to(call, received));

        assertThat(check.drift("PRD-1", List.of(ITEM))).hasSize(1);
        assertThat(asked()).hasSize(3);
    }

    @Test
    void a_product_that_is_not_there_is_what_differs() {
        server.answering(404, "");

        assertThat(check.drift("PRD-1", List.of(PARAMETER, ITEM)))
                .containsExactly(new Drift(
                        "PRD-1",
                        "product",
                        "one that this key sees",
                        "none",
                        "correct the id, or use the key of the account that owns it",
                        "on-x.camel.yaml:3"));
    }

    @Test
    void a_connect_that_refuses_is_no_difference_but_a_failure() {
        server.answering(403, "{\"error_code\":\"AUTH_002\",\"errors\":[\"No.\"]}");

        assertThatThrownBy(() -> check.drift("PRD-1", List.of(CAPABILITY)))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("read PRD-1")
                .hasMessageContaining("403");
    }
}
