package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.ledger.Sighting;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.standalone.RestlessLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler or a pipeline learns from {@code run --once} and {@code validate}. */
class ExitCodeJourneyTest {

    @TempDir
    Path folder;

    @Test
    void a_drain_that_approves_everything_is_0_and_counts_by_type() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            sandbox.seed().purchase().pending();
            sandbox.seed().purchase().pending();
            sandbox.seed().cancel().pending();
            sandbox.seed().tierSetup().plant();

            Said said = new Journey(folder, sandbox).say("run", "--once");

            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.out())
                    .containsPattern("(?m)^type +approved +failed +inquired +parked +dropped$")
                    .containsPattern("(?m)^purchase +2 +0 +0 +0 +0$")
                    .containsPattern("(?m)^cancel +1 +0 +0 +0 +0$")
                    .containsPattern("(?m)^tier setup +1 +0 +0 +0 +0$")
                    .containsPattern("(?m)^all +4 +0 +0 +0 +0$")
                    .contains("Nothing needs a person (exit code 0)");
            assertThat(sandbox.books().decided()).hasSize(4);
        }
    }

    @Test
    void a_drain_that_parks_something_is_3_and_says_what_and_why() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            sandbox.seed().purchase().pending();
            String poisoned =
                    sandbox.seed().purchase().poison(Poison.ASSET_NULL).pending();

            Said said = new Journey(folder, sandbox).say("run", "--once");

            assertThat(said.code()).as(said.err()).isEqualTo(3);
            assertThat(said.out())
                    .containsPattern("(?m)^all +1 +0 +0 +1 +0$")
                    .containsPattern("parked +" + poisoned + " +malformed: .*asset")
                    .contains("dead-letters list", "exit code 3");
        }
    }

    @Test
    void a_drain_that_leaves_work_for_later_than_it_waits_is_5() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String id = sandbox.seed().purchase().pending();
            Journey journey = new Journey(folder, sandbox).set("once.wait", "2s");
            Files.writeString(journey.routes().resolve("on-purchase.camel.yaml"), """
                    - route:
                        id: on-purchase
                        description: "Comes back in an hour."
                        from:
                          uri: direct:on-purchase
                          steps:
                            - to: { id: come-back, uri: "connect:later", parameters: { delay: 1h } }
                    """);

            Said said = journey.say("run", "--once");

            assertThat(said.code()).as(said.err()).isEqualTo(5);
            assertThat(said.out()).contains("1 left for later", "exit code 5");
            assertThat(sandbox.requestJson(id)).containsEntry("status", "pending");
            assertThat(journey.say("dead-letters", "list").out()).containsPattern(id + " .*waiting");
        }
    }

    @Test
    void what_is_planned_for_later_than_it_waits_is_left_untouched_and_is_5() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String planned = sandbox.seed().change().plannedDate("2099-01-01").pending();
            sandbox.seed().purchase().status("revoking").plant();

            Said said = new Journey(folder, sandbox).say("run", "--once");

            assertThat(said.code()).as(said.err()).isEqualTo(5);
            assertThat(said.out())
                    .containsPattern("(?m)^type +approved +failed +confirmed +inquired +parked +dropped$")
                    .containsPattern("(?m)^purchase +0 +0 +1 +0 +0 +0$")
                    .contains("1 left for later", "exit code 5");
            assertThat(sandbox.requestJson(planned)).containsEntry("status", "pending");
            assertThat(sandbox.vendorBodies(planned)).isEmpty();
        }
    }

    @Test
    void what_another_node_begins_when_a_drain_has_seen_that_nothing_is_left_is_not_5() throws Exception {
        RestlessLedger ledger = new RestlessLedger();
        ledger.afterLook(
                1,
                rows -> rows.sight(List.of(new Sighting("PR-1", "request", "AS-1", Instant.EPOCH, null, "purchase"))));
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Said said = new Journey(folder, sandbox).ledgers(ledger::open).say("run", "--once");

            assertThat(said.code()).as(said.out() + said.err()).isZero();
        }
    }

    @Test
    void validate_is_0_on_the_shipped_folder() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Said said = new Journey(folder, sandbox).say("validate");

            assertThat(said.code()).as(said.out() + said.err()).isZero();
            assertThat(said.out()).contains("in order");
            assertThat(sandbox.books().connectCallsInAll()).isZero();
        }
    }

    @Test
    void validate_is_2_on_a_broken_folder_and_tells_all_findings_at_once() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Journey journey = new Journey(folder, sandbox);
            journey.edit("process-request.camel.yaml", "direct:on-cancel", "direct:on-cancle");
            journey.edit("on-purchase.camel.yaml", "path: /subscriptions", "pth: /subscriptions");
            journey.edit(
                    "on-suspend.camel.yaml",
                    "uri: \"connect:approve\"",
                    "uri: \"connect:approve\", parameters: { template: \"{{connect.template.activaton}}\" }");

            Said said = journey.say("validate");

            assertThat(said.code()).isEqualTo(2);
            assertThat(said.out())
                    .containsPattern("process-request\\.camel\\.yaml:\\d+ .*direct:on-cancle.*-> .*direct:on-cancel")
                    .containsPattern("on-purchase\\.camel\\.yaml:7 .*no option pth.*-> .*path")
                    .containsPattern("on-suspend\\.camel\\.yaml:\\d+ .*connect\\.template\\.activaton.*-> ")
                    .contains(" findings.");
        }
    }
}
