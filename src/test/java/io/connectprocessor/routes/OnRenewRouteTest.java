package io.connectprocessor.routes;

class OnRenewRouteTest extends PutSubscriptionContract {

    OnRenewRouteTest() {
        super("renew", "renew-subscription");
    }
}
