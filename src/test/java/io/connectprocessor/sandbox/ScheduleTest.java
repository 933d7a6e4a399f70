package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final String TOMORROW = "{\"planned_date\":\"2030-01-02T12:00:00+00:00\"}";

    private final Sandbox sandbox =
            Sandbox.builder().clock(Clock.fixed(NOON, ZoneOffset.UTC)).start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void a_scheduled_request_is_pending_when_its_date_comes_and_not_before() {
        SandboxRequest change = sandbox.request("change").create();
        caller.post("/requests/" + change.id() + "/schedule", TOMORROW);
        assertThat(change.plannedDate()).isEqualTo("2030-01-02T12:00:00+00:00");

        sandbox.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(change.status()).isEqualTo("scheduled");
        sandbox.advance(Duration.ofSeconds(1));

        assertThat(caller.get("/requests/" + change.id()).json().path("status").asText())
                .isEqualTo("pending");
        assertThat(sandbox.now()).isEqualTo(NOON.plus(Duration.ofHours(24)));
    }

    @Test
    void dates_are_reached_by_hand_alone_by_variation() {
        try (Sandbox other = Sandbox.builder()
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .with(Variation.DATES_ARE_REACHED_BY_HAND)
                .start()) {
            SandboxRequest change = other.request("change").create();
            new Caller(other).post("/requests/" + change.id() + "/schedule", TOMORROW);

            other.advance(Duration.ofDays(400));
            assertThat(change.status()).isEqualTo("scheduled");
            assertThat(change.dateReached().status()).isEqualTo("pending");
        }
    }

    @Test
    void a_past_date_is_refused_and_by_variation_taken() {
        String past = "{\"planned_date\":\"2029-12-31T00:00:00Z\"}";
        String id = sandbox.request("change").create().id();
        assertThat(caller.post("/requests/" + id + "/schedule", past).code()).isEqualTo("VAL_001");

        try (Sandbox other = Sandbox.builder()
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .with(Variation.PAST_DATES_ARE_ACCEPTED)
                .start()) {
            SandboxRequest change = other.request("change").create();
            assertThat(new Caller(other)
                            .post("/requests/" + change.id() + "/schedule", past)
                            .status())
                    .isEqualTo(200);
            assertThat(change.status()).isEqualTo("pending");
        }
    }

    @Test
    void scheduling_needs_a_date_and_the_capability() {
        String path = "/requests/" + sandbox.request("change").create().id() + "/schedule";
        assertThat(caller.post(path, "{}").code()).isEqualTo("REQ_005");
        assertThat(caller.post(path, "{\"planned_date\":\"soon\"}").code()).isEqualTo("VAL_001");
        assertThat(caller.post(path, "{\"data\":" + TOMORROW + "}").code()).isEqualTo("REQ_005");

        sandbox.seed().capability("PRD-100-200-300", Capability.CHANGE_SCHEDULING, false);

        assertThat(caller.post(path, TOMORROW).code()).isEqualTo("REQ_003");
    }

    @Test
    void a_date_nested_in_data_is_read_by_variation() {
        try (Sandbox other = Sandbox.builder()
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .with(Variation.NESTED_DATA_IS_READ)
                .start()) {
            SandboxRequest change = other.request("change").create();
            new Caller(other).post("/requests/" + change.id() + "/schedule", "{\"data\":" + TOMORROW + "}");
            assertThat(change.status()).isEqualTo("scheduled");
        }
    }

    @Test
    void a_scheduled_request_is_decided_early_by_variation_only() {
        SandboxRequest change = sandbox.request("change").create();
        caller.post("/requests/" + change.id() + "/schedule", TOMORROW);
        assertThat(caller.approve(change.id()).code()).isEqualTo("REQ_003");

        try (Sandbox other = Sandbox.builder()
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .with(Variation.SCHEDULED_CAN_BE_DECIDED)
                .start()) {
            Caller on = new Caller(other);
            String id = other.request("change").create().id();
            on.post("/requests/" + id + "/schedule", TOMORROW);
            assertThat(on.approve(id).status()).isEqualTo(200);
        }
    }

    @Test
    void the_distributor_revokes_what_is_scheduled_and_the_vendor_confirms() {
        SandboxRequest purchase = sandbox.request("purchase").create();
        assertThatThrownBy(() -> purchase.distributorRevokes("too late")).hasMessageContaining("pending");
        caller.post("/requests/" + purchase.id() + "/schedule", TOMORROW);

        purchase.distributorRevokes("changed our minds");
        assertThat(purchase.status()).isEqualTo("revoking");
        assertThat(purchase.reason()).isEqualTo("changed our minds");
        sandbox.advance(Duration.ofDays(2));
        assertThat(purchase.status()).isEqualTo("revoking");
        assertThat(caller.post("/requests/" + purchase.id() + "/pend", null).code())
                .isEqualTo("REQ_003");
        caller.post("/requests/" + purchase.id() + "/confirm", null);

        assertThat(purchase.status()).isEqualTo("revoked");
        assertThat(purchase.assetStatus()).isEqualTo("terminated");
        assertThat(sandbox.books().decided()).containsExactly(purchase.id());
    }

    @Test
    void a_revoked_cancellation_gives_the_asset_back() {
        SandboxRequest cancel = sandbox.request("cancel").create();
        assertThat(cancel.assetStatus()).isEqualTo("terminating");
        caller.post("/requests/" + cancel.id() + "/schedule", TOMORROW);
        cancel.distributorRevokes("kept");
        caller.post("/requests/" + cancel.id() + "/confirm", null);

        assertThat(cancel.assetStatus()).isEqualTo("active");
    }

    @Test
    void a_pending_change_may_carry_the_distributors_wished_date() {
        String asset = sandbox.request("suspend").status("failed").create().assetId();
        Caller.Answer made = caller.post(
                "/requests",
                "{\"type\":\"change\",\"planned_date\":\"2030-02-01T00:00:00+00:00\",\"asset\":{\"id\":\"" + asset
                        + "\",\"items\":[{\"id\":\"PRD-100-200-300-0001\",\"quantity\":99}]}}");

        assertThat(made.json().path("status").asText()).isEqualTo("pending");
        assertThat(made.json().path("planned_date").asText()).isEqualTo("2030-02-01T00:00:00+00:00");
        sandbox.advance(Duration.ofDays(60));
        assertThat(caller.approve(made.json().path("id").asText()).status()).isEqualTo(200);
    }
}
