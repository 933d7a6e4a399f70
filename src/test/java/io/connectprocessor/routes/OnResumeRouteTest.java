package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OnResumeRouteTest extends SubscriptionActionContract {

    @RegisterExtension
    static final RouteFixture ROUTES = RouteFixture.shipped();

    OnResumeRouteTest() {
        super("resume");
    }

    @Override
    RouteFixture routes() {
        return ROUTES;
    }

    @Test
    void resumes_at_the_vendor_and_at_the_platform() {
        String id = ROUTES.seed().resume().pending();

        ROUTES.process(id);

        assertThat(ROUTES.sandbox().vendorStatus(ROUTES.parameter(id, "subscription_id")))
                .isEqualTo("active");
        assertThat(ROUTES.sandbox().assetStatus(ROUTES.sandbox().assetOf(id))).isEqualTo("active");
    }
}
