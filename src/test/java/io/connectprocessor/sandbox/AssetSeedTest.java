package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetSeedTest {

    private static final Instant JANUARY = Instant.parse("2026-01-10T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-05T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-06T00:00:00Z");

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void an_assets_past_stands_in_its_requests_with_their_dates() {
        String id = sandbox.asset()
                .since(JANUARY)
                .suspended(MAY)
                .resumed(JUNE)
                .terminated(Instant.parse("2026-07-07T00:00:00Z"))
                .create();

        JsonNode asset = caller.get("/assets/" + id).json();
        assertThat(asset.path("status").asText()).isEqualTo("terminated");
        assertThat(asset.at("/events/created/at").asText()).isEqualTo("2026-01-10T00:00:00+00:00");
        assertThat(asset.at("/events/updated/at").asText()).isEqualTo("2026-07-07T00:00:00+00:00");
        JsonNode requests =
                caller.get("/assets/" + id + "/requests?ordering(created)").json();
        assertThat(requests.findValuesAsText("type").stream()
                        .filter(type -> type.matches("purchase|suspend|resume|cancel")))
                .containsExactly("purchase", "suspend", "resume", "cancel");
        assertThat(requests.get(1).path("status").asText()).isEqualTo("approved");
        assertThat(requests.get(1).path("effective_date").asText()).isEqualTo("2026-05-05T00:00:00+00:00");
    }

    @ParameterizedTest
    @CsvSource({"false, false, active, active", "true, false, suspended, suspended", "true, true, active, active"})
    void an_asset_and_its_subscription_stand_as_the_last_event_left_them(
            boolean suspended, boolean resumed, String status, String atTheVendor) {
        AssetSeed seed = sandbox.asset().since(JANUARY);
        if (suspended) {
            seed.suspended(MAY);
        }
        if (resumed) {
            seed.resumed(JUNE);
        }
        String id = seed.create();

        assertThat(sandbox.assetStatus(id)).isEqualTo(status);
        assertThat(sandbox.vendorStatus(sandbox.subscriptionOf(id))).isEqualTo(atTheVendor);
    }

    @Test
    void assets_are_found_by_contract_parameter_and_status() {
        String one = sandbox.asset()
                .contract("CRD-10003-20000-30000")
                .parameter("subscription_id", "S-1")
                .create();
        sandbox.asset().contract("CRD-10002-20000-30000").create();
        sandbox.asset().contract("CRD-10003-20000-30000").terminated(MAY).create();

        assertThat(caller.list("/assets", "contract.id=CRD-10003-20000-30000&ne(status,terminated)")
                        .ids())
                .containsExactly(one);
        assertThat(caller.list("/assets", "params.id=subscription_id&params.value=S-1")
                        .ids())
                .containsExactly(one);
        JsonNode lean = caller.list("/assets", "id=" + one + "&select(-items,-configuration)")
                .json()
                .get(0);
        assertThat(lean.has("items")).isFalse();
        assertThat(lean.has("configuration")).isFalse();
        assertThat(lean.has("params")).isTrue();
        assertThat(lean.at("/contract/id").asText()).isEqualTo("CRD-10003-20000-30000");
        assertThat(lean.at("/marketplace/id").asText()).isEqualTo("MP-10003");
        assertThat(caller.get("/marketplaces/MP-10003").json().path("currency").asText())
                .isEqualTo("USD");
    }

    @ParameterizedTest
    @CsvSource({"preview, CRD-00000-00000-00000", "test, CRD-10011-20000-30000", "production, CRD-10001-20000-30000"})
    void each_environment_has_its_contracts(String environment, String contract) {
        String id = sandbox.asset().environment(environment).create();

        assertThat(caller.get("/assets/" + id).json().at("/contract/id").asText())
                .isEqualTo(contract);
    }

    @Test
    void assets_for_a_look_at_usage_are_of_two_products_four_contracts_and_two_currencies() {
        try (Sandbox other = Sandbox.builder().seed(Seed.usage(3)).start()) {
            Caller client = new Caller(other);

            assertThat(client.get("/assets").ids()).hasSize(24);
            assertThat(client.list("/assets", "status=terminated").ids()).isNotEmpty();
            assertThat(client.list("/assets", "product.id=PRD-400-500-600&contract.id=CRD-10001-20000-30000")
                            .ids())
                    .hasSize(3);
            assertThat(client.get("/products/PRD-400-500-600")
                            .json()
                            .at("/capabilities/ppu/schema")
                            .asText())
                    .isEqualTo("PR");
        }
    }
}
