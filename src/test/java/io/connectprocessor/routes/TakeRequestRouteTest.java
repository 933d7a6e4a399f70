package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.sandbox.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeRequestRouteTest {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped().with("process.concurrency", "3");

    @Test
    void works_on_as_many_at_once_as_process_concurrency_says() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ids.add(ROUTES.seed().purchase().pending());
        }
        ROUTES.sandbox().addFault(Fault.slow(Duration.ofMillis(300)).onVendor());

        ROUTES.poll();

        assertThat(ROUTES.sandbox().books().mostVendorCallsAtOnce()).isEqualTo(3);
        assertThat(ids).allSatisfy(id -> assertThat(ROUTES.status(id)).isEqualTo("approved"));
    }

    @Test
    void takes_a_request_off_the_queue_to_process_request() {
        String id = ROUTES.seed().purchase().pending();

        ROUTES.send(
                ROUTES.context().resolvePropertyPlaceholders("{{queue.requests}}"),
                ROUTES.message(RequestKind.REQUEST, ROUTES.sandbox().requestJson(id), Map.of()));

        await().untilAsserted(() -> assertThat(ROUTES.status(id)).isEqualTo("approved"));
        assertThat(ROUTES.sent().to("direct:process-request", id)).hasSize(1);
    }

    @Test
    void goes_on_after_a_message_that_is_no_request() {
        String uri = ROUTES.context().resolvePropertyPlaceholders("{{queue.requests}}");
        for (int i = 0; i < 6; i++) {
            ROUTES.send(uri, Map.of());
        }
        String id = ROUTES.seed().purchase().pending();

        ROUTES.poll();

        assertThat(ROUTES.status(id)).isEqualTo("approved");
    }
}
