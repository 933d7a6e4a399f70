package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class VariationTest {

    private static final String CHANGED = "{\"template_id\":\"TL-100-200-300-001\",\"effective_date\":null}";

    @Test
    void a_failed_purchases_asset_is_terminated_and_by_variation_rejected() {
        assertThat(failed(Sandbox.builder())).isEqualTo("terminated");
        assertThat(failed(Sandbox.builder().with(Variation.FAILED_PURCHASE_IS_REJECTED)))
                .isEqualTo("rejected");
    }

    private static String failed(Sandbox.Builder builder) {
        try (Sandbox sandbox = builder.start()) {
            SandboxRequest order = sandbox.request("purchase").create();
            new Caller(sandbox).post("/requests/" + order.id() + "/fail", "{\"reason\":\"no\"}");
            return order.assetStatus();
        }
    }

    @Test
    void a_required_parameter_is_missed_at_the_approval_unless_by_variation() {
        assertThat(approved(Sandbox.builder())).isEqualTo(400);
        assertThat(approved(Sandbox.builder().with(Variation.APPROVES_WITHOUT_REQUIRED)))
                .isEqualTo(200);
    }

    private static int approved(Sandbox.Builder builder) {
        try (Sandbox sandbox = builder.start()) {
            return new Caller(sandbox)
                    .approve(sandbox.request("purchase").create().id())
                    .status();
        }
    }

    @Test
    void null_is_refused_and_by_variation_absent() {
        try (Sandbox strict = Sandbox.builder().start();
                Sandbox lenient =
                        Sandbox.builder().with(Variation.NULLS_ARE_ABSENT).start()) {
            String id = strict.request("change").create().id();
            assertThat(lenient.request("change").create().id()).isEqualTo(id);

            assertThat(new Caller(strict)
                            .post("/requests/" + id + "/approve", CHANGED)
                            .code())
                    .isEqualTo("VAL_001");
            assertThat(new Caller(lenient)
                            .post("/requests/" + id + "/approve", CHANGED)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_user_is_assigned_by_a_path_by_variation_only() {
        try (Sandbox usual = Sandbox.builder().start();
                Sandbox old = Sandbox.builder().with(Variation.ASSIGNS_BY_PATH).start()) {
            String id = usual.request("change").create().id();
            SandboxRequest change = old.request("change").create();
            String path = "/requests/" + id + "/assign/UR-1";

            assertThat(new Caller(usual).post(path, null).status()).isEqualTo(404);
            assertThat(new Caller(old).post(path, null).status()).isEqualTo(200);
            assertThat(change.assignee()).isEqualTo("UR-1");
        }
    }

    @Test
    void what_is_served_has_other_shapes_by_variation() {
        try (Sandbox usual = Sandbox.builder().start();
                Sandbox other = Sandbox.builder()
                        .with(
                                Variation.TIER2_IS_NULL,
                                Variation.QUANTITIES_ARE_NUMBERS,
                                Variation.EFFECTIVE_DATE_IS_LEFT_OUT)
                        .start()) {
            JsonNode before = served(usual);
            JsonNode after = served(other);

            assertThat(before.path("asset").path("tiers").path("tier2").isObject())
                    .isTrue();
            assertThat(after.path("asset").path("tiers").path("tier2").isNull()).isTrue();
            assertThat(before.path("asset")
                            .path("items")
                            .get(0)
                            .path("quantity")
                            .isTextual())
                    .isTrue();
            assertThat(after.path("asset").path("items").get(0).path("quantity").isNumber())
                    .isTrue();
            assertThat(after.path("asset").path("items").get(2).path("quantity").asText())
                    .isEqualTo("unlimited");
            assertThat(before.has("effective_date")).isTrue();
            assertThat(after.has("effective_date")).isFalse();
        }
    }

    private static JsonNode served(Sandbox sandbox) {
        String id =
                sandbox.request("change").item("SUPPORT", "unlimited").create().id();
        return new Caller(sandbox).get("/requests/" + id).json();
    }

    @Test
    void a_404_is_a_page_and_by_variation_json() {
        try (Sandbox usual = Sandbox.builder().start();
                Sandbox other =
                        Sandbox.builder().with(Variation.NOT_FOUND_IS_JSON).start()) {
            assertThat(new Caller(usual).get("/requests/PR-0").body()).startsWith("<html>");
            assertThat(new Caller(other).get("/requests/PR-0").code()).isEqualTo("VAL_001");
            assertThat(new Caller(other).get("/requests/PR-0").status()).isEqualTo(404);
        }
    }

    @Test
    void templates_are_filtered_by_name_by_variation_only() {
        String query = "/products/PRD-100-200-300/templates?scope=asset&name=Default%20Activation%20Template";
        try (Sandbox usual = Sandbox.builder().start();
                Sandbox other =
                        Sandbox.builder().with(Variation.TEMPLATES_BY_NAME).start()) {
            assertThat(new Caller(usual).get(query).ids()).hasSize(4);
            assertThat(new Caller(other).get(query).ids()).containsExactly("TL-100-200-300-001");
        }
    }

    @Test
    void with_a_key_of_its_own_the_distributor_does_its_part_and_the_vendor_the_other() {
        try (Sandbox sandbox = Sandbox.builder().distributorKey("ApiKey SU-2:d").start()) {
            Caller vendor = new Caller(sandbox);
            String change = sandbox.request("change").create().id();
            String path = sandbox.connectUrl() + "/requests";
            String order =
                    "{\"type\":\"purchase\",\"asset\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":1}],\"connection\":{\"type\":\"production\"}}}";

            assertThat(vendor.post("/requests", order).status()).isEqualTo(403);
            assertThat(vendor.post("/requests", order.replace("production", "preview"))
                            .status())
                    .isEqualTo(201);
            assertThat(vendor.send("POST", path, order, "Authorization", "ApiKey SU-2:d")
                            .status())
                    .isEqualTo(201);
            assertThat(vendor.send(
                                    "POST",
                                    path + "/" + change + "/approve",
                                    "{\"template_id\":\"TL-100-200-300-001\"}",
                                    "Authorization",
                                    "ApiKey SU-2:d")
                            .status())
                    .isEqualTo(403);
            vendor.post("/requests/" + change + "/schedule", "{\"planned_date\":\"2199-01-01T00:00:00Z\"}");
            assertThat(vendor.post("/requests/" + change + "/revoke", "{\"reason\":\"x\"}")
                            .status())
                    .isEqualTo(403);
            assertThat(vendor.send(
                                    "POST",
                                    path + "/" + change + "/revoke",
                                    "{\"reason\":\"x\"}",
                                    "Authorization",
                                    "ApiKey SU-2:d")
                            .status())
                    .isEqualTo(200);
        }
    }
}
