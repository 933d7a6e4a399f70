package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorTest {

    private static final String ORDER =
            "{\"request_id\":\"PR-1\",\"asset_id\":\"AS-1\",\"items\":[{\"mpn\":\"SEAT\",\"quantity\":\"3\"}],\"extra\":1}";

    private final Sandbox sandbox = Sandbox.builder().start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void the_same_key_and_body_get_the_same_answer_and_one_effect() {
        Caller.Answer first = caller.vendor("POST", "/subscriptions", ORDER, "Idempotency-Key", "PR-1:create");
        Caller.Answer again = caller.vendor("POST", "/subscriptions", ORDER, "Idempotency-Key", "PR-1:create");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.json().path("status").asText()).isEqualTo("active");
        assertThat(sandbox.books().vendorEffects()).containsEntry("PR-1", 1);
        assertThat(sandbox.vendorBodies("PR-1"))
                .hasSize(2)
                .allMatch(b -> b.body().equals(ORDER));
    }

    @Test
    void the_same_key_for_another_body_or_path_is_422() {
        caller.vendor("POST", "/subscriptions", ORDER, "Idempotency-Key", "k");

        assertThat(caller.vendor("POST", "/subscriptions", ORDER + " ", "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        assertThat(caller.vendor("POST", "/resellers", ORDER, "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        assertThat(sandbox.books().vendorEffects()).containsEntry("PR-1", 1);
    }

    @Test
    void without_a_key_every_call_takes_effect_and_the_books_say_so() {
        Caller.Answer first = caller.vendor("POST", "/subscriptions", ORDER);
        Caller.Answer second = caller.vendor("POST", "/subscriptions", ORDER);

        assertThat(second.json().path("id")).isNotEqualTo(first.json().path("id"));
        assertThat(sandbox.books().repeatedVendorEffects()).containsExactly("PR-1");
    }

    @ParameterizedTest
    @CsvSource({"suspend, suspended", "cancel, cancelled"})
    void what_is_so_already_is_409(String action, String status) {
        String id = create();

        Caller.Answer first = caller.vendor("POST", "/subscriptions/" + id + "/" + action, "{\"request_id\":\"PR-2\"}");
        Caller.Answer again = caller.vendor("POST", "/subscriptions/" + id + "/" + action, "{\"request_id\":\"PR-3\"}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("status").asText()).isEqualTo(status);
        assertThat(again.status()).isEqualTo(409);
        assertThat(sandbox.vendorStatus(id)).isEqualTo(status);
        assertThat(sandbox.books().vendorEffects()).doesNotContainKey("PR-3");
    }

    @Test
    void resuming_what_is_active_is_409_and_what_is_suspended_200() {
        String id = create();

        assertThat(caller.vendor("POST", "/subscriptions/" + id + "/resume", "{}")
                        .status())
                .isEqualTo(409);
        caller.vendor("POST", "/subscriptions/" + id + "/suspend", "{}");
        assertThat(caller.vendor("POST", "/subscriptions/" + id + "/resume", "{}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_unknown_subscription_is_404() {
        assertThat(caller.vendor("PUT", "/subscriptions/SUB-0", ORDER).status()).isEqualTo(404);
        assertThat(caller.vendor("POST", "/subscriptions/SUB-0/cancel", ORDER).status())
                .isEqualTo(404);
        assertThat(sandbox.books().vendorEffects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, 400", "\"1\", 400", "0, 201", "\"0\", 201", "\"unlimited\", 400"})
    void a_withdrawn_item_is_declined_when_there_is_any_of_it(String quantity, int status) {
        String order = ORDER.replace("SEAT", "DECLINE-ME").replace("\"3\"", quantity);

        Caller.Answer answer = caller.vendor("POST", "/subscriptions", order);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().has("declined")).isEqualTo(status == 400);
    }

    @Test
    void a_reseller_gets_an_id() {
        Caller.Answer answer =
                caller.vendor("POST", "/resellers", "{\"request_id\":\"TCR-1\",\"account\":{\"id\":\"TA-1\"}}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("id").asText()).startsWith("RES-");
    }

    @Test
    void assets_from_before_have_a_subscription_at_the_vendor() {
        String resume = sandbox.seed().resume().pending();
        String suspend = sandbox.seed().suspend().pending();

        assertThat(sandbox.vendorStatus(subscription(resume))).isEqualTo("suspended");
        assertThat(sandbox.vendorStatus(subscription(suspend))).isEqualTo("active");
    }

    @Test
    void a_key_is_asked_for_when_there_is_one() {
        try (Sandbox locked = Sandbox.builder().vendorKey("secret").start()) {
            Caller other = new Caller(locked);

            assertThat(other.vendor("POST", "/subscriptions", ORDER).status()).isEqualTo(401);
            assertThat(other.vendor("POST", "/subscriptions", ORDER, "Authorization", "Bearer secret")
                            .status())
                    .isEqualTo(201);
        }
    }

    private String create() {
        return caller.vendor("POST", "/subscriptions", ORDER).json().path("id").asText();
    }

    private String subscription(String requestId) {
        for (var param :
                caller.get("/requests/" + requestId).json().path("asset").path("params")) {
            if (param.path("id").asText().equals("subscription_id")) {
                return param.path("value").asText();
            }
        }
        throw new AssertionError("No subscription_id");
    }
}
