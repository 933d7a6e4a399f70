package com.example.orders;

import io.connectprocessor.sandbox.Sandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A Connect, a vendor and a PostgreSQL on this machine, for tests and tries. */
@TestConfiguration(proxyBeanMethods = false)
class Surroundings {

    /** Answers in gzip, as a proxy before the real ones may. */
    @Bean
    Sandbox sandbox() {
        return Sandbox.builder().gzip().start();
    }

    @Bean
    EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.start();
    }

    @Bean
    DynamicPropertyRegistrar addresses(Sandbox sandbox, EmbeddedPostgres postgres) {
        return registry -> {
            registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
            registry.add("spring.datasource.username", () -> "postgres");
            registry.add("connect.api-url", sandbox::connectUrl);
            registry.add("connect.api-key", sandbox::apiKey);
            registry.add("connect.products", () -> String.join(",", sandbox.products()));
            registry.add("vendor.api-url", sandbox::vendorUrl);
        };
    }
}
