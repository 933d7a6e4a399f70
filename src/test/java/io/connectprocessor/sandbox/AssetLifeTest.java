package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetLifeTest {

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_purchase_makes_an_asset_that_lives_through_all_its_requests() {
        Caller.Answer purchase = caller.post(
                "/requests",
                "{\"type\":\"purchase\",\"asset\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"connection\":{\"type\":\"test\"},"
                        + "\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":5}],"
                        + "\"params\":[{\"id\":\"admin_email\",\"value\":\"a@example.com\"}]}}");
        String id = purchase.json().path("id").asText();
        String asset = purchase.json().path("asset").path("id").asText();
        caller.fill(id);
        caller.approve(id);

        assertThat(purchase.status()).isEqualTo(201);
        assertThat(purchase.json().path("asset").path("connection").path("type").asText())
                .isEqualTo("test");
        assertThat(run("suspend", asset)).isEqualTo("suspended");
        assertThat(run("resume", asset)).isEqualTo("active");
        assertThat(run("cancel", asset)).isEqualTo("terminated");
        assertThat(caller.get("/assets/" + asset)
                        .json()
                        .path("items")
                        .get(0)
                        .path("quantity")
                        .asText())
                .isEqualTo("5");
        assertThat(caller.list("/requests", "asset.id=" + asset).ids())
                .hasSize(4)
                .contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"teleport\"}",
                "{\"type\":\"purchase\",\"asset\":{\"product\":{\"id\":\"PRD-0\"}}}",
                "{\"type\":\"purchase\",\"asset\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"items\":[]}}",
                "{\"type\":\"purchase\",\"asset\":{\"product\":{\"id\":\"PRD-100-200-300\"},\"items\":[{\"id\":\"X\",\"quantity\":1}]}}",
                "{\"type\":\"cancel\",\"asset\":{\"id\":\"AS-0\"}}",
            })
    void a_bad_request_is_refused(String body) {
        assertThat(caller.post("/requests", body).code()).isEqualTo("VAL_001");
    }

    @Test
    void a_suspended_asset_is_not_changed() {
        String resume = sandbox.seed().resume().status("failed").plant();

        Caller.Answer answer = caller.post(
                "/requests", "{\"type\":\"change\",\"asset\":{\"id\":\"" + sandbox.assetOf(resume) + "\"}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("not allowed when asset state is suspended");
    }

    private String run(String type, String asset) {
        String id = caller.post("/requests", "{\"type\":\"" + type + "\",\"asset\":{\"id\":\"" + asset + "\"}}")
                .json()
                .path("id")
                .asText();
        caller.approve(id);
        return sandbox.assetStatus(asset);
    }
}
