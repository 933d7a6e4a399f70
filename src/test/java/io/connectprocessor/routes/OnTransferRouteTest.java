package io.connectprocessor.routes;

class OnTransferRouteTest extends PutSubscriptionContract {

    OnTransferRouteTest() {
        super("transfer", "transfer-subscription");
    }

    /** The vendor knows this subscription already; the transfer brings its id along. */
    @Override
    String pending() {
        String older = ROUTES.seed().change().pending();
        return ROUTES.seed()
                .request("transfer")
                .param("subscription_id", ROUTES.parameter(older, "subscription_id"))
                .pending();
    }
}
