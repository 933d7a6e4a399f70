package io.connectprocessor.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.http.RecordingServer;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A context that has a life of its own keeps it: what is the host's is as it was after the component has come and worked. */
@Timeout(60)
class HostsComponentsTest {

    @Test
    void what_the_host_configured_is_as_it_was_and_only_names_that_begin_with_connect_are_new() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                RecordingServer partner = new RecordingServer();
                DefaultCamelContext context = new DefaultCamelContext()) {
            start(context);
            Map<String, Object> before = state(context);
            SandboxRequest request = sandbox.request("purchase").create();

            ConnectProcessor.builder(ConnectProcessorTest.settings(sandbox))
                    .build()
                    .addTo(context);
            ConnectProcessorTest.awaitStatus(request, "approved");

            assertThat(state(context)).containsExactlyInAnyOrderEntriesOf(before);
            try (ProducerTemplate template = context.createProducerTemplate()) {
                assertThat(template.requestBody("direct:hosts-own", "hello", String.class))
                        .isEqualTo("hello of the host");
                template.requestBody(partner.url().toString(), "hello", String.class);
            }
            assertThat(partner.only().header("User-Agent")).isEqualTo("the host's");
            assertThat(partner.only().header("Authorization")).isNull();
        }
    }

    private static void start(DefaultCamelContext context) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("host.says", "of the host");
        context.getPropertiesComponent().setInitialProperties(properties);
        HttpComponent http = new HttpComponent();
        http.setConnectTimeout(7_000);
        http.setResponseTimeout(8_000);
        http.setMaxTotalConnections(3);
        http.setUserAgent("the host's");
        http.setFollowRedirects(true);
        context.addComponent("http", http);
        DirectComponent direct = new DirectComponent();
        direct.setTimeout(1_234);
        context.addComponent("direct", direct);
        SedaComponent seda = new SedaComponent();
        seda.setQueueSize(11);
        context.addComponent("seda", seda);
        QuartzComponent quartz = new QuartzComponent();
        quartz.setAutoStartScheduler(false);
        quartz.setPrefixInstanceName(false);
        context.addComponent("quartz", quartz);
        JacksonDataFormat json = new JacksonDataFormat();
        json.setPrettyPrint(true);
        context.getRegistry().bind("json", json);
        context.setStreamCaching(true);
        context.getShutdownStrategy().setTimeout(17);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:hosts-own").routeId("hosts-own").setBody(simple("${body.trim} {{host.says}}"));
            }
        });
        context.start();
        // Camel itself adds the component bean for the dot in it.
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.requestBody("direct:hosts-own", "hello");
        }
        ServiceHelper.startService(http, quartz);
    }

    /** All that can be set on what the context has, by the configurers that Camel generates. */
    private static Map<String, Object> state(CamelContext context) {
        Map<String, Object> state = new TreeMap<>();
        Set<String> names = new TreeSet<>(context.getComponentNames());
        names.removeIf(name -> name.startsWith("connect"));
        state.put("components", names);
        state.put(
                "routes",
                context.getRoutes().stream()
                        .filter(route -> route.getRouteId().equals("hosts-own"))
                        .map(route -> route.getRouteId() + " " + route.getEndpoint())
                        .toList());
        DefaultCamelCatalog catalog = new DefaultCamelCatalog(true);
        for (String name : List.of("http", "direct", "seda", "quartz")) {
            Component component = context.hasComponent(name);
            PropertyConfigurerGetter options = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
            for (var option : catalog.componentModel(name).getComponentOptions()) {
                state.put(
                        name + "." + option.getName(),
                        String.valueOf(options.getOptionValue(component, option.getName(), true)));
            }
        }
        assertThat(state).hasSizeGreaterThan(60).containsEntry("http.connectTimeout", "7000");
        JacksonDataFormat json = context.getRegistry().lookupByNameAndType("json", JacksonDataFormat.class);
        state.put("json", json.isPrettyPrint() + " " + json.getUnmarshalType());
        state.put("json of data formats", String.valueOf(context.resolveDataFormat("json") == json));
        state.put("properties", new TreeMap<>(context.getPropertiesComponent().loadProperties()));
        state.put("our key", context.resolvePropertyPlaceholders("{{connect.api-key:unknown to the host}}"));
        state.put("locations", context.getPropertiesComponent().getLocations());
        state.put("stream caching", context.isStreamCaching());
        state.put("shutdown", context.getShutdownStrategy().getTimeout());
        state.put("global options", Map.copyOf(context.getGlobalOptions()));
        state.put(
                "error handler",
                String.valueOf(context.getCamelContextExtension().getErrorHandlerFactory()));
        return state;
    }
}
