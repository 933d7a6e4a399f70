package com.example.orders;

import io.connectprocessor.endpoint.dsl.ConnectEndpointBuilderFactory.ConnectBuilders;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** What routes/on-purchase.camel.yaml does: creates the subscription at the vendor, keeps its id, approves. */
public class OnPurchase extends EndpointRouteBuilder implements ConnectBuilders {

    @Override
    public void configure() {
        // A failure belongs to the processor, which waits or parks.
        errorHandler(noErrorHandler());

        from(direct("on-purchase"))
                .routeId("on-purchase")
                .to(connect("vendor").step("create-subscription").path("/subscriptions").accept("declined"))
                .choice()
                .when(simple("${body[declined]} != null"))
                .to(connect("fail").reason("${body[declined]}"))
                .otherwise()
                .to(connect("update").params("subscription_id=${body[id]}"))
                .to(connect("approve"))
                .end();
    }
}
