package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectprocessor.embedded.ConnectProcessor;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the application as it is, between a sandbox of Connect and a sample vendor. */
class ShopTest {

    @Test
    void orders_are_provisioned_and_booked_beside_the_shop_s_own_work(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            List<SandboxRequest> orders = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                orders.add(sandbox.request("purchase").create());
            }
            Main shop = Shop.application();
            shop.addOverrideProperty("connect-processor.connect.api-url", sandbox.connectUrl());
            shop.addOverrideProperty("connect-processor.connect.api-key", sandbox.apiKey());
            shop.addOverrideProperty("connect-processor.connect.api-key-file", "");
            shop.addOverrideProperty("connect-processor.connect.products", String.join(",", sandbox.products()));
            shop.addOverrideProperty("connect-processor.vendor.api-url", sandbox.vendorUrl());
            shop.addOverrideProperty("connect-processor.ledger.url", "jdbc:h2:file:" + folder.resolve("ledger"));
            shop.start();
            try {
                await().atMost(Duration.ofSeconds(90))
                        .untilAsserted(() -> assertThat(orders).allMatch(order -> order.status().equals("approved")));

                Deliveries deliveries = shop.lookupByType(Deliveries.class).get("deliveries");
                assertThat(deliveries.booked()).hasSize(20).doesNotHaveDuplicates().allMatch(id -> id.toString().startsWith("SUB-"));
                assertThat(shop.getCamelContext().hasService(ConnectProcessor.class).health().up()).isTrue();
                assertThat(shop.getCamelContext().getRoute("poll").getEndpoint().getEndpointUri()).startsWith("timer:");
            } finally {
                shop.stop();
            }
        }
    }

    /** What the library brings into an application, and what it must not. */
    @Test
    void the_library_brings_no_server_no_logging_backend_and_no_command_line() {
        for (String foreign : List.of(
                "io.vertx.core.Vertx",
                "org.apache.camel.component.platform.http.main.ManagementHttpServer",
                "ch.qos.logback.classic.Logger",
                "org.apache.logging.log4j.core.Logger",
                "picocli.CommandLine",
                "me.tongfei.progressbar.ProgressBar",
                "org.apache.camel.component.jms.JmsComponent",
                "org.postgresql.Driver",
                "org.dhatim.fastexcel.reader.ReadableWorkbook",
                "io.connectprocessor.Main",
                "io.connectprocessor.cli.CommandLineInterface",
                "io.connectprocessor.standalone.Processor")) {
            assertThat(getClass().getClassLoader().getResource(foreign.replace('.', '/') + ".class"))
                    .as(foreign)
                    .isNull();
        }
    }
}
