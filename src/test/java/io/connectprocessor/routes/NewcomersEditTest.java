package io.connectprocessor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.cli.CommandLineInterface;
import io.connectprocessor.cli.Surroundings;
import io.connectprocessor.sandbox.Sandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a newcomer does: another vendor path and a second parameter, in a text editor, and nothing else. */
class NewcomersEditTest {

    @Test
    void an_edited_purchase_works_without_a_rebuild(@TempDir Path directory) throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                VendorDoor vendor = new VendorDoor(sandbox.vendorUrl())) {
            String id = sandbox.seed().purchase().pending();
            vendor.answerNext(201, "{\"id\":\"T-77\",\"status\":\"warming up\"}");
            edit(RouteFixture.copyShipped(directory).resolve("on-purchase.camel.yaml"));
            Files.write(
                    directory.resolve("application.properties"),
                    List.of(
                            "connect.api-url=" + sandbox.connectUrl(),
                            "connect.api-key=" + sandbox.apiKey(),
                            "connect.products=" + String.join(",", sandbox.products()),
                            "vendor.api-url=" + vendor.url(),
                            "management.enabled=false"));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();

            int code = new CommandLineInterface(new Surroundings(
                            Map.of(), Map.of(), directory, new PrintWriter(out), new PrintWriter(err), false))
                    .run("run", "--once");

            assertThat(code).describedAs("%s%n%s", out, err).isZero();
            assertThat(out.toString()).contains("Nothing needs a person");
            assertThat(vendor.calls(id)).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.path()).isEqualTo("/v2/tenants");
            });
            Map<String, Object> request = sandbox.requestJson(id);
            assertThat(request).containsEntry("status", "approved");
            assertThat(request.get("asset").toString())
                    .contains("id=subscription_id", "value=T-77")
                    .contains("id=activation_note", "value=warming up");
            assertThat(directory.resolve("data")).isDirectory();
        }
    }

    private static void edit(Path file) throws Exception {
        String shipped = Files.readString(file);
        String edited = shipped.replace("path: /subscriptions,", "path: /v2/tenants,")
                .replace("subscription_id=${body[id]}", "subscription_id=${body[id]},activation_note=${body[status]}");
        assertThat(edited).contains("/v2/tenants", "activation_note").hasSizeGreaterThan(shipped.length() + 20);
        Files.writeString(file, edited);
    }
}
