package io.connectprocessor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.connectprocessor.component.Outcome;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.IntakeHealthCheck;
import io.connectprocessor.embedded.RoutesHealthCheck;
import io.connectprocessor.embedded.StartUpCheck;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.FailureKind;
import io.connectprocessor.ledger.Claim;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerException;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.sandbox.Seed;
import io.connectprocessor.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a drain ends, what the check at start asks, and what health says, with the shipped routes against a sandbox. */
@Timeout(120)
class DrainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NONE = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Settings settings;
    private Processor processor;

    private void start(Sandbox.Builder builder, String... keysAndValues) throws Exception {
        sandbox = builder.start();
        settings = Standalone.settings(folder, sandbox, keysAndValues);
        processor = new Processor(settings, folder, true);
        processor.start();
    }

    @AfterEach
    void close() {
        if (processor != null) {
            processor.close();
        }
        sandbox.close();
    }

    private Drain.End drain(Duration patience) throws InterruptedException {
        processor.intake().letGo();
        return new Drain(processor, patience, () -> {}).run();
    }

    @Test
    void nothing_pending_ends_at_once_with_one_call_for_each_collection() throws Exception {
        start(Sandbox.builder());

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);
        assertThat(sandbox.books().connectCalls())
                .containsEntry("list-requests", 1L)
                .containsEntry("list-tier-requests", 1L)
                .containsEntry("list-account-requests", 1L)
                .hasSize(3);
    }

    @Test
    void a_kind_that_nobody_wants_and_one_that_the_key_may_not_list_hold_nothing_up() throws Exception {
        start(
                Sandbox.builder().fault(Fault.status(403).onConnect().onAction("list-account-requests")),
                "process.types",
                "purchase,tier-account");
        sandbox.seed().purchase().pending();
        sandbox.seed().tierAccountRequest().plant();

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);
        assertThat(processor.tally().count(Outcome.APPROVED)).isEqualTo(1);
        assertThat(sandbox.books().connectCalls()).doesNotContainKey("list-tier-requests");
    }

    @Test
    void an_order_of_a_new_reseller_below_another_is_done_in_one_drain_tier_2_first() throws Exception {
        start(Sandbox.builder());
        SandboxRequest order = sandbox.request("purchase")
                .tier2(Map.of("name", "Above"))
                .tiersFirst()
                .create();
        List<SandboxRequest> tiers = order.waitsFor();
        assertThat(order.status()).isEqualTo("tiers_setup");

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);

        assertThat(tiers).extracting(SandboxRequest::status).containsExactly("approved", "approved");
        assertThat(order.status()).isEqualTo("approved");
        assertThat(processor.tally().count(Outcome.APPROVED)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_tier_request_that_is_failed_fails_the_order_at_the_platform_and_nothing_hangs(int level) throws Exception {
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/on-tier-config-request.camel.yaml"), FAILS_A_LEVEL);
        start(Sandbox.builder(), "failed.level", String.valueOf(level));
        SandboxRequest order = sandbox.request("purchase")
                .tier2(Map.of("name", "Above"))
                .tiersFirst()
                .create();

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);

        assertThat(order.status()).isEqualTo("failed");
        assertThat(processor.tally().count(Outcome.FAILED)).isEqualTo(1);
        assertThat(processor.ledger().counts())
                .allSatisfy((state, count) -> assertThat(count).isEqualTo(state == State.DECIDED ? 3 - level : 0));
        assertThat(sandbox.books().vendorEffects()).doesNotContainKey(order.id());
        assertThat(sandbox.books().doubleActions()).isEmpty();
    }

    private static final String FAILS_A_LEVEL = """
            - route:
                id: on-tier-config-request
                description: "Service Activator: fails the requests of one level."
                from:
                  uri: direct:on-tier-config-request
                  steps:
                    - choice:
                        id: level-is-wanted
                        when:
                          - simple: "${header.ConnectTierLevel} == {{failed.level}}"
                            steps:
                              - to: { id: fail-reseller, uri: "connect:fail", parameters: { reason: "Not one of ours" } }
                        otherwise:
                          steps:
                            - to: { id: save-reseller-id, uri: "connect:update", parameters: { params: "reseller_id=RES-0" } }
                            - to: { id: approve-reseller, uri: "connect:approve", parameters: { template: "{{connect.template.tier}}" } }
            """;

    @Test
    void it_goes_on_until_what_tier_requests_freed_is_done_too() throws Exception {
        start(Sandbox.builder().seed(Seed.scale(30, 5, 1)));

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);

        assertThat(processor.tally().count(Outcome.APPROVED)).isEqualTo(30 + 5 + 5);
        assertThat(processor.tally().done()).isEqualTo(40);
        assertThat(sandbox.books().doubleActions()).isEmpty();
        assertThat(sandbox.books().orderViolations()).isEmpty();
    }

    @Test
    void what_waits_is_waited_for_within_the_patience() throws Exception {
        start(
                Sandbox.builder().fault(Fault.status(503).onVendor().times(1)),
                "retry.first-delay",
                "200ms",
                "retry.max-delay",
                "1s");
        sandbox.seed().purchase().pending();
        AtomicInteger ticks = new AtomicInteger();
        processor.intake().letGo();

        Drain.End end = new Drain(processor, PATIENCE, ticks::incrementAndGet).run();

        assertThat(end).isEqualTo(Drain.End.EMPTY);
        assertThat(processor.tally().count(Outcome.APPROVED)).isEqualTo(1);
        assertThat(processor.tally().count(Outcome.RETRY)).isEqualTo(1);
        assertThat(ticks).hasPositiveValue();
    }

    @Test
    void what_is_due_beyond_the_patience_is_left() throws Exception {
        start(
                Sandbox.builder().fault(Fault.status(503).onVendor()),
                "retry.first-delay",
                "5m",
                "retry.max-delay",
                "10m");
        sandbox.seed().purchase().pending();

        assertThat(drain(NONE)).isEqualTo(Drain.End.EMPTY);
        assertThat(processor.tally().count(Outcome.RETRY)).isEqualTo(1);
        assertThat(sandbox.books().count("pending")).isEqualTo(1);
    }

    @Test
    void a_connect_that_stays_away_ends_the_drain_as_away() throws Exception {
        start(Sandbox.builder().fault(Fault.status(503).onAction("list-requests")));

        assertThat(drain(NONE)).isEqualTo(Drain.End.AWAY);
    }

    @Test
    void a_vendor_that_refuses_the_key_ends_the_drain_as_away_and_nothing_is_parked() throws Exception {
        start(Sandbox.builder().vendorKey("right"), "vendor.api-key", "wrong", "retry.first-delay", "200ms");
        sandbox.seed().purchase().pending();

        assertThat(drain(NONE)).isEqualTo(Drain.End.AWAY);
        assertThat(processor.tally().count(Outcome.PARKED)).isZero();
        assertThat(processor.intake().pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause.reason()).contains("Check vendor.api-key."));
        assertThat(health(Instant.now()).getMessage().orElseThrow()).contains("401");
    }

    @Test
    void a_vendor_that_nobody_can_reach_does_not_hold_the_drain_for_ever() throws Exception {
        start(
                Sandbox.builder(),
                "vendor.api-url",
                "http://127.0.0.1:1",
                "retry.first-delay",
                "50ms",
                "retry.max-delay",
                "100ms");
        String id = sandbox.seed().purchase().pending();

        assertThat(drain(Duration.ofMillis(500))).isEqualTo(Drain.End.AWAY);
        assertThat(processor.tally().count(Outcome.PARKED)).isZero();
        assertThat(processor.ledger().find(id).orElseThrow().state()).isEqualTo(State.WAITING);
    }

    @Test
    void what_another_node_holds_is_waited_for_no_longer_than_the_patience() throws Exception {
        start(Sandbox.builder());
        String id = sandbox.seed().purchase().pending();
        processor
                .ledger()
                .sight(List.of(new Sighting(
                        id, "request", "AS-1", Instant.EPOCH, sandbox.products().get(0), null)));
        processor.ledger().claim(id, Instant.now());

        assertThat(drain(Duration.ofMillis(500))).isEqualTo(Drain.End.EMPTY);
        assertThat(processor.tally().done()).isZero();
    }

    @Test
    void what_another_node_lost_after_the_pass_had_seen_it_is_not_left() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        startOver(ledger, Sandbox.builder());
        ledger.beforeLook(1, rows -> sight(rows, sandbox.seed().purchase().pending()));

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);
        assertThat(sandbox.books().decided()).hasSize(1);
    }

    @Test
    void what_another_node_takes_up_again_while_the_drain_looks_is_not_overlooked() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        startOver(ledger, Sandbox.builder());
        String id = sandbox.seed().purchase().pending();
        sight(processor.ledger(), id);
        Claim claim = claim(processor.ledger(), id);
        ledger.beforeLook(1, rows -> rows.waits(claim, rows.now(), true, null));
        ledger.beforeLook(2, rows -> rows.claim(id, rows.now()));

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);
        assertThat(sandbox.books().decided()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_another_node_frees_behind_the_pass_is_not_left(int look) throws Exception {
        RestlessLedger ledger = RestlessLedger.shared();
        startOver(ledger, Sandbox.builder());
        ledger.beforeLook(look, rows -> {
            sight(rows, "TCR-1");
            rows.decided(claim(rows, "TCR-1"), "approved");
            sandbox.seed().purchase().pending();
        });

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);
        assertThat(sandbox.books().decided()).hasSize(1);
    }

    @Test
    void as_long_as_others_move_something_at_each_round_it_goes_on() throws Exception {
        RestlessLedger ledger = RestlessLedger.shared();
        startOver(ledger, Sandbox.builder());
        othersSightOneBeforeEachLook(ledger, 9);
        ledger.beforeLook(10, rows -> sandbox.seed().purchase().pending());

        assertThat(drain(PATIENCE)).isEqualTo(Drain.End.EMPTY);
        assertThat(sandbox.books().decided()).hasSize(1);
        assertThat(processor.ledger().undecidedCounts()).containsEntry(State.READY, 9L);
    }

    @Test
    void once_the_patience_is_over_what_others_move_holds_it_no_longer() throws Exception {
        RestlessLedger ledger = RestlessLedger.shared();
        startOver(ledger, Sandbox.builder());
        othersSightOneBeforeEachLook(ledger, 99);

        assertThat(drain(NONE)).isEqualTo(Drain.End.EMPTY);
        assertThat(processor.ledger().undecidedCounts().get(State.READY)).isLessThan(10);
    }

    @Test
    void what_is_left_is_told_as_the_drain_saw_it() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        startOver(ledger, Sandbox.builder());
        sight(processor.ledger(), "PR-1");
        claim(processor.ledger(), "PR-1");
        processor.intake().letGo();
        Drain drain = new Drain(processor, NONE, () -> {});
        assertThat(drain.left()).isEmpty();
        ledger.afterLook(1, rows -> sight(rows, "PR-2"));

        assertThat(drain.run()).isEqualTo(Drain.End.EMPTY);
        assertThat(drain.left()).containsEntry(State.CLAIMED, 1L).doesNotContainEntry(State.READY, 1L);
    }

    private static void othersSightOneBeforeEachLook(RestlessLedger ledger, int looks) {
        for (int look = 1; look <= looks; look++) {
            String id = "PR-" + look;
            ledger.beforeLook(look, rows -> sight(rows, id));
        }
    }

    private static void sight(Ledger ledger, String id) {
        ledger.sight(List.of(new Sighting(id, "request", id, Instant.EPOCH, null, "purchase")));
    }

    private static Claim claim(Ledger ledger, String id) {
        return ((Ledger.Claiming.Granted) ledger.claim(id, ledger.now())).claim();
    }

    // without a ledger

    private void startOver(RestlessLedger ledger, Sandbox.Builder builder) throws Exception {
        sandbox = builder.start();
        settings = Standalone.settings(folder, sandbox);
        processor = new Processor(settings, folder, true, ledger::open);
        processor.start();
    }

    @Test
    void a_ledger_that_comes_back_is_waited_for() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        startOver(ledger, Sandbox.builder().seed(Seed.scale(10, 0, 1)));
        processor.intake().letGo();
        AtomicInteger ticks = new AtomicInteger();
        ledger.goAway(new LedgerException("nobody there"));

        Drain.End end = new Drain(processor, PATIENCE, () -> {
                    if (ticks.incrementAndGet() == 3) {
                        ledger.comeBack();
                    }
                })
                .run();

        assertThat(end).isEqualTo(Drain.End.EMPTY);
        assertThat(sandbox.books().decided()).hasSize(10);
    }

    @Test
    void a_ledger_that_stays_away_ends_the_drain_after_the_patience_and_readiness_says_why() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        startOver(ledger, Sandbox.builder().seed(Seed.scale(10, 0, 1)));
        processor.intake().letGo();
        ledger.goAway(new LedgerException("nobody there"));
        Drain drain = new Drain(processor, NONE, () -> {});

        assertThat(drain.run()).isEqualTo(Drain.End.LEDGER_AWAY);
        assertThat(drain.ledgerFailure()).contains("nobody there");
        assertThat(health(Instant.now()).getMessage()).contains("nobody there");
        assertThat(sandbox.books().decided()).isEmpty();
    }

    @Test
    void a_ledger_that_is_gone_for_good_ends_the_drain_at_once() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        startOver(ledger, Sandbox.builder().seed(Seed.scale(10, 0, 1)));
        processor.intake().letGo();
        ledger.goAway(new LedgerException("closed itself", null, true));

        assertThat(new Drain(processor, Duration.ofDays(1), () -> {}).run()).isEqualTo(Drain.End.LEDGER_AWAY);
    }

    // the check at start

    private StartUpCheck check() {
        return new StartUpCheck(processor.component(), settings);
    }

    @Test
    void products_and_templates_that_exist_pass_the_check() throws Exception {
        start(Sandbox.builder());

        check().run();

        assertThat(sandbox.books().decided()).isEmpty();
    }

    @Test
    void a_product_that_the_key_does_not_see_is_named_with_its_key() throws Exception {
        start(Sandbox.builder(), "connect.products", "PRD-999-999-999");

        assertThatThrownBy(() -> check().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("connect.products names PRD-999-999-999, which this key does not see (404).");
    }

    @Test
    void a_template_that_does_not_exist_is_named_with_its_key() throws Exception {
        start(Sandbox.builder(), "connect.template.activation", "Nope");

        assertThatThrownBy(() -> check().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("connect.template.activation: no template of "
                        + sandbox.products().get(0))
                .hasMessageContaining("\"Nope\"")
                .hasMessageContaining("Default Activation Template");
    }

    @Test
    void a_tier_template_that_does_not_exist_is_named_with_its_key() throws Exception {
        start(Sandbox.builder(), "connect.template.tier", "Nope");

        assertThatThrownBy(() -> check().run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("connect.template.tier: no template of ");
    }

    @Test
    void templates_of_kinds_that_nobody_wants_are_not_looked_for() throws Exception {
        start(Sandbox.builder(), "connect.template.tier", "Nope", "process.types", "purchase");

        check().run();
    }

    @Test
    void a_connect_that_is_away_is_no_matter_of_configuration() throws Exception {
        start(Sandbox.builder().fault(Fault.status(503).onConnect()));

        FailedException away = catchThrowableOfType(FailedException.class, () -> check().run());

        assertThat(away.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    // health

    private HealthCheck.Result health(Instant now) {
        IntakeHealthCheck health =
                new IntakeHealthCheck(processor.component(), Duration.ofMinutes(2), Clock.fixed(now, ZoneOffset.UTC));
        health.setCamelContext(processor.context());
        return health.call();
    }

    @Test
    void it_is_ready_after_a_good_poll_and_not_when_polls_stay_out() throws Exception {
        start(Sandbox.builder());
        drain(PATIENCE);

        assertThat(health(Instant.now()).getState()).isEqualTo(HealthCheck.State.UP);
        HealthCheck.Result overdue = health(Instant.now().plus(Duration.ofMinutes(3)));
        assertThat(overdue.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(overdue.getMessage().orElseThrow()).startsWith("no poll has succeeded since ");
    }

    @Test
    void it_is_not_ready_before_the_check_at_start_is_through_however_often_the_trigger_fires() throws Exception {
        start(Sandbox.builder());
        processor.intake().notBegun("Connect did not answer: connection refused");
        try (ProducerTemplate template = processor.context().createProducerTemplate()) {
            template.sendBody("direct:poll", null);
        }

        HealthCheck.Result down = health(Instant.now());
        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getMessage()).contains("Connect did not answer: connection refused");
        assertThat(processor.intake().lastPollAt()).isEmpty();
    }

    @Test
    void it_is_not_ready_while_the_lists_fail_and_says_why() throws Exception {
        start(Sandbox.builder().fault(Fault.status(503).onAction("list-tier-requests")));
        drain(NONE);

        HealthCheck.Result down = health(Instant.now());
        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getMessage().orElseThrow()).contains("Tried to list tier-requests, but Connect answered 503");
    }

    @Test
    void the_routes_that_it_needs_are_watched() throws Exception {
        start(Sandbox.builder());
        RoutesHealthCheck health = new RoutesHealthCheck(processor.context());
        health.setCamelContext(processor.context());
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);

        processor.context().getRouteController().stopRoute("process-request");

        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health.call().getDetails()).containsEntry("reason", "not running: process-request");
        assertThat(health.isLiveness()).isFalse();
    }
}
