package com.example.orders;

import io.connectprocessor.sandbox.Sandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A Connect, a vendor and a PostgreSQL on this machine, for tests and tries. They end after the application. */
class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext application) {
        // In gzip, as a proxy before the real ones may answer.
        Sandbox sandbox = Sandbox.builder().gzip().start();
        EmbeddedPostgres postgres = postgres();
        TestPropertyValues.of(
                        "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "spring.datasource.username=postgres",
                        "connect.api-url=" + sandbox.connectUrl(),
                        "connect.api-key=" + sandbox.apiKey(),
                        "connect.products=" + String.join(",", sandbox.products()),
                        "vendor.api-url=" + sandbox.vendorUrl())
                .applyTo(application);
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) application.getBeanFactory();
        beans.registerSingleton("sandbox", sandbox);
        // What is registered first is destroyed last.
        beans.registerDisposableBean("postgres", postgres::close);
        beans.registerDisposableBean("sandbox", sandbox::close);
    }

    private static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
