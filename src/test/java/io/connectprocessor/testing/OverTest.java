package io.connectprocessor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.sandbox.SandboxRequest;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sample's one file over the product's routes, as an application that embeds the processor tests it. */
class OverTest {

    @RegisterExtension
    static final ConnectRoutes routes =
            ConnectRoutes.over(Path.of("examples", "camel-main", "src", "main", "resources", "connect-routes"));

    @Test
    void the_product_s_routes_run_with_those_of_the_folder_in_their_place() throws Exception {
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:book-delivery").setBody(constant("{\"delivery\": 7}"));
            }
        });
        SandboxRequest purchase = routes.given(routes.request("purchase"));
        SandboxRequest cancel = routes.given(routes.request("cancel").parameter("subscription_id", "SUB-gone"));
        routes.process();

        assertThat(purchase.status()).isEqualTo("approved");
        assertThat(routes.ledger().timeline(purchase.id()))
                .anyMatch(event -> String.valueOf(event.detail()).contains("book-delivery"));
        assertThat(routes.parked(cancel).cause()).contains("404");
    }
}
