package io.connectprocessor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.SandboxRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnPurchaseTest {
    @RegisterExtension
    static final ConnectRoutes routes = ConnectRoutes.in(Path.of("routes"));

    @Test
    void approves_a_purchase_and_keeps_the_subscription() {
        SandboxRequest order = routes.given(routes.request("purchase").item("SEAT", 10));
        routes.process();
        assertThat(order.status()).isEqualTo("approved");
        assertThat(order.parameters()).containsEntry("subscription_id", "SUB-000001");
        assertThat(order.vendorBodies())
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("SEAT"));
    }
}
