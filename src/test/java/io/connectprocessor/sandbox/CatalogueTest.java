package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final String PRODUCT = "/products/PRD-100-200-300";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_product_shows_its_capabilities_and_they_change() {
        JsonNode before = caller.get(PRODUCT).json().path("capabilities");
        sandbox.seed().capability("PRD-100-200-300", Capability.SIMULTANEOUS_ADJUSTMENT, true);
        sandbox.seed().capability("PRD-100-200-300", Capability.HOLD, false);
        JsonNode after = caller.get(PRODUCT).json().path("capabilities");

        assertThat(before.path("tiers").path("configs").path("level").asInt()).isEqualTo(2);
        assertThat(before.path("subscription").path("hold").asBoolean()).isTrue();
        assertThat(before.path("cart").path("validation").asBoolean(true)).isFalse();
        assertThat(after.path("subscription").path("hold").asBoolean()).isFalse();
        assertThat(after.path("subscription")
                        .path("change")
                        .path("simultaneous_adjustment")
                        .asBoolean())
                .isTrue();
        assertThat(caller.get("/products/PRD-400-500-600")
                        .json()
                        .path("capabilities")
                        .path("subscription")
                        .path("hold")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void parameters_have_an_id_of_their_own_and_the_name_that_requests_use() {
        Caller.Answer all = caller.get(PRODUCT + "/parameters");
        Caller.Answer found = caller.list(PRODUCT + "/parameters", "phase=fulfillment&scope=asset");

        assertThat(all.range()).isEqualTo("items 0-7/8");
        assertThat(found.json().findValuesAsText("name")).containsExactly("subscription_id", "activation_note");
        assertThat(found.ids()).allMatch(id -> id.startsWith("PRM-"));
        assertThat(found.json().get(0).path("constraints").path("required").asBoolean())
                .isTrue();
        assertThat(caller.list(PRODUCT + "/parameters", "constraints.required=true&scope=asset")
                        .json())
                .hasSize(2);
    }

    @Test
    void items_are_found_by_mpn() {
        JsonNode item = caller.list(PRODUCT + "/items", "mpn=TRAFFIC").json().get(0);

        assertThat(item.path("id").asText()).isEqualTo("PRD-100-200-300-0004");
        assertThat(item.path("local_id").asText()).isEqualTo("PRD_100_200_300_0004");
        assertThat(item.path("precision").asText()).isEqualTo("decimal(4)");
        assertThat(caller.list(PRODUCT + "/items", "in(mpn,(SEAT,STORAGE))&limit=1")
                        .range())
                .isEqualTo("items 0-0/2");
    }

    @Test
    void configurations_connections_marketplaces_and_the_own_account_are_there() {
        assertThat(caller.get(PRODUCT + "/configurations")
                        .json()
                        .get(0)
                        .path("value")
                        .asText())
                .isEqualTo("eu-west");
        assertThat(caller.list(PRODUCT + "/connections", "type=test")
                        .json()
                        .get(0)
                        .path("hub")
                        .has("id"))
                .isTrue();
        assertThat(caller.get("/marketplaces").ids()).hasSize(4).contains("MP-10000");
        assertThat(caller.get("/marketplaces/MP-10001").json().path("name").asText())
                .startsWith("Marketplace");
        assertThat(caller.get("/marketplaces/MP-1").status()).isEqualTo(404);
        assertThat(caller.get("/accounts").ids()).containsExactly("VA-000-000");
        assertThat(caller.get("/accounts/VA-000-000").json().path("role").asText())
                .isEqualTo("vendor");
        assertThat(caller.get("/accounts/VA-1").status()).isEqualTo(404);
        assertThat(caller.get("/products").ids()).hasSize(3);
        assertThat(caller.get(PRODUCT + "/nonesuch").status()).isEqualTo(404);
        assertThat(caller.get("/products/PRD-0/items").status()).isEqualTo(404);
        assertThat(caller.post("/marketplaces", "{}").status()).isEqualTo(405);
    }

    @Test
    void a_product_of_a_tests_own_has_what_it_was_given_and_lacks_what_it_was_not() {
        String id = sandbox.seed()
                .product("PRD-900-000-001", "Cloud Own")
                .tierLevels(0)
                .item("DISK", "Disk", "GB", "Monthly", "Reservation")
                .requiredParameter("licence", "fulfillment", "text")
                .withoutParameter("subscription_id")
                .withoutTemplate("Partial Activation Template")
                .template("Renewed", "asset", "fulfillment", "Until {{licence}}.")
                .capability(Capability.HOLD, false)
                .create();
        SandboxRequest order =
                sandbox.request("purchase").product(id).item("DISK", 3).create();
        String template = caller.get("/products/" + id + "/templates?type=fulfillment")
                .json()
                .get(1)
                .path("id")
                .asText();

        caller.put("/requests/" + order.id(), "{\"asset\":{\"params\":[{\"id\":\"licence\",\"value\":\"2030\"}]}}");
        caller.post("/requests/" + order.id() + "/approve", "{\"template_id\":\"" + template + "\"}");

        assertThat(order.status()).isEqualTo("approved");
        assertThat(order.template()).isEqualTo("Renewed");
        assertThat(order.activationKey()).isEqualTo("Until 2030.");
        assertThat(order.parameters()).doesNotContainKey("subscription_id");
    }

    @Test
    void assets_are_listed_with_their_requests_and_rendered() {
        SandboxRequest change = sandbox.request("change").create();
        caller.approve(change.id());
        String path = "/assets/" + change.assetId();

        assertThat(caller.list("/assets", "product.id=PRD-100-200-300&status=active")
                        .ids())
                .containsExactly(change.assetId());
        assertThat(caller.list("/assets", "status=terminated").ids()).isEmpty();
        assertThat(caller.get(path + "/requests").ids()).containsExactly(change.id());
        assertThat(caller.get(path + "/render").body()).contains("Welcome");
        assertThat(caller.get("/requests/" + change.id() + "/render").body()).isEqualTo(change.activationKey());
        assertThat(caller.put(path, "{}").status()).isEqualTo(405);
        assertThat(caller.get("/assets/AS-0").status()).isEqualTo(404);
    }

    @Test
    void the_varied_seed_has_every_type_status_quantity_and_environment() {
        try (Sandbox varied =
                Sandbox.builder().seed(Seed.varied()).previewFilter().start()) {
            Caller on = new Caller(varied);
            for (String status : new String[] {
                "draft", "tiers_setup", "inquiring", "approved", "failed", "scheduled", "revoking", "revoked"
            }) {
                assertThat(on.list("/requests", "status=" + status).ids())
                        .as(status)
                        .isNotEmpty();
            }
            for (String type : new String[] {"adjustment", "renew", "transfer", "resume", "cancel"}) {
                assertThat(on.list("/requests", "type=" + type).ids()).as(type).isNotEmpty();
            }
            for (String environment : new String[] {"preview", "test", "production"}) {
                assertThat(on.list("/requests", "asset.connection.type=" + environment)
                                .ids())
                        .as(environment)
                        .isNotEmpty();
            }
            assertThat(on.get("/requests?limit=100").json().findValuesAsText("quantity"))
                    .contains("0", "2.5", "-1", "unlimited");
            assertThat(on.get("/requests").ids()).hasSize(40);
        }
    }
}
