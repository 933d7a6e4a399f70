package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Standing;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.Seed;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The same backlog, drained by the product's route, by that in Java and by that in XML: it must come to the same. */
class OrdersTest {

    private static final int REQUESTS = 60;

    private interface Way {
        CamelContext of(Map<String, String> settings) throws Exception;
    }

    private static Map<String, String> settings(Sandbox sandbox) {
        return Map.of(
                "connect.api-url", sandbox.connectUrl(),
                "connect.api-key", sandbox.apiKey(),
                "connect.products", String.join(",", sandbox.products()),
                "vendor.api-url", sandbox.vendorUrl(),
                "ledger.url", "jdbc:h2:mem:" + UUID.randomUUID(),
                "poll.cron", "0/1 * * * * ?");
    }

    private static Books drained(Way way) throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .seed(Seed.scale(REQUESTS, 4, 7).and(seeding -> seeding.purchase().item("DECLINE-ME", 3).pending()))
                .start()) {
            try (CamelContext context = way.of(settings(sandbox))) {
                context.start();
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> sandbox.books().decided().size() == REQUESTS + 4 + 4 + 1);
                return sandbox.books();
            }
        }
    }

    @Test
    void routes_in_java_and_in_xml_come_to_what_the_product_s_come_to() throws Exception {
        Books yaml = drained(settings -> {
            CamelContext context = new DefaultCamelContext();
            ConnectProcessor.builder(settings).build().addTo(context);
            return context;
        });

        assertThat(yaml.count("approved")).isEqualTo(REQUESTS + 4);
        assertThat(yaml.count("failed")).isEqualTo(1);
        for (Way way : new Way[] {Orders::inJava, Orders::inXml}) {
            Books books = drained(way);
            assertThat(books.statuses()).isEqualTo(yaml.statuses());
            assertThat(books.tierStatuses()).isEqualTo(yaml.tierStatuses());
            assertThat(books.vendorCalls()).isEqualTo(yaml.vendorCalls());
            assertThat(books.vendorEffects()).isEqualTo(yaml.vendorEffects());
            assertThat(books.repeatedVendorEffects()).isEmpty();
            assertThat(books.doubleActions()).isEmpty();
        }
    }

    @Test
    void what_fails_in_them_is_parked_with_the_step_and_the_reason() throws Exception {
        for (Way way : new Way[] {Orders::inJava, Orders::inXml}) {
            try (Sandbox sandbox = Sandbox.builder().start();
                    CamelContext context = way.of(settings(sandbox))) {
                sandbox.addFault(Fault.status(418).onVendor());
                String id = sandbox.seed().purchase().pending();
                context.start();
                ConnectComponent connect = context.getComponent("connect", ConnectComponent.class);

                await().atMost(Duration.ofSeconds(60)).until(() -> connect.getLedger()
                        .standing(id)
                        .filter(standing -> standing.state() == Standing.State.PARKED)
                        .isPresent());

                DeadLetter letter = connect.getLedger().find(id).orElseThrow();
                assertThat(letter.step()).isEqualTo("create-subscription");
                assertThat(letter.cause()).contains("418");
            }
        }
    }
}
