package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxRequestTest {

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_test_builds_its_own_request_and_sees_it_change() {
        SandboxRequest order = sandbox.request("purchase")
                .item("SEAT", 10)
                .item("STORAGE", "2.5")
                .parameter("company_domain", "ada.example.com")
                .parameter("subscription_id", null)
                .customer("Ada's Bakery")
                .tier1(Map.of("name", "Shop", "external_id", "R-7"))
                .environment("test")
                .marketplace("MP-10002")
                .externalId("ORDER-9")
                .assignedAsText("UR-1")
                .create();
        JsonNode asset = order.json().path("asset");

        assertThat(order.type()).isEqualTo("purchase");
        assertThat(order.status()).isEqualTo("pending");
        assertThat(order.assetStatus()).isEqualTo("processing");
        assertThat(order.items()).containsEntry("SEAT", "10").containsEntry("STORAGE", "2.5");
        assertThat(order.assignee()).isEqualTo("UR-1");
        assertThat(asset.path("external_id").asText()).isEqualTo("ORDER-9");
        assertThat(asset.path("connection").path("type").asText()).isEqualTo("test");
        assertThat(asset.path("marketplace").path("id").asText()).isEqualTo("MP-10002");
        assertThat(asset.path("tiers").path("customer").path("name").asText()).isEqualTo("Ada's Bakery");
        assertThat(asset.path("tiers").path("tier1").path("external_id").asText())
                .isEqualTo("R-7");
        assertThat(asset.path("tiers").path("tier2").isEmpty()).isTrue();
        caller.fill(order.id());
        caller.approve(order.id());

        assertThat(order.status()).isEqualTo("approved");
        assertThat(order.parameters()).containsEntry("subscription_id", "SUB-9");
        assertThat(order.template()).isEqualTo("Default Activation Template");
        assertThat(order.activationKey()).contains("SUB-9");
        assertThat(order.effectiveDate()).isNotNull();
        assertThat(order.toString()).isEqualTo(order.id() + " (approved)");
    }

    @Test
    void the_reason_of_a_failure_is_seen() {
        SandboxRequest order = sandbox.request("purchase").create();
        assertThat(order.reason()).isEmpty();

        caller.post("/requests/" + order.id() + "/fail", "{\"reason\":\"no such town\"}");

        assertThat(order.status()).isEqualTo("failed");
        assertThat(order.reason()).isEqualTo("no such town");
    }

    @Test
    void what_the_vendor_received_is_seen() {
        SandboxRequest order = sandbox.request("purchase").create();

        caller.vendor("POST", "/subscriptions", "{\"request_id\":\"" + order.id() + "\"}", "Idempotency-Key", "k");

        assertThat(order.vendorBodies()).singleElement().satisfies(call -> {
            assertThat(call.action()).isEqualTo("create-subscription");
            assertThat(call.idempotencyKey()).isEqualTo("k");
        });
    }

    @Test
    void a_purchase_waits_for_its_tiers_when_it_is_built_so() {
        SandboxRequest order = sandbox.request("purchase")
                .tier1(Map.of("name", "Shop"))
                .tier2(Map.of("name", "Hub"))
                .tiersFirst()
                .create();

        assertThat(order.status()).isEqualTo("tiers_setup");
        assertThat(order.waitsFor()).extracting(SandboxRequest::status).containsExactly("pending", "tiers_setup");
        assertThat(order.waitsFor()
                        .get(0)
                        .json()
                        .path("configuration")
                        .path("account")
                        .path("name")
                        .asText())
                .isEqualTo("Hub");
    }

    @Test
    void a_tier_request_answers_in_the_same_words() {
        SandboxRequest tier = sandbox.tierRequest("setup")
                .level(2)
                .environment("test")
                .parameter("reseller_contact", "r@example.com")
                .create();

        assertThat(tier.id()).startsWith("TCR-");
        assertThat(tier.status()).isEqualTo("pending");
        assertThat(tier.parameters()).containsEntry("reseller_contact", "r@example.com");
        assertThat(tier.configurationStatus()).isEqualTo("processing");
        assertThat(tier.assetId()).isEmpty();
        assertThat(tier.assignee()).isEmpty();
        assertThat(tier.waitsFor()).isEmpty();
    }

    @Test
    void an_unknown_id_is_named() {
        assertThatThrownBy(() -> sandbox.requestOf("PR-0").status())
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("PR-0");
    }

    @Test
    void time_passes_for_a_request_of_the_tests_own() {
        SandboxRequest change = sandbox.request("change")
                .status("scheduled")
                .plannedDate(sandbox.now().plus(Duration.ofHours(1)).toString().replaceAll("\\.[0-9]+", ""))
                .create();
        assertThat(change.status()).isEqualTo("scheduled");

        assertThat(change.after(Duration.ofHours(2)).status()).isEqualTo("pending");
    }

    @Test
    void another_process_moves_requests_by_the_control_pages() {
        SandboxRequest inquiring =
                sandbox.request("purchase").parameter("admin_email", null).create();
        SandboxRequest early = scheduled();
        SandboxRequest revoked = scheduled();
        SandboxRequest late = scheduled();

        assertThat(caller.control(
                                "POST",
                                "/requests/" + inquiring.id() + "/answer",
                                "{\"params\":{\"admin_email\":\"a@example.com\"}}")
                        .status())
                .isEqualTo(204);
        caller.control("POST", "/requests/" + early.id() + "/date-reached", null);
        caller.control("POST", "/requests/" + revoked.id() + "/revoke", "{\"reason\":\"gone\"}");
        caller.control("POST", "/advance", "{\"seconds\":9999999999}");

        assertThat(inquiring.status()).isEqualTo("pending");
        assertThat(early.status()).isEqualTo("pending");
        assertThat(revoked.status()).isEqualTo("revoking");
        assertThat(revoked.reason()).isEqualTo("gone");
        assertThat(late.status()).isEqualTo("pending");
        assertThat(caller.control("POST", "/requests/" + early.id() + "/date-reached", null)
                        .status())
                .isEqualTo(409);
        assertThat(caller.control("POST", "/requests/PR-0/revoke", null).status())
                .isEqualTo(409);
        assertThat(caller.control("POST", "/advance", "{}").status()).isEqualTo(400);
        assertThat(caller.control("POST", "/requests/PR-0/teleport", null).status())
                .isEqualTo(404);
    }

    private SandboxRequest scheduled() {
        return sandbox.request("change")
                .status("scheduled")
                .plannedDate("2199-01-01T00:00:00+00:00")
                .create();
    }
}
