package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectprocessor.endpoint.dsl.ConnectEndpointBuilderFactory.AdvancedConnectEndpointBuilder;
import io.connectprocessor.endpoint.dsl.ConnectEndpointBuilderFactory.ConnectBuilders;
import io.connectprocessor.endpoint.dsl.ConnectEndpointBuilderFactory.ConnectEndpointBuilder;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes in Java, with {@code connect(…)} beside the builders of Camel's endpoint DSL. */
@Timeout(120)
class RoutesInCodeTest {

    private static final class OnPurchase extends EndpointRouteBuilder implements ConnectBuilders {
        @Override
        public void configure() {
            errorHandler(noErrorHandler());
            from(direct("on-purchase"))
                    .routeId("on-purchase")
                    .to(connect("fail").reason("RAW(request ${header.ConnectRequestId}, a=b&c, 100%)"));
        }
    }

    @Test
    void a_route_in_java_takes_the_place_of_the_product_s() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new OnPurchase());
            ConnectProcessor.builder(ConnectProcessorTest.settings(sandbox))
                    .routesInCode("on-purchase")
                    .build()
                    .addTo(context);
            SandboxRequest purchase = sandbox.request("purchase").create();
            SandboxRequest change = sandbox.request("change").create();

            context.start();

            ConnectProcessorTest.awaitStatus(purchase, "failed");
            ConnectProcessorTest.awaitStatus(change, "approved");
            assertThat(sandbox.requestJson(purchase.id()))
                    .containsEntry("reason", "request " + purchase.id() + ", a=b&c, 100%");
        }
    }

    @Test
    void the_builder_has_every_option_of_the_catalog() throws IOException {
        JsonNode catalog;
        try (var json = getClass().getResourceAsStream("/META-INF/io/connectprocessor/component/connect.json")) {
            catalog = new ObjectMapper().readTree(json);
        }
        Set<String> options = new TreeSet<>();
        catalog.get("properties").fieldNames().forEachRemaining(options::add);
        options.remove("action");

        Set<String> methods = Stream.of(ConnectEndpointBuilder.class, AdvancedConnectEndpointBuilder.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());

        assertThat(options).hasSizeGreaterThan(25);
        assertThat(methods).containsAll(options);
    }
}
