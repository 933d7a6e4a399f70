package io.connectprocessor.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.events.Relays.Endpoints;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Postgres;
import io.connectprocessor.ledger.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes on one PostgreSQL. */
@ExtendWith(Postgres.class)
class SharedRelayTest {

    private static final Endpoints ESTATE = new Endpoints("direct:estate", false, null, false);

    private final List<String> taken = new CopyOnWriteArrayList<>();

    private DefaultCamelContext node(String name) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:estate")
                        .process(exchange ->
                                taken.add(name + " " + exchange.getMessage().getHeader("ConnectRequestId")));
            }
        });
        context.start();
        return context;
    }

    private static Ledger open(Postgres.Database database, String owner) {
        return Ledgers.open(LedgerOptions.of(database.url())
                .withOwner(owner)
                .withPoolSize(3)
                .withLease(Duration.ofSeconds(30))
                .withOutbox(ESTATE.outbox()));
    }

    private static void approve(Ledger ledger, String id) {
        ledger.sight(List.of(
                new Sighting(id, "request", "AS-" + id, Instant.parse("2026-02-01T00:00:00Z"), "PRD-1", "purchase")));
        ledger.decided(((Claiming.Granted) ledger.claim(id, ledger.now())).claim(), "approved");
    }

    @Test
    void one_node_sends_for_both_each_event_once_and_the_other_goes_on_when_it_stops(Postgres.Database database)
            throws Exception {
        try (Ledger one = open(database, "one");
                Ledger two = open(database, "two");
                DefaultCamelContext first = node("one");
                DefaultCamelContext second = node("two");
                Relays ofOne = Relays.start(first, one, ESTATE, Duration.ofMillis(20))) {
            List<String> expected = new ArrayList<>();
            approve(one, "PR-0");
            expected.add("one PR-0");
            ofOne.awaitSent(Duration.ofSeconds(60), () -> {});
            try (Relays ofTwo = Relays.start(second, two, ESTATE, Duration.ofMillis(20))) {
                for (int i = 1; i <= 20; i++) {
                    approve(i % 2 == 0 ? one : two, "PR-" + i);
                    expected.add("one PR-" + i);
                }
                ofTwo.awaitSent(Duration.ofSeconds(60), () -> {});
                assertThat(taken).containsExactlyInAnyOrderElementsOf(expected);

                ofOne.close();
                approve(one, "PR-21");
                expected.add("two PR-21");
                ofTwo.awaitSent(Duration.ofSeconds(60), () -> {});
                assertThat(taken).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(ofTwo.standings().get(0).waiting()).isZero();
            }
        }
    }
}
