package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at before an approval goes out, and what it may say. */
class ApproveTest extends HostTest {

    private static final String ACTIVATION = "Default Activation Template";

    private String ready() {
        return sandbox.seed().purchase().param("subscription_id", "SUB-0").pending();
    }

    private long approvals() {
        return sandbox.books().connectCalls().entrySet().stream()
                .filter(call -> call.getKey().contains("approve"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void a_required_fulfillment_parameter_left_empty_is_named_before_the_call() {
        String id = sandbox.seed().purchase().pending();
        long before = approvals();

        FailedException failed = failure(host.work(id, route -> route.to(connect("approve", "template", ACTIVATION))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed).hasMessageContaining("empty: subscription_id");
        assertThat(failed.advice()).contains("connect:update", "subscription_id=");
        assertThat(approvals()).isEqualTo(before);
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @Test
    void the_same_holds_for_a_tier_request() {
        String id = sandbox.seed().tierSetup().level(1).plant();

        FailedException failed = failure(host.work(id, route -> route.to(connect("approve", "template", ACTIVATION))));

        assertThat(failed).hasMessageContaining("empty: reseller_id");
    }

    @Test
    void what_connect_update_saved_in_the_same_run_is_enough() {
        String id = sandbox.seed().purchase().pending();

        good(host.work(
                id,
                route -> route.to(connect("update", "params", "subscription_id=SUB-1"))
                        .to(connect("approve", "template", ACTIVATION))));

        assertThat(host.status(id)).isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T08:15:00+00:00", "2026-01-31T08:15:00Z", "2026-01-31T10:15+02:00"})
    void an_effective_date_is_sent_in_the_platforms_form(String date) {
        String id = ready();

        good(host.work(id, route -> route.to(connect("approve", "template", ACTIVATION, "effectiveDate", date))));

        assertThat(OffsetDateTime.parse((String) host.atConnect(id).get("effective_date"))
                        .toInstant())
                .isEqualTo(Instant.parse("2026-01-31T08:15:00Z"));
    }

    @Test
    void an_effective_date_comes_out_of_data() {
        String id = ready();

        good(host.work(
                id,
                route -> route.setBody(e -> Map.of("at", Instant.parse("2026-01-31T08:15:00.123Z")))
                        .to(connect("approve", "template", ACTIVATION, "effectiveDate", "${body[at]}"))));

        assertThat((String) host.atConnect(id).get("effective_date")).startsWith("2026-01-31T08:15:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-31", "2026-01-31T08:15:00", "31.01.2026", "${body[nothing]}", "2026-02-30T00:00:00Z"})
    void a_date_that_is_none_is_a_fault_before_the_call(String date) {
        String id = ready();

        FailedException failed = failure(
                host.work(id, route -> route.to(connect("approve", "template", ACTIVATION, "effectiveDate", date))));

        assertThat(failed.failure().kind()).isEqualTo(FailureKind.ROUTE_FAULT);
        assertThat(failed.advice()).contains("2026-01-31T08:15:00+00:00");
        assertThat(host.status(id)).isEqualTo("pending");
    }

    @Test
    void an_activation_tile_takes_the_place_of_the_template() {
        String id = ready();

        good(host.work(
                id,
                route -> route.to(connect(
                        "approve",
                        "activationTile",
                        "Yours is ${exchangeProperty.ConnectParameters[subscription_id]}"))));

        assertThat(host.atConnect(id))
                .containsEntry("status", "approved")
                .containsEntry("activation_key", "Yours is SUB-0");
    }

    @Test
    void a_tier_request_takes_tile_and_date_as_well() {
        String id =
                sandbox.seed().tierSetup().level(1).param("reseller_id", "R-1").plant();

        good(host.work(
                id,
                route -> route.to(
                        connect("approve", "activationTile", "Welcome", "effectiveDate", "2026-01-31T08:15:00Z"))));

        assertThat(host.status(id)).isEqualTo("approved");
        assertThat((String) host.atConnect(id).get("effective_date")).startsWith("2026-01-31T08:15:00");
    }

    @Test
    void a_template_beside_a_tile_is_refused_at_the_start() {
        assertThatThrownBy(() -> host.context.getEndpoint(connect("approve", "template", "x", "activationTile", "y")))
                .hasStackTraceContaining("has a template and an activationTile");
    }
}
