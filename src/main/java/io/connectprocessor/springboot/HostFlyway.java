package io.connectprocessor.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

/**
 * Leaves the host's database alone: this jar brings Flyway for its ledger, and Boot would take that for the wish to migrate the host's DataSource,
 * which fails on a database that is not empty. A host that has anything in {@code db/migration} or any {@code spring.flyway} key has Flyway of its own.
 */
final class HostFlyway implements EnvironmentPostProcessor, Ordered {

    private final Log log;

    HostFlyway(DeferredLogFactory logs) {
        log = logs.getLog(HostFlyway.class);
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean configured = Binder.get(environment)
                .bind("spring.flyway", Bindable.mapOf(String.class, Object.class))
                .isBound();
        if (configured || hasMigrations(application)) {
            return;
        }
        log.info(
                "Flyway is on the class path for the ledger of connect-processor, and is turned off for this application, which has nothing in db/migration."
                        + " If it has migrations elsewhere, set spring.flyway.enabled=true.");
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("connect-processor", Map.of("spring.flyway.enabled", "false")));
    }

    /** Files, not the folder, which a jar need not list. */
    private static boolean hasMigrations(SpringApplication application) {
        ClassLoader loader = application.getResourceLoader() == null
                ? ClassUtils.getDefaultClassLoader()
                : application.getResourceLoader().getClassLoader();
        try {
            return new PathMatchingResourcePatternResolver(loader).getResources("classpath*:db/migration/**/*.*").length
                    > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
