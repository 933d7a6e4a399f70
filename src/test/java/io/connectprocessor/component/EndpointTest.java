package io.connectprocessor.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import java.util.UUID;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user meets when an endpoint or the component is written wrongly; nobody is called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Ledger ledger;

    @BeforeAll
    void open() {
        ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:mem:" + UUID.randomUUID()));
        ConnectComponent component = new ConnectComponent();
        component.setApiKey("SU-1:x");
        component.setProducts("PRD-1");
        component.setLedger(ledger);
        context.addComponent("connect", component);
        context.start();
    }

    @AfterAll
    void close() {
        context.stop();
        ledger.close();
    }

    private static String messages(Throwable thrown) {
        StringBuilder messages = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            messages.append(t.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect:aprove?template=x | There is no connect:aprove. Write one of connect:list",
                "connect:approve?templat=x | Unknown parameters=[{templat=x}]",
                "connect:approve?template= | connect:approve has a blank template. Name one, or leave template out",
                "connect:template?template= | connect:template has a blank template",
                "connect:fail | connect:fail needs reason",
                "connect:vendor | connect:vendor needs step and path",
                "connect:vendor?step=s | connect:vendor needs path",
                "connect:later?delay=soon | delay",
                "connect:vendor?step=s&path=/x&accept=40 | \"40\" in accept is neither an HTTP status nor the word declined",
                "connect:update?params=x | \"x\" is not an assignment",
                "connect:list?resource=request | There is no resource \"request\"",
                "connect:list?filter=eq(asset.produkt.id,x) | column 4",
                "connect:list?filter=eq(status | filter of connect:list: column"
            })
    void what_is_written_wrongly_fails_at_the_start_and_is_named(String uri, String message) {
        Throwable thrown = catchThrowable(() -> {
            Endpoint endpoint = context.getEndpoint(uri);
            ServiceHelper.startService(endpoint.createProducer());
        });

        assertThat(messages(thrown)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"15m, 900000", "30s, 30000", "1h30m, 5400000", "250, 250", "2d, 172800000"})
    void a_delay_is_a_duration(String delay, long millis) {
        ConnectEndpoint endpoint = context.getEndpoint("connect:later?delay=" + delay, ConnectEndpoint.class);

        assertThat(endpoint.getDelay()).isEqualTo(millis);
    }

    @Test
    void it_cannot_be_listened_to() {
        Throwable thrown =
                catchThrowable(() -> context.getEndpoint("connect:list").createConsumer(exchange -> {}));

        assertThat(thrown).hasMessageContaining("connect: cannot stand in from");
    }

    @Test
    void the_generated_configurers_are_found_and_know_every_option() {
        PropertyConfigurer forEndpoint =
                PluginHelper.getConfigurerResolver(context).resolvePropertyConfigurer("connect-endpoint", context);
        PropertyConfigurer forComponent =
                PluginHelper.getConfigurerResolver(context).resolvePropertyConfigurer("connect-component", context);
        ConnectEndpoint endpoint = new ConnectEndpoint("connect:vendor", new ConnectComponent());

        assertThat(forEndpoint.configure(context, endpoint, "step", "s", false)).isTrue();
        assertThat(forEndpoint.configure(context, endpoint, "stepp", "s", false))
                .isFalse();
        assertThat(endpoint.getStep()).isEqualTo("s");
        assertThat(forComponent).isNotNull();
    }

    @Test
    void the_components_options_take_durations_as_they_are_written() {
        Component component = new ConnectComponent();

        PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(component)
                .withConfigurer(PluginHelper.getConfigurerResolver(context)
                        .resolvePropertyConfigurer("connect-component", context))
                .withProperty("recheckAfter", "30s")
                .withProperty("retryMaxDelay", "15m")
                .withProperty("connectTimeout", "200ms")
                .withProperty("rate", "2.5")
                .bind();

        ConnectComponent bound = (ConnectComponent) component;
        assertThat(bound.getRecheckAfter()).isEqualTo(30_000);
        assertThat(bound.getRetryMaxDelay()).isEqualTo(900_000);
        assertThat(bound.getConnectTimeout()).isEqualTo(200);
        assertThat(bound.getRate()).isEqualTo(2.5);
    }

    @Test
    void the_catalog_of_the_component_is_on_the_class_path() {
        assertThat(getClass().getResource("/META-INF/io/connectprocessor/component/connect.json"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | PRD-1 | The component connect needs apiKey (connect.api-key).",
                "SU-1:x | '' | The component connect needs products (connect.products)."
            })
    void a_component_without_what_it_needs_says_so(String key, String products, String message) throws Exception {
        ConnectComponent component = new ConnectComponent();
        component.setApiKey(key);
        component.setProducts(products);
        component.setLedger(ledger);
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            assertThat(messages(catchThrowable(() -> {
                        other.addComponent("connect", component);
                        other.start();
                        other.getEndpoint("connect:get");
                    })))
                    .contains(message)
                    .doesNotContain("SU-1:x");
        }
    }

    @Test
    void a_component_without_a_ledger_says_so() throws Exception {
        ConnectComponent component = new ConnectComponent();
        component.setApiKey("SU-1:x");
        component.setProducts("PRD-1");
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            assertThat(messages(catchThrowable(() -> {
                        other.addComponent("connect", component);
                        other.start();
                        other.getEndpoint("connect:get");
                    })))
                    .contains("The component connect has no ledger. Bind a Ledger into the registry");
        }
    }
}
