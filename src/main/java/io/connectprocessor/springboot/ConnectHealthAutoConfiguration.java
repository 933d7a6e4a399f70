package io.connectprocessor.springboot;

import io.connectprocessor.embedded.ConnectProcessor;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * The processor in actuator's health, as {@code connect}: up, or out of service with the reason, which a restart does not mend. Off with {@code
 * management.health.connect.enabled=false}.
 */
@AutoConfiguration(after = ConnectProcessorAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(ConnectProcessor.class)
public class ConnectHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("connect")
    @ConditionalOnMissingBean(name = "connectHealthIndicator")
    HealthIndicator connectHealthIndicator(ConnectProcessor processor) {
        return () -> {
            io.connectprocessor.embedded.Health now = processor.health();
            return now.up()
                    ? Health.up().build()
                    : Health.outOfService().withDetail("reason", now.reason()).build();
        };
    }
}
