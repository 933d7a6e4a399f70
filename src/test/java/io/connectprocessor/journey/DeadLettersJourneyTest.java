package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectprocessor.operations.OperatorFile;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with parked requests, while the processor runs and while it does not. */
class DeadLettersJourneyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Until the platform repairs it, the request has no asset. */
    private final AtomicBoolean broken = new AtomicBoolean(true);

    private ObjectNode brokenAtFirst(ObjectNode json) {
        return broken.get() ? Poison.ASSET_NULL.apply(json) : json;
    }

    private Journey journey(Sandbox sandbox) {
        return new Journey(folder, sandbox).set("poll.cron", "0/1 * * * * ?");
    }

    private static void awaitListed(Journey journey, String id, String state) {
        await(id + " " + state)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(journey.say("dead-letters", "list").out()).containsPattern(id + " .*" + state));
    }

    private static void awaitApproved(Sandbox sandbox, String id) {
        await(id)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sandbox.requestJson(id)).containsEntry("status", "approved"));
    }

    @Test
    void a_repaired_request_is_shown_replayed_and_approved_at_the_next_poll_of_the_running_processor()
            throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String id = sandbox.seed().purchase().poison(this::brokenAtFirst).pending();
            Journey journey = journey(sandbox);
            try (RunningProcessor processor = journey.start()) {
                awaitListed(journey, id, "parked");
                Journey.Said shown = journey.say("dead-letters", "show", id);
                assertThat(shown.code()).isZero();
                assertThat(shown.out()).contains(id, "parked", "malformed", "asset");

                broken.set(false);
                Journey.Said replayed = journey.say("dead-letters", "replay", id);

                assertThat(replayed.out()).contains("1 ready to run again.");
                awaitApproved(sandbox, id);
                assertThat(journey.say("dead-letters", "list").out()).contains("Nothing is parked");
                Journey.Said unknown = journey.say("dead-letters", "replay", "PR-0");
                assertThat(unknown.out()).contains("0 ready to run again.");
                assertThat(unknown.code()).isEqualTo(2);
                Journey.Said usage = journey.say("usage", "status");
                assertThat(usage.out()).as("asked over the same port").contains("No month is due");
                assertThat(usage.code()).isZero();
                assertThat(processor.stop()).isZero();
            }
        }
    }

    @Test
    void what_is_replayed_at_a_rate_is_taken_by_the_polls_of_the_running_processor_as_it_falls_due() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            String one = sandbox.seed().purchase().poison(this::brokenAtFirst).pending();
            String other = sandbox.seed().purchase().poison(this::brokenAtFirst).pending();
            Journey journey = journey(sandbox);
            try (RunningProcessor processor = journey.start()) {
                awaitListed(journey, one, "parked");
                awaitListed(journey, other, "parked");
                broken.set(false);

                Journey.Said replayed = journey.say("dead-letters", "replay", "--all", "--rate", "0.5");

                assertThat(replayed.out()).contains("2 will run again, 0.5 a second; the last is due at ");
                assertThat(replayed.code()).isZero();
                awaitApproved(sandbox, one);
                awaitApproved(sandbox, other);
                assertThat(journey.say("dead-letters", "show", other).out()).contains("at 0.5 a second");
                assertThat(processor.stop()).isZero();
            }
        }
    }

    @Test
    void a_discarded_request_lets_the_younger_one_of_its_asset_go_on() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .fault(Fault.status(422).onVendor().onAction("suspend"))
                .start()) {
            String refused = sandbox.seed().suspend().pending();
            String younger = sandbox.seed()
                    .change()
                    .asset(sandbox.assetOf(refused))
                    .besideOpen()
                    .pending();
            Journey journey = journey(sandbox);
            try (RunningProcessor processor = journey.start()) {
                awaitListed(journey, refused, "parked +refused");
                awaitListed(journey, younger, "held back by " + refused);
                assertThat(journey.say("dead-letters", "show", younger).out())
                        .as("one that was only seen")
                        .containsPattern("held back by *" + refused)
                        .contains("sighted");
                assertThat(sandbox.requestJson(younger)).containsEntry("status", "pending");

                Journey.Said said =
                        journey.say("dead-letters", "discard", refused, "--reason", "the customer rang us up");

                assertThat(said.code()).as(said.err()).isZero();
                assertThat(said.out()).contains(refused + " is discarded.");
                awaitApproved(sandbox, younger);
                assertThat(sandbox.requestJson(refused)).containsEntry("status", "pending");
                assertThat(journey.say("dead-letters", "list").out()).contains("Nothing is parked");
                assertThat(journey.say("dead-letters", "show", refused).out())
                        .contains("discarded", "the customer rang us up");
                assertThat(processor.stop()).isZero();
            }
        }
    }

    @Test
    void commands_open_the_ledger_themselves_while_no_processor_runs() throws Exception {
        try (Sandbox sandbox = Sandbox.builder()
                .fault(Fault.status(422).onVendor().onAction("suspend"))
                .start()) {
            String id = sandbox.seed().purchase().poison(this::brokenAtFirst).pending();
            String refused = sandbox.seed().suspend().pending();
            String good = sandbox.seed().purchase().pending();
            Journey journey = journey(sandbox);
            assertThat(journey.run("run", "--once")).as(journey.out()).isEqualTo(3);
            assertThat(journey.operatorFile()).doesNotExist();

            assertThat(journey.say("dead-letters", "list").out()).contains(id, refused, "malformed", "refused");
            assertThat(journey.say("dead-letters", "show", id).out()).contains("malformed");
            assertThat(journey.say("dead-letters", "show", good).out())
                    .as("one that is decided")
                    .containsPattern("state *decided")
                    .containsPattern("(?s)sent .*approve " + good + ".*answered .*200, approved.*decided");
            assertThat(journey.say("dead-letters", "discard", refused, "--reason", "done by hand")
                            .code())
                    .isZero();
            broken.set(false);
            assertThat(journey.say("dead-letters", "replay", "--all").out()).contains("1 ready to run again.");

            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();
            assertThat(sandbox.requestJson(id)).containsEntry("status", "approved");
        }
    }

    @Test
    void the_management_port_wants_the_token_of_a_file_that_is_its_owners_only_and_gone_after_the_stop()
            throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Journey journey = journey(sandbox);
            try (RunningProcessor processor = journey.start()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journey.operatorFile())))
                        .isEqualTo("rw-------");
                assertThat(processor.get("/operations/dead-letters").statusCode())
                        .isEqualTo(401);
                assertThat(processor.get("/operations/dead-letters/PR-1").statusCode())
                        .isEqualTo(401);
                assertThat(processor.get("/operations/dead-letters").body())
                        .doesNotContain(processor.operator().token());

                processor.stop();

                assertThat(journey.operatorFile()).doesNotExist();
            }
        }
    }

    @Test
    void a_processor_that_serves_no_commands_removes_the_file_of_a_killed_one() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Journey journey = journey(sandbox).set("management.enabled", "false");
            new OperatorFile("127.0.0.1", 9464, "token").write(journey.operatorFile());

            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();

            assertThat(journey.operatorFile()).doesNotExist();
        }
    }

    @Test
    void a_file_left_by_a_killed_processor_does_not_stand_in_the_way() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start()) {
            Journey journey = journey(sandbox);
            int nobody;
            try (ServerSocket closedAgain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = closedAgain.getLocalPort();
            }
            new OperatorFile("127.0.0.1", nobody, "token").write(journey.operatorFile());

            Journey.Said said = journey.say("dead-letters", "list");

            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.out()).contains("Nothing is parked");
        }
    }
}
