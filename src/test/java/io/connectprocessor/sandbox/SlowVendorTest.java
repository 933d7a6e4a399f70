package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlowVendorTest {

    private static final String ORDER = "{\"request_id\":\"PR-1\",\"items\":[{\"mpn\":\"SEAT\",\"quantity\":\"3\"}]}";

    @Test
    void a_subscription_becomes_active_at_the_nth_look() {
        try (Sandbox sandbox = Sandbox.builder().vendorActivatesAfterLooks(2).start()) {
            Caller caller = new Caller(sandbox);
            Caller.Answer made = caller.vendor("POST", "/subscriptions", ORDER);
            String path = "/subscriptions/" + made.json().path("id").asText();

            assertThat(made.json().path("status").asText()).isEqualTo("provisioning");
            assertThat(status(caller, path)).isEqualTo("provisioning");
            assertThat(status(caller, path)).isEqualTo("active");
            assertThat(status(caller, path)).isEqualTo("active");
        }
    }

    @Test
    void a_subscription_becomes_active_when_the_test_says_so() {
        try (Sandbox sandbox = Sandbox.builder().vendorActivatesByHand().start()) {
            Caller caller = new Caller(sandbox);
            String first = create(caller);
            String second = create(caller);
            assertThat(status(caller, "/subscriptions/" + first)).isEqualTo("provisioning");

            sandbox.vendorActivates(first);
            caller.control("POST", "/subscriptions/" + second + "/activate", null);

            assertThat(status(caller, "/subscriptions/" + first)).isEqualTo("active");
            assertThat(sandbox.vendorStatus(second)).isEqualTo("active");
            assertThatThrownBy(() -> sandbox.vendorActivates(first)).hasMessageContaining("active");
            assertThat(caller.control("POST", "/subscriptions/SUB-0/activate", null)
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void subscriptions_are_found_by_the_request_that_made_them() {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Caller caller = new Caller(sandbox);
            assertThat(caller.vendor("GET", "/subscriptions?request_id=PR-1", null)
                            .body())
                    .isEqualTo("[]");
            String id = create(caller);

            Caller.Answer found = caller.vendor("GET", "/subscriptions?request_id=PR-1", null);

            assertThat(found.ids()).containsExactly(id);
            assertThat(found.json().get(0).path("status").asText()).isEqualTo("active");
            assertThat(caller.vendor("GET", "/subscriptions?request_id=PR-2", null)
                            .body())
                    .isEqualTo("[]");
            assertThat(caller.vendor("GET", "/subscriptions", null).status()).isEqualTo(400);
        }
    }

    @Test
    void a_vendor_that_ignores_the_key_makes_two_of_one_and_the_books_show_it() {
        try (Sandbox sandbox = Sandbox.builder().vendorIgnoresIdempotencyKey().start()) {
            Caller caller = new Caller(sandbox);

            Caller.Answer first = caller.vendor("POST", "/subscriptions", ORDER, "Idempotency-Key", "k");
            Caller.Answer again = caller.vendor("POST", "/subscriptions", ORDER, "Idempotency-Key", "k");

            assertThat(again.body()).isNotEqualTo(first.body());
            assertThat(sandbox.books().vendorEffects()).containsEntry("PR-1", 2);
            assertThat(sandbox.books().repeatedVendorEffects()).containsExactly("PR-1");
            assertThat(caller.vendor("GET", "/subscriptions?request_id=PR-1", null)
                            .ids())
                    .hasSize(2);
        }
    }

    private static String create(Caller caller) {
        return caller.vendor("POST", "/subscriptions", ORDER).json().path("id").asText();
    }

    private static String status(Caller caller, String path) {
        return caller.vendor("GET", path, null).json().path("status").asText();
    }
}
