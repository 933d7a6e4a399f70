package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One clear message, with the key or the place, and the exit code. */
class WrongStartTest {

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Journey journey;

    @BeforeEach
    void open() {
        sandbox = Sandbox.builder().start();
        journey =
                new Journey(folder, sandbox).set("management.enabled", "false").set("once.wait", "1s");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void stops(int code, String... said) throws Exception {
        assertThat(journey.run("run", "--once"))
                .as(journey.err() + journey.out())
                .isEqualTo(code);
        assertThat(journey.err() + journey.out()).contains(said).doesNotContain("\tat ");
    }

    @Test
    void no_products() throws Exception {
        journey.set("connect.products", "");
        stops(2, "connect.products");
    }

    @Test
    void an_unknown_key() throws Exception {
        journey.set("process.concurency", "8");
        stops(2, "application.properties", "process.concurency", "process.concurrency");
    }

    @Test
    void a_template_that_is_not_there() throws Exception {
        journey.set("connect.template.activation", "Welcome");
        stops(2, "connect.template.activation", "\"Welcome\"", "\"Default Activation Template\"");
    }

    @Test
    void a_product_that_is_not_there() throws Exception {
        journey.set("connect.products", "PRD-999-999-999");
        stops(2, "connect.products", "PRD-999-999-999");
    }

    @Test
    void a_misspelt_route() throws Exception {
        Path file = journey.routes().resolve("process-request.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("direct:on-cancel", "direct:on-cancle"));
        stops(2, "process-request.camel.yaml:", "direct:on-cancle");
        assertThat(journey.run("validate")).isEqualTo(2);
    }

    @Test
    void connect_away() throws Exception {
        journey.set("connect.api-url", "http://127.0.0.1:1/public/v1").set("retry.first-delay", "100ms");
        stops(4, "away");
    }

    @Test
    void connect_refusing_the_key() throws Exception {
        sandbox.refuseKey(true);
        journey.set("retry.first-delay", "100ms");
        stops(4, "away or refuses us");
    }

    @Test
    void a_ledger_in_use() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (Ledger other = Ledgers.open(LedgerOptions.of("jdbc:h2:file:" + folder.resolve("data/ledger")))) {
            stops(2, "ledger.url");
        }
    }

    @Test
    void what_is_parked_needs_a_person_and_what_waits_comes_later() throws Exception {
        sandbox.seed().purchase().poison(Poison.ASSET_NULL).pending();
        stops(3, "1 parked");
    }

    @Test
    void what_waits_for_long_comes_later() throws Exception {
        sandbox.seed().purchase().pending();
        Path file = journey.routes().resolve("on-purchase.camel.yaml");
        Files.writeString(file, """
                - route:
                    id: on-purchase
                    from:
                      uri: direct:on-purchase
                      steps:
                        - to: { uri: "connect:later", parameters: { delay: 1h } }
                """);
        stops(5, "exit code 5");
    }
}
