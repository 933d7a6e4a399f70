package io.connectprocessor.springboot;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Leaves the host's database alone: this jar brings Flyway for its ledger, and Boot would take that for the wish to migrate the host's DataSource,
 * which fails on a database that is not empty. A host that has anything in {@code db/migration} or any {@code spring.flyway} key has Flyway of its own.
 */
final class HostFlyway implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean configured = Binder.get(environment)
                .bind("spring.flyway", Bindable.mapOf(String.class, Object.class))
                .isBound();
        ClassLoader loader = application.getResourceLoader() == null
                ? ClassUtils.getDefaultClassLoader()
                : application.getResourceLoader().getClassLoader();
        if (!configured && loader.getResource("db/migration") == null) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("connect-processor", Map.of("spring.flyway.enabled", "false")));
        }
    }
}
