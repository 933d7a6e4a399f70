package io.connectprocessor.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.events.Relays.Endpoints;
import io.connectprocessor.events.Relays.Standing;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.Fault;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Particulars;
import io.connectprocessor.ledger.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the ledger to an endpoint of the context. */
class RelayTest {

    private static final Instant CREATED = Instant.parse("2026-02-01T00:00:00Z");
    private static final Fault FAULT = new Fault(
            "refused",
            "The vendor answered 422.\r\nBcc: all@example.com",
            "Look.",
            "create-subscription",
            "on-purchase",
            "{}");
    private static final Particulars ANN =
            new Particulars("MP-1", () -> "{\"id\":\"PR-1\",\"asset\":{\"tiers\":{\"customer\":{\"name\":\"Ann\"}}}}");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final MockEndpoint taken = context.getEndpoint("mock:taken", MockEndpoint.class);
    private Ledger ledger;
    private Relays relays;

    @BeforeEach
    void startTheContext() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:estate")
                        .process(exchange -> {
                            asked.incrementAndGet();
                            String id = exchange.getMessage().getHeader("ConnectRequestId", String.class);
                            if (id.equals("PR-SLOW")) {
                                Awaitility.await()
                                        .pollDelay(Duration.ofMillis(500))
                                        .until(() -> true);
                            }
                            if (refused.contains(id) || refused.contains("all") || refusedOnce.remove(id)) {
                                throw new IllegalStateException(
                                        "cannot reach smtp://ann:s3cret@mail?password=s3cret for " + id);
                            }
                        })
                        .to(taken);
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        if (relays != null) {
            relays.close();
        }
        context.stop();
        ledger.close();
    }

    private void open(Endpoints endpoints) {
        ledger = Ledgers.open(
                LedgerOptions.of("jdbc:h2:mem:" + UUID.randomUUID()).withOutbox(endpoints.outbox()));
    }

    private void relay(Endpoints endpoints) {
        relays = Relays.start(context, ledger, endpoints, Duration.ofMillis(20));
    }

    private static Endpoints events() {
        return new Endpoints("direct:estate", false, null, false);
    }

    private Claim claim(String id, String asset) {
        ledger.sight(List.of(new Sighting(id, "request", asset, CREATED, "PRD-1", "purchase")));
        return ((Claiming.Granted) ledger.claim(id, ledger.now())).claim();
    }

    private void awaitTaken(int messages) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(taken.getReceivedCounter()).isEqualTo(messages));
    }

    private Standing standing() {
        return relays.standings().get(0);
    }

    private List<String> takenIds() {
        return taken.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getHeader("ConnectRequestId", String.class))
                .toList();
    }

    @Test
    void an_approval_is_told_by_headers_with_nothing_of_the_customer() {
        open(events());
        ledger.decided(claim("PR-1", "AS-1"), "approved", ANN);
        relay(events());
        awaitTaken(1);

        Exchange event = taken.getExchanges().get(0);
        Map<String, Object> headers = event.getMessage().getHeaders();
        assertThat(headers)
                .containsEntry("ConnectOutcome", "approved")
                .containsEntry("ConnectOutcomeFound", false)
                .containsEntry("ConnectRequestId", "PR-1")
                .containsEntry("ConnectRequestKind", "request")
                .containsEntry("ConnectRequestType", "purchase")
                .containsEntry("ConnectAssetId", "AS-1")
                .containsEntry("ConnectProductId", "PRD-1")
                .containsEntry("ConnectMarketplaceId", "MP-1")
                .containsEntry("ConnectAttempts", 0)
                .containsEntry("ConnectEventBody", "event")
                .doesNotContainKeys("ConnectCause", "ConnectStep", "ConnectFailureKind");
        assertThat(UUID.fromString((String) headers.get("ConnectEventId"))).isNotNull();
        assertThat(Instant.parse((String) headers.get("ConnectEventTime"))).isAfter(CREATED);
        assertThat(event.getMessage().getBody(String.class))
                .startsWith("{\"ConnectEventId\":\"" + headers.get("ConnectEventId"))
                .contains("\"ConnectOutcome\":\"approved\"")
                .doesNotContain("Ann");
        assertThat(relays.standings()).containsExactly(new Standing("events.endpoint", 0, null, 1, null));
    }

    @Test
    void what_is_parked_is_told_with_its_cause_on_one_line() {
        Endpoints parked = new Endpoints(null, false, "direct:estate", false);
        open(parked);
        ledger.decided(claim("PR-0", "AS-0"), "approved", ANN);
        ledger.parks(claim("PR-1", "AS-1"), FAULT, ANN);
        relay(parked);
        awaitTaken(1);

        assertThat(taken.getExchanges().get(0).getMessage().getHeaders())
                .containsEntry("ConnectOutcome", "parked")
                .containsEntry("ConnectRequestId", "PR-1")
                .containsEntry("ConnectCause", "The vendor answered 422. Bcc: all@example.com")
                .containsEntry("ConnectStep", "create-subscription")
                .containsEntry("ConnectRoute", "on-purchase")
                .containsEntry("ConnectFailureKind", "refused")
                .containsEntry("ConnectAttempts", 0);
        assertThat(taken.getExchanges().get(0).getMessage().getBody(String.class))
                .doesNotContain("Ann");
    }

    @Test
    void the_request_itself_is_the_body_when_that_is_asked_for_and_it_is_known() {
        Endpoints whole = new Endpoints("direct:estate", true, null, false);
        open(whole);
        ledger.parks(claim("PR-1", "AS-1"), FAULT, ANN);
        ledger.discard("PR-1", "by phone", "ann");
        relay(whole);
        awaitTaken(2);

        assertThat(taken.getExchanges().get(0).getMessage().getBody())
                .isEqualTo(ANN.payload().get());
        assertThat(taken.getExchanges().get(0).getMessage().getHeader("ConnectEventBody"))
                .isEqualTo("request");
        assertThat(taken.getExchanges().get(1).getMessage().getHeader("ConnectEventBody"))
                .isEqualTo("event");
        assertThat(taken.getExchanges().get(1).getMessage().getHeader("ConnectCause"))
                .isEqualTo("by phone");
    }

    @Test
    void an_endpoint_that_is_away_is_waited_for_and_hears_of_all_in_the_order_of_each_asset() throws Exception {
        open(events());
        refused.add("all");
        relay(events());
        for (int i = 1; i <= 40; i++) {
            ledger.decided(claim("PR-" + i, "AS-" + i % 8), "approved", ANN);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(standing().away()).isNotNull());

        assertThat(standing().waiting()).isEqualTo(40);
        assertThat(standing().sent()).isZero();
        assertThat(standing().away()).contains("cannot reach").doesNotContain("s3cret");
        refused.clear();
        awaitTaken(40);

        for (int lane = 0; lane < 8; lane++) {
            int asset = lane;
            assertThat(takenIds().stream()
                            .map(id -> Integer.parseInt(id.substring(3)))
                            .filter(number -> number % 8 == asset))
                    .as("of AS-" + asset)
                    .isSorted()
                    .hasSize(5);
        }
        assertThat(relays.awaitSent(Duration.ofSeconds(30), () -> {}).get(0).waiting())
                .isZero();
    }

    @Test
    void an_asset_keeps_its_order_though_its_pause_ends_in_the_middle_of_a_pass() {
        open(events());
        refusedOnce.add("PR-1");
        for (String id : List.of("PR-1", "PR-SLOW", "PR-2")) {
            ledger.decided(claim(id, id.equals("PR-SLOW") ? "AS-2" : "AS-1"), "approved", ANN);
        }
        relay(events());
        awaitTaken(3);

        assertThat(takenIds()).containsExactly("PR-SLOW", "PR-1", "PR-2");
    }

    @Test
    void what_no_try_helps_holds_up_its_own_asset_alone() throws Exception {
        open(events());
        for (int i = 1; i <= 9; i++) {
            refused.add("PR-" + i);
            ledger.decided(claim("PR-" + i, "AS-" + i), "approved", ANN);
        }
        ledger.decided(claim("PR-11", "AS-1"), "approved", ANN);
        ledger.decided(claim("PR-10", "AS-10"), "approved", ANN);
        relay(events());
        awaitTaken(1);

        assertThat(takenIds()).containsExactly("PR-10");
        assertThat(relays.awaitSent(Duration.ZERO, () -> {}).get(0).waiting()).isEqualTo(10);
        refused.clear();
        awaitTaken(11);
        assertThat(takenIds()).containsSubsequence("PR-1", "PR-11");
    }

    @Test
    void a_relay_that_is_closed_sends_what_is_left_first() {
        open(events());
        relay(events());
        ledger.decided(claim("PR-1", "AS-1"), "approved", ANN);
        relays.close();

        assertThat(takenIds()).containsExactly("PR-1");
        int before = asked.get();
        ledger.decided(claim("PR-2", "AS-2"), "approved", ANN);
        relays.close();
        assertThat(asked).hasValue(before);
        assertThat(standing().waiting()).isEqualTo(1);
    }

    @Test
    void an_endpoint_that_cannot_be_made_is_named_by_its_key_and_without_its_secrets() {
        Endpoints mail = new Endpoints(null, false, "smtps://mail.example.com?password=s3cret", false);
        open(mail);

        assertThatThrownBy(() -> relay(mail))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("park.endpoint")
                .hasMessageContaining("smtps")
                .hasMessageContaining("lib")
                .hasMessageNotContaining("s3cret");
    }
}
