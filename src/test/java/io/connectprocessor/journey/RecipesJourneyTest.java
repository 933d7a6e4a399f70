package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.sandbox.VendorBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of docs/recipes.md, as they stand there. */
class RecipesJourneyTest {

    private static final Pattern FILE =
            Pattern.compile("`([a-z-]+\\.camel\\.yaml)`\n\n```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private Journey journey(Sandbox sandbox, String heading, int expected) throws IOException {
        Journey journey = new Journey(folder, sandbox).set("management.enabled", "false");
        String page = Files.readString(Path.of("docs/recipes.md"));
        String recipe = page.substring(page.indexOf("## " + heading)).split("\n## ")[0];
        Matcher file = FILE.matcher(recipe);
        int files = 0;
        while (file.find()) {
            Files.writeString(journey.routes().resolve(file.group(1)), file.group(2));
            files++;
        }
        assertThat(files).isEqualTo(expected);
        return journey;
    }

    @Test
    void a_vendor_that_needs_time_is_asked_until_it_is_ready() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().vendorActivatesAfterLooks(3).start()) {
            SandboxRequest request = sandbox.request("purchase").create();
            Journey journey = journey(sandbox, "A vendor that needs time", 2)
                    .set("ready.ask-every", "10ms")
                    .set("ready.at-most", "1h");

            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isZero();

            assertThat(request.status()).isEqualTo("approved");
            assertThat(sandbox.books().vendorEffects()).containsEntry(request.id(), 1);
        }
    }

    @Test
    void a_vendor_that_is_never_ready_gets_its_request_parked() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().vendorActivatesByHand().start()) {
            SandboxRequest request = sandbox.request("purchase").create();
            Journey journey = journey(sandbox, "A vendor that needs time", 2)
                    .set("ready.ask-every", "10ms")
                    .set("ready.at-most", "20ms");

            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isEqualTo(3);

            assertThat(request.status()).isEqualTo("pending");
            assertThat(journey.say("dead-letters", "list").out()).contains(request.id(), "its deadline of");
        }
    }

    @Test
    void nothing_is_left_of_a_purchase_that_the_distributor_takes_back() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .fault(Fault.status(400).onAction("update-request"))
                .start()) {
            SandboxRequest request = sandbox.request("purchase").create();
            Journey journey = journey(sandbox, "What the distributor takes back", 1);
            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isEqualTo(3);
            request.scheduledByHand("2099-01-01T00:00:00Z").distributorRevokes("changed our minds");
            assertThat(journey.run("dead-letters", "replay", request.id())).isZero();

            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isZero();

            assertThat(request.status()).isEqualTo("revoked");
            assertThat(sandbox.vendorStatus("SUB-000001")).isEqualTo("cancelled");
            assertThat(journey.out()).contains("confirmed");
        }
    }

    @Test
    void what_a_route_has_scheduled_is_done_when_it_comes_back() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            SandboxRequest purchase = sandbox.request("purchase").create();
            Journey journey = journey(sandbox, "A request for a later date", 1);
            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();
            SandboxRequest cancel =
                    sandbox.request("cancel").asset(purchase.assetId()).create();

            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();
            assertThat(cancel.status()).isEqualTo("scheduled");
            assertThat(sandbox.vendorStatus("SUB-000001")).isEqualTo("active");
            cancel.dateReached();
            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();

            assertThat(cancel.status()).isEqualTo("approved");
            assertThat(sandbox.vendorStatus("SUB-000001")).isEqualTo("cancelled");
        }
    }

    @Test
    void a_vendor_without_idempotency_keys_creates_once_though_its_reply_was_lost() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .vendorIgnoresIdempotencyKey()
                .fault(Fault.replyLost().onAction("create-subscription").times(1))
                .start()) {
            SandboxRequest request = sandbox.request("purchase").create();
            Journey journey =
                    journey(sandbox, "A vendor without idempotency keys", 2).set("retry.first-delay", "10ms");

            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isZero();

            assertThat(request.status()).isEqualTo("approved");
            assertThat(sandbox.books().repeatedVendorEffects()).isEmpty();
        }
    }

    @Test
    void items_that_come_and_go_are_told_to_the_vendor_one_by_one_and_once() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            SandboxRequest purchase =
                    sandbox.request("purchase").item("SEAT", 10).create();
            Journey journey = journey(sandbox, "One call for each item", 1).set("retry.first-delay", "10ms");
            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();
            sandbox.addFault(Fault.status(503).onAction("change-subscription").times(1));
            SandboxRequest change = sandbox.request("change")
                    .asset(purchase.assetId())
                    .item("SEAT", 0)
                    .item("STORAGE", 2)
                    .create();

            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();

            assertThat(change.status()).isEqualTo("approved");
            // Items carry no request id, by which the sandbox's vendor keeps what it got.
            assertThat(sandbox.vendorBodies(""))
                    .extracting(VendorBody::idempotencyKey)
                    .containsExactly(change.id() + ":add-STORAGE", change.id() + ":remove-SEAT");
        }
    }

    @Test
    void the_customer_is_asked_for_another_domain_and_the_answer_reaches_the_vendor() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .fault(Fault.status(409).onAction("change-subscription").times(1))
                .start()) {
            SandboxRequest request = sandbox.request("purchase")
                    .parameter("company_domain", "taken.example")
                    .create();
            Journey journey = journey(sandbox, "Ask the customer", 1)
                    .set("domain.taken", "This domain is taken. Which other one shall it be?");

            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isZero();
            assertThat(request.status()).isEqualTo("inquiring");
            assertThat(request.parameterErrors()).containsKey("company_domain");

            request.customerAnswers(Map.of("company_domain", "free, and (odd).example"));
            assertThat(journey.run("run", "--once"))
                    .as(journey.out() + journey.err())
                    .isZero();

            assertThat(request.status()).isEqualTo("approved");
            assertThat(request.parameterErrors()).isEmpty();
            assertThat(request.vendorBodies())
                    .extracting(VendorBody::action, VendorBody::idempotencyKey)
                    .containsExactly(
                            tuple("create-subscription", request.id() + ":create-subscription"),
                            tuple("change-subscription", request.id() + ":set-domain:2"));
            assertThat(request.vendorBodies().get(1).body()).contains("free, and (odd).example");
        }
    }
}
