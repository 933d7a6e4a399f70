package io.connectprocessor.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.settings.SettingsException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ConnectProcessorAutoConfigurationTest {

    private static final String[] SETTINGS = {
        "connect.api-key=SU-1:secret",
        "connect.products=PRD-000-000-000",
        "connect.api-url=http://127.0.0.1:1",
        "vendor.api-url=http://127.0.0.1:1"
    };

    private final ApplicationContextRunner withoutContext = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ConnectProcessorAutoConfiguration.class, ConnectHealthAutoConfiguration.class));

    /** With a context that nobody starts. */
    private final ApplicationContextRunner unset =
            withoutContext.withBean(CamelContext.class, DefaultCamelContext::new);

    private final ApplicationContextRunner set = unset.withPropertyValues(SETTINGS);

    @Configuration(proxyBeanMethods = false)
    static class HostRoute {
        @Bean
        RouteBuilder greeting() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:greet").routeId("greet").setBody(constant("hello"));
                }
            };
        }
    }

    @Test
    void the_processor_is_part_of_the_hosts_context_and_of_its_health_and_ends_with_it() {
        AtomicReference<ConnectProcessor> seen = new AtomicReference<>();
        try (Ledger ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:mem:boot-" + System.nanoTime()))) {
            withoutContext
                    .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class))
                    .withPropertyValues(SETTINGS)
                    .withUserConfiguration(HostRoute.class)
                    .withBean("ledger", Ledger.class, () -> ledger, definition -> definition.setDestroyMethodName(""))
                    .run(application -> {
                        CamelContext context = application.getBean(CamelContext.class);
                        ConnectProcessor processor = application.getBean(ConnectProcessor.class);
                        seen.set(processor);

                        assertThat(context.getRouteController()
                                        .getRouteStatus("process-request")
                                        .isStarted())
                                .isTrue();
                        assertThat(context.createProducerTemplate().requestBody("direct:greet", (Object) "anybody"))
                                .isEqualTo("hello");
                        Health health =
                                application.getBean(HealthIndicator.class).health();
                        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                        assertThat(health.getDetails().get("reason").toString())
                                .isNotBlank()
                                .doesNotContain("secret");
                        assertThat(processor.ledger()).isSameAs(ledger);
                    });
            assertThat(seen.get().isStopped()).isTrue();
            assertThat(ledger.purge()).as("still open").isZero();
        }
    }

    @Test
    void it_can_be_turned_off() {
        unset.withPropertyValues("connect.enabled=false")
                .run(application -> assertThat(application)
                        .hasNotFailed()
                        .doesNotHaveBean(ConnectProcessor.class)
                        .doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void without_a_camel_context_there_is_nothing_to_be_part_of() {
        withoutContext.run(
                application -> assertThat(application).hasNotFailed().doesNotHaveBean(ConnectProcessor.class));
    }

    @Test
    void without_actuator_there_is_no_health() {
        set.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(application -> assertThat(application)
                        .hasSingleBean(ConnectProcessor.class)
                        .doesNotHaveBean("connectHealthIndicator"));
    }

    @Test
    void a_processor_of_the_hosts_own_is_the_only_one_and_has_health() {
        ConnectProcessor own = ConnectProcessor.builder(Map.of(
                        "connect.api-key", "one", "connect.products", "PRD-1", "vendor.api-url", "http://127.0.0.1:1"))
                .build();
        unset.withBean("own", ConnectProcessor.class, () -> own)
                .run(application -> assertThat(application)
                        .hasNotFailed()
                        .hasSingleBean(HealthIndicator.class)
                        .getBean(ConnectProcessor.class)
                        .isSameAs(own));
    }

    @Test
    void a_component_of_the_hosts_own_is_left_alone() {
        unset.withBean("connect", ConnectComponent.class)
                .run(application -> assertThat(application).hasNotFailed().doesNotHaveBean(ConnectProcessor.class));
    }

    @Test
    void a_customizer_has_the_last_word() {
        set.withBean(ConnectProcessorCustomizer.class, () -> builder -> builder.routePrefix("1st"))
                .run(application -> assertThat(application)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("\"1st\" cannot stand before names"));
    }

    @Test
    void without_a_key_it_does_not_start_and_says_what_to_do() {
        unset.withPropertyValues("connect.poducts=PRD-1").run(application -> {
            assertThat(application).getFailure().hasRootCauseInstanceOf(SettingsException.class);
            FailureAnalysis analysis = new SettingsFailureAnalyzer().analyze(application.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("connect.api-key is not set")
                    .contains("connect.poducts is not a key (\"connect.poducts\" from property source \"test\")");
            assertThat(analysis.getAction())
                    .contains("Set connect.api-key in")
                    .contains("did you mean connect.products?")
                    .contains("connect.enabled=false");
        });
    }

    @Test
    void a_data_source_that_is_not_there_is_refused_by_name() {
        ApplicationContextRunner wanting = set.withPropertyValues("connect.ledger.data-source=true");
        refused(wanting.withPropertyValues("ledger.url=jdbc:h2:mem:x"), "ledger.url is set as well");
        refused(wanting, "there is no DataSource bean");
        ApplicationContextRunner two = wanting.withBean("orders", DataSource.class, JdbcDataSource::new)
                .withBean("archive", DataSource.class, JdbcDataSource::new);
        refused(two, "the DataSource beans are orders, archive. Write the name of one of them, or mark one @Primary.");
        refused(two.withPropertyValues("connect.ledger.data-source=order"), "is order, but the DataSource beans are");
    }

    private static void refused(ApplicationContextRunner application, String why) {
        application.run(refused -> {
            assertThat(refused).getFailure().hasRootCauseInstanceOf(ConfigurationException.class);
            assertThat(new RefusedStartFailureAnalyzer()
                            .analyze(refused.getStartupFailure())
                            .getDescription())
                    .contains("connect.ledger.data-source is ")
                    .contains(why);
        });
    }
}
