package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Books;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kamelets of the jar, loaded and run by Camel's own component. The routes have Camel's default error handler, as a user's have. */
@Timeout(120)
class KameletsTest {

    private static final String SOURCE = "kamelet:connect-pending-requests-source?period=200ms";
    private static final String APPROVE = "kamelet:connect-approve-action?template=RAW(Default Activation Template)";

    private Sandbox sandbox;
    private Host host;

    @BeforeEach
    void open() {
        sandbox = Sandbox.builder().start();
        host = new Host(sandbox, component -> {
            component.setRetryFirstDelay(50);
            component.setRetryMaxDelay(50);
        });
    }

    @AfterEach
    void close() {
        host.close();
        sandbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }

    private List<String> pending(int orders) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            ids.add(sandbox.seed().purchase().pending());
        }
        return ids;
    }

    private void provisioning(String source) throws Exception {
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(source)
                        .to(connect("vendor", "step", "create", "path", "/subscriptions"))
                        .to(connect("update", "params", "subscription_id=${body[id]}"))
                        .to(APPROVE);
            }
        });
    }

    @Test
    void from_the_source_to_the_action_every_request_is_provisioned_and_approved_once() throws Exception {
        List<String> ids = pending(30);
        String revoked = sandbox.seed().purchase().status("revoking").plant();
        provisioning(SOURCE);
        provisioning(SOURCE.replace("200ms", "100ms"));

        eventually().until(() -> sandbox.books().count("approved") == 30);

        Books books = sandbox.books();
        assertThat(books.decided()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(books.vendorEffects().values()).hasSize(30).allMatch(effects -> effects == 1);
        assertThat(books.doubleActions()).isEmpty();
        assertThat(ids).allSatisfy(id -> assertThat(state(id)).isEqualTo(State.DECIDED));
        assertThat(host.status(revoked)).isEqualTo("revoking");
    }

    @Test
    void a_source_that_stands_still_holds_up_no_other() throws Exception {
        String purchase = sandbox.seed().purchase().pending();
        String change = sandbox.seed().change().pending();
        CountDownLatch goOn = new CountDownLatch(1);
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(SOURCE + "&filter=eq(type,change)")
                        .process(exchange -> goOn.await())
                        .to(APPROVE);
            }
        });
        eventually().until(() -> state(change) == State.CLAIMED);
        provisioning(SOURCE + "&filter=eq(type,purchase)");

        eventually().until(() -> state(purchase) == State.DECIDED);
        assertThat(state(change)).isEqualTo(State.CLAIMED);
        goOn.countDown();
        eventually().until(() -> state(change) == State.DECIDED);
    }

    @Test
    void what_fails_waits_or_is_parked_and_the_others_go_on() throws Exception {
        sandbox.addFault(Fault.status(503).onVendor().times(3));
        String malformed =
                sandbox.seed().purchase().poison(Poison.ITEMS_AN_OBJECT).pending();
        List<String> ids = pending(5);
        provisioning(SOURCE);

        eventually().until(() -> sandbox.books().count("approved") == 5);
        eventually().until(() -> state(malformed) == State.PARKED);

        assertThat(sandbox.books().decided()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(sandbox.books().vendorEffects().values()).hasSize(5).allMatch(effects -> effects == 1);
    }

    @Test
    void a_route_that_throws_or_decides_nothing_parks_what_it_was_given() throws Exception {
        List<String> ids = pending(2);
        host.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(SOURCE)
                        .choice()
                        .when(header("ConnectRequestId").isEqualTo(ids.get(0)))
                        .throwException(new IllegalStateException("of the route"));
            }
        });

        eventually().until(() -> ids.stream().allMatch(id -> state(id) == State.PARKED));

        assertThat(host.ledger.find(ids.get(0)).orElseThrow().cause()).contains("IllegalStateException");
        assertThat(host.ledger.find(ids.get(1)).orElseThrow().cause()).contains("without an outcome");
        assertThat(sandbox.books().decided()).isEmpty();
    }

    @Test
    void a_filter_leaves_the_rest_alone_and_a_wrong_one_stops_the_start() throws Exception {
        String change = sandbox.seed().change().pending();
        List<String> ids = pending(1);
        provisioning(SOURCE + "&filter=eq(type,purchase)");

        eventually().until(() -> sandbox.books().count("approved") == 1);
        assertThat(sandbox.books().decided()).containsExactlyElementsOf(ids);
        assertThat(host.status(change)).isEqualTo("pending");

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> provisioning(SOURCE + "&filter=eq(tipe,purchase)"))
                .hasStackTraceContaining("tipe");
    }

    private State state(String id) {
        return host.ledger.standing(id).map(standing -> standing.state()).orElse(null);
    }
}
