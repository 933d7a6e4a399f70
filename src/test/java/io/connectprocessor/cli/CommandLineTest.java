package io.connectprocessor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.connectprocessor.ledger.Fault;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Ledger.Claiming;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.ledger.Sighting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments, messages and exit codes; nothing is processed. */
class CommandLineTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLineInterface(new Surroundings(
                        Map.of(), Map.of(), folder, new PrintWriter(out), new PrintWriter(err, true), false))
                .run(arguments);
    }

    private void park(String id, String failure) {
        try (Ledger ledger = ledger()) {
            Instant now = ledger.now();
            ledger.sight(List.of(new Sighting(id, "request", "AS-" + id, now, "PRD-1", "purchase")));
            Claiming.Granted granted = (Claiming.Granted) ledger.claim(id, now);
            ledger.parks(
                    granted.claim(),
                    new Fault(
                            failure, "the vendor answered 404", "Look there.", "create", "on-purchase", "{\"id\":1}"));
        }
    }

    private Ledger ledger() {
        return Ledgers.open(LedgerOptions.of("jdbc:h2:file:" + folder.toAbsolutePath() + "/ledger"));
    }

    private String atLedger() {
        return "-Dledger.url=jdbc:h2:file:" + folder.toAbsolutePath() + "/ledger";
    }

    @Test
    void help_names_commands_and_exit_codes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("run", "sandbox", "validate", "dead-letters", "Exit codes:")
                .contains("3  something is parked or held back", "5  work is left that will be due later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --help | --once",
                "sandbox --help | --faults",
                "validate --help | -D",
                "dead-letters --help | replay",
                "dead-letters list --help | --state",
                "dead-letters replay --help | --failure",
                "dead-letters discard --help | --reason",
                "--version | connect-processor "
            })
    void every_command_explains_itself(String arguments, String said) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runn",
                "run --onec",
                "sandbox --port many",
                "dead-letters show",
                "dead-letters list --state PARKT",
                "dead-letters discard PR-1",
                "dead-letters replay",
                "dead-letters replay PR-1 --all",
                "dead-letters replay --all --failure refused",
                "dead-letters replay --all --rate 0",
                "dead-letters replay --all --rate=-5",
                "dead-letters replay --all --rate 1001",
                "dead-letters replay --all --rate 5/s",
                "dead-letters replay --rate 5"
            })
    void a_wrong_command_line_is_2_and_says_what_is_wrong(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void replay_says_that_one_way_of_naming_is_wanted() {
        run("dead-letters", "replay");

        assertThat(err.toString()).contains("Say which: request ids, or --all, or --failure <kind>; one of them.");
    }

    @Test
    void a_rate_that_is_none_is_named_with_what_to_write() {
        run("dead-letters", "replay", "--all", "--rate", "fast");

        assertThat(err.toString())
                .contains("--rate fast is not possible. Write requests per second from 0.001 to 1000");
    }

    @Test
    void a_replay_at_a_rate_says_how_many_will_run_and_when_the_last_is_due() {
        park("PR-1", "refused");
        park("PR-2", "refused");

        assertThat(run("dead-letters", "replay", "--all", "--rate", "0.1", atLedger()))
                .isZero();

        assertThat(out.toString())
                .containsPattern("2 will run again, 0\\.1 a second; the last is due at 20[0-9-]+T[0-9:]+Z\\.");
        assertThat(run("dead-letters", "list", "--state", "WAITING", atLedger()))
                .isZero();
        assertThat(out.toString()).containsPattern("PR-2 .*waiting +refused");
        assertThat(run("dead-letters", "replay", "--all", "--rate", "5", atLedger()))
                .isZero();
        assertThat(out.toString()).contains("0 ready to run again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Dconnect.api-kye=1 run --once",
                "run --once -Dconnect.api-kye=1",
                "-Dconnect.api-kye=1",
                "-Dconnect.api-kye=1 validate",
                "validate -Dconnect.api-kye=1",
                "-Dconnect.api-kye=1 dead-letters list",
                "dead-letters -Dconnect.api-kye=1 list",
                "dead-letters list -Dconnect.api-kye=1"
            })
    void a_key_can_be_set_before_and_after_any_command(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("connect.api-kye").contains("connect.api-key");
    }

    @Test
    void keys_on_both_sides_of_the_command_count_together() {
        run("-Dconnect.api-kye=1", "run", "-Dpoll.page-sice=2");

        assertThat(err.toString()).contains("connect.api-kye").contains("poll.page-sice");
    }

    @Test
    void missing_configuration_is_2_and_names_the_keys_all_at_once() {
        assertThat(run("run", "--once")).isEqualTo(2);
        assertThat(err.toString()).contains("connect.api-key").contains("connect.products");
    }

    @Test
    void a_ledger_that_cannot_be_opened_is_2_and_named() {
        assertThat(run("dead-letters", "-Dledger.url=jdbc:mysql://x/y")).isEqualTo(2);
        assertThat(err.toString()).contains("ledger.url");
    }

    @Test
    void nothing_parked_is_said() {
        assertThat(run("dead-letters", "list", atLedger())).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("Nothing is parked, waits or is held back.");
    }

    @Test
    void what_is_parked_is_listed_shown_replayed_and_discarded() {
        park("PR-1", "refused");
        park("PR-2", "malformed");

        assertThat(run("dead-letters", atLedger())).isZero();
        assertThat(out.toString()).contains("PR-1", "PR-2", "purchase", "parked", "refused", "the vendor answered 404");

        out.getBuffer().setLength(0);
        assertThat(run("dead-letters", "show", "PR-1", atLedger())).isZero();
        assertThat(out.toString()).contains("on-purchase", "create", "Look there.", "{\"id\":1}", "AS-PR-1");

        out.getBuffer().setLength(0);
        assertThat(run("dead-letters", "replay", "--failure", "malformed", atLedger()))
                .isZero();
        assertThat(out.toString()).contains("1 ready to run again.");

        assertThat(run("dead-letters", "discard", "PR-1", "--reason", "tested", atLedger()))
                .isZero();
        assertThat(out.toString()).contains("PR-1 is discarded.");

        out.getBuffer().setLength(0);
        assertThat(run("dead-letters", "list", atLedger())).isZero();
        assertThat(out.toString()).contains("Nothing is parked");
    }

    @Test
    void a_request_that_is_not_there_is_2_and_said() {
        assertThat(run("dead-letters", "show", "PR-9", atLedger())).isEqualTo(2);
        assertThat(err.toString()).contains("The ledger does not know PR-9");
        assertThat(run("dead-letters", "discard", "PR-9", "--reason", "x", atLedger()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("PR-9 cannot be discarded");
        assertThat(run("dead-letters", "replay", "PR-9", atLedger())).isEqualTo(2);
        assertThat(out.toString()).contains("0 ready to run again.");
    }

    @Test
    void the_file_of_a_processor_that_was_killed_keeps_nobody_out() throws Exception {
        park("PR-1", "refused");
        int free;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("ledger.operator"), "host=127.0.0.1\nport=" + free + "\ntoken=old\n");

        assertThat(run("dead-letters", "list", atLedger())).isZero();
        assertThat(out.toString()).contains("PR-1");
    }

    /** Another processor, or another program, on the port of one that was killed. */
    private HttpServer stranger(int status, String body) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        server.start();
        Files.writeString(
                folder.resolve("ledger.operator"),
                "host=127.0.0.1\nport=" + server.getAddress().getPort() + "\ntoken=old\n");
        return server;
    }

    @ParameterizedTest
    @CsvSource({"401, {}", "200, <html>", "200, '[{}]'"})
    void a_stranger_on_the_port_of_a_killed_processor_is_not_asked_while_the_ledger_is_free(int status, String body)
            throws Exception {
        park("PR-1", "refused");
        HttpServer stranger = stranger(status, body);
        try {
            assertThat(run("dead-letters", "list", atLedger())).isZero();
            assertThat(out.toString()).contains("PR-1");
        } finally {
            stranger.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"401, {}, the processor answered 401", "200, <html>, Unexpected character", "200, '[{}]', ''"})
    void a_stranger_on_the_port_while_somebody_else_holds_the_ledger_is_told_precisely(
            int status, String body, String said) throws Exception {
        HttpServer stranger = stranger(status, body);
        try (Ledger held = ledger()) {
            assertThat(run("dead-letters", "list", atLedger())).isEqualTo(2);

            assertThat(err.toString())
                    .contains(
                            "is already open in this process",
                            folder.resolve("ledger.operator") + " leads to 127.0.0.1:"
                                    + stranger.getAddress().getPort(),
                            "somebody answers who is not that process",
                            said,
                            "management.enabled=true")
                    .doesNotContain("\tat ", "old");
            assertThat(held.counts()).isNotNull();
        } finally {
            stranger.stop(0);
        }
    }

    @Test
    void a_spoiled_operator_file_matters_only_while_somebody_holds_the_ledger() throws Exception {
        Files.writeString(folder.resolve("ledger.operator"), "spoiled");

        assertThat(run("dead-letters", "list", atLedger())).isZero();
        try (Ledger held = ledger()) {
            assertThat(run("dead-letters", "list", atLedger())).isEqualTo(2);
            assertThat(err.toString()).contains("Cannot read " + folder.resolve("ledger.operator"));
            assertThat(held.counts()).isNotNull();
        }
    }

    @Test
    void an_embedded_ledger_that_another_process_holds_is_2_and_said() {
        try (Ledger held = ledger()) {
            assertThat(run("dead-letters", "list", atLedger())).isEqualTo(2);
            assertThat(err.toString()).contains("There is no " + folder.resolve("ledger.operator"));
            assertThat(held.counts()).isNotNull();
        }
    }
}
