package io.connectprocessor.routes;

class OnAdjustmentRouteTest extends PutSubscriptionContract {

    OnAdjustmentRouteTest() {
        super("adjustment", "adjust-subscription");
    }
}
