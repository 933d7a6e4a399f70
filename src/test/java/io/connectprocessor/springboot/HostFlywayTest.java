package io.connectprocessor.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class HostFlywayTest {

    private final StandardEnvironment environment = new StandardEnvironment();
    private final SpringApplication application = new SpringApplication();

    private String enabled() {
        new HostFlyway(Supplier::get).postProcessEnvironment(environment, application);
        return environment.getProperty("spring.flyway.enabled");
    }

    @Test
    void a_host_without_migrations_gets_no_flyway_on_our_account() {
        assertThat(enabled()).isEqualTo("false");
    }

    @Test
    void a_host_with_migrations_has_its_flyway(@TempDir Path classPath) throws IOException {
        Path migrations = Files.createDirectories(classPath.resolve("db/migration/postgresql"));
        Files.writeString(migrations.resolve("V1__orders.sql"), "create table orders (id int)");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath.toUri().toURL()})) {
            application.setResourceLoader(new DefaultResourceLoader(loader));

            assertThat(enabled()).isNull();
        }
    }

    @Test
    void a_host_with_any_setting_of_flyway_has_its_flyway() {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("host", Map.of("spring.flyway.locations", "classpath:schema")));

        assertThat(enabled()).isNull();
    }

    @Test
    void boot_finds_it() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                EnvironmentPostProcessor.class,
                                ArgumentResolver.of(DeferredLogFactory.class, Supplier::get),
                                FailureHandler.logging(LogFactory.getLog(getClass()))))
                .hasAtLeastOneElementOfType(HostFlyway.class);
    }
}
