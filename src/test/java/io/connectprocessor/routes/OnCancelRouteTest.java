package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnCancelRouteTest extends SubscriptionActionContract {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    OnCancelRouteTest() {
        super("cancel");
    }

    @Override
    RouteFixture routes() {
        return ROUTES;
    }

    @Test
    void ends_the_subscription_at_the_vendor_and_the_asset_at_the_platform() {
        String id = ROUTES.seed().cancel().pending();

        ROUTES.process(id);

        assertThat(ROUTES.sandbox().vendorStatus(ROUTES.parameter(id, "subscription_id")))
                .isEqualTo("cancelled");
        assertThat(ROUTES.sandbox().assetStatus(ROUTES.sandbox().assetOf(id))).isEqualTo("terminated");
    }
}
