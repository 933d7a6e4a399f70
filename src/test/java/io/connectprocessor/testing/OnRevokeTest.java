package io.connectprocessor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.sandbox.VendorBody;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnRevokeTest {
    @RegisterExtension
    static final ConnectRoutes routes = ConnectRoutes.in(Path.of("routes"));

    @Test
    void cancels_what_a_revoked_purchase_has_created() {
        SandboxRequest order = routes.given(routes.request("purchase"));
        routes.fault(Fault.status(400).onAction("update-request")).process();
        order.scheduledByHand("2099-01-01T00:00:00Z").distributorRevokes("changed our minds");
        routes.replay(order).process();
        assertThat(order.status()).isEqualTo("revoked");
        assertThat(order.vendorBodies())
                .extracting(VendorBody::action)
                .containsExactly("create-subscription", "cancel");
    }

    @Test
    void a_planned_change_is_left_until_its_date() {
        SandboxRequest change = routes.given(routes.request("change").plannedDate("2098-12-31"));
        routes.process();
        assertThat(routes.waits(change)).isTrue();
        routes.advance(Duration.ofDays(80 * 366)).process();
        assertThat(change.status()).isEqualTo("approved");
    }
}
