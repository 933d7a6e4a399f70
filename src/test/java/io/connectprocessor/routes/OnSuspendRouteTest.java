package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnSuspendRouteTest extends SubscriptionActionContract {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    OnSuspendRouteTest() {
        super("suspend");
    }

    @Override
    RouteFixture routes() {
        return ROUTES;
    }

    @Test
    void suspends_at_the_vendor_and_at_the_platform() {
        String id = ROUTES.seed().suspend().pending();

        ROUTES.process(id);

        assertThat(ROUTES.sandbox().vendorStatus(ROUTES.parameter(id, "subscription_id")))
                .isEqualTo("suspended");
        assertThat(ROUTES.sandbox().assetStatus(ROUTES.sandbox().assetOf(id))).isEqualTo("suspended");
    }
}
