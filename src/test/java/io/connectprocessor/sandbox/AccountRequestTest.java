package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRequestTest {

    private static final String PATH = "/tier/account-requests/";
    private static final String PRODUCT = "PRD-100-200-300";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);
    private final String account = sandbox.request("purchase")
            .customer("Ada")
            .create()
            .json()
            .path("asset")
            .path("tiers")
            .path("customer")
            .path("id")
            .asText();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_request_shows_the_accounts_new_version_and_is_accepted() {
        String id = renamed("Ada Ltd");

        Caller.Answer listed = caller.list("/tier/account-requests", "status=pending&product.id=" + PRODUCT);
        Caller.Answer accepted = caller.post(PATH + id + "/accept", null);

        assertThat(listed.ids()).containsExactly(id);
        assertThat(listed.range()).isEqualTo("items 0-0/1");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().path("status").asText()).isEqualTo("accepted");
        assertThat(accepted.json().path("account").path("name").asText()).isEqualTo("Ada Ltd");
        assertThat(accepted.json().path("account").path("version").asInt()).isEqualTo(2);
        assertThat(caller.get("/tier/accounts/" + account).json().path("name").asText())
                .isEqualTo("Ada Ltd");
        assertThat(caller.get("/tier/accounts/" + account + "/versions/1")
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Ada");
        assertThat(sandbox.books().decided()).containsExactly(id);
    }

    @Test
    void ignoring_needs_a_reason_and_takes_nothing_back() {
        String id = renamed("Ada Ltd");

        assertThat(caller.post(PATH + id + "/ignore", "{}").code()).isEqualTo("VAL_001");
        assertThat(caller.post(PATH + id + "/ignore", "{\"reason\":\"" + "x".repeat(256) + "\"}")
                        .code())
                .isEqualTo("VAL_001");
        Caller.Answer ignored = caller.post(PATH + id + "/ignore", "{\"reason\":\"not ours\"}");

        assertThat(ignored.json().path("status").asText()).isEqualTo("ignored");
        assertThat(ignored.json().path("reason").asText()).isEqualTo("not ours");
        assertThat(caller.get("/tier/accounts/" + account).json().path("name").asText())
                .isEqualTo("Ada Ltd");
    }

    @Test
    void a_second_action_and_an_outdated_version_are_refused() {
        String first = renamed("Ada Ltd");
        String second = renamed("Ada Inc");

        assertThat(caller.post(PATH + first + "/accept", null).code()).isEqualTo("TAR_003");
        caller.post(PATH + second + "/accept", null);
        Caller.Answer again = caller.post(PATH + second + "/accept", "{}");

        assertThat(again.code()).isEqualTo("TAR_003");
        assertThat(sandbox.books().doubleActions())
                .containsExactly(new Books.DoubleAction(second, "accept", "accepted"));
        assertThat(caller.get(PATH + first).json().path("status").asText()).isEqualTo("pending");
    }

    @Test
    void without_the_capability_it_is_unsupported_from_the_start() {
        sandbox.seed().capability(PRODUCT, Capability.TIER_UPDATES, false);

        String id = renamed("Ada Ltd");

        assertThat(caller.get(PATH + id).json().path("status").asText()).isEqualTo("unsupported");
        assertThat(caller.get(PATH + id).json().path("reason").asText()).contains("Tier Accounts Sync");
        assertThat(caller.post(PATH + id + "/accept", null).code()).isEqualTo("TAR_003");
    }

    @Test
    void a_distributor_makes_one_over_http() {
        Caller.Answer made = caller.post("/tier/account-requests", body(account, "Ada Ltd"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("id").asText()).startsWith("TAR-").endsWith("-002-001");
        assertThat(caller.post("/tier/account-requests", body(account, "Ada Ltd"))
                        .code())
                .isEqualTo("TAR_004");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TA-0", ""})
    void an_account_that_nobody_knows_is_refused(String unknown) {
        assertThat(caller.post("/tier/account-requests", body(unknown, "X")).code())
                .isEqualTo("TAR_003");
        assertThat(caller.get("/tier/accounts/TA-0").status()).isEqualTo(404);
        assertThat(caller.get(PATH + "TAR-0").status()).isEqualTo(404);
        assertThat(caller.get("/tier/accounts/" + account + "/versions/9").status())
                .isEqualTo(404);
    }

    private static String body(String id, String name) {
        return "{\"type\":\"update\",\"account\":{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}}";
    }

    private String renamed(String name) {
        return sandbox.seed()
                .tierAccountRequest()
                .product(PRODUCT)
                .account(account)
                .field("name", name)
                .plant();
    }
}
