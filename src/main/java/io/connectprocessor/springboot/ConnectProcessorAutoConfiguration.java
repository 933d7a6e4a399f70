package io.connectprocessor.springboot;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.embedded.ConnectProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

/**
 * Puts a {@link ConnectProcessor} into the CamelContext of camel-spring-boot, with the settings of Spring's Environment. It begins and ends with that
 * context.
 *
 * <p>Off with {@code connect.enabled=false}, without camel-spring-boot's context, and in an application that has a {@link ConnectProcessor} or a {@link
 * ConnectComponent} of its own, and adds it to the context itself. A {@link io.connectprocessor.ledger.Ledger} bean is the ledger; otherwise {@code
 * ledger.url} is, or with {@code connect.ledger.data-source} the application's DataSource. Beans of {@link ConnectProcessorCustomizer} have the last word.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnClass(CamelContextConfiguration.class)
@ConditionalOnBean(CamelContext.class)
@ConditionalOnMissingBean({ConnectProcessor.class, ConnectComponent.class})
@ConditionalOnProperty(name = "connect.enabled", havingValue = "true", matchIfMissing = true)
public class ConnectProcessorAutoConfiguration {

    /** Camel ends it, not Spring. */
    @Bean(destroyMethod = "")
    ConnectProcessor connectProcessor(
            ConfigurableEnvironment environment, ListableBeanFactory beans, ResourceLoader resources) {
        return new HostedProcessor(environment, beans, resources).build();
    }

    @Bean
    CamelContextConfiguration connectProcessorJoin(ConnectProcessor connectProcessor) {
        return new Join(connectProcessor);
    }
}
