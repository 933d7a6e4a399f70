package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.connectprocessor.journey.Journey.Said;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a product must have, told before a customer meets what it has not. */
class ContractJourneyTest {

    private static final String PRODUCT = "PRD-100-200-300";

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Journey journey;
    private String pending;

    @BeforeEach
    void start() {
        sandbox = Sandbox.builder().start();
        pending = sandbox.seed().purchase().pending();
        journey = new Journey(folder, sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void contract(String text) throws IOException {
        Files.createDirectories(folder.resolve("contracts"));
        Files.writeString(folder.resolve("contracts/" + PRODUCT + ".yaml"), text);
    }

    private Object status() {
        return sandbox.requestJson(pending).get("status");
    }

    private static ServerSocket closed() throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.close();
        return socket;
    }

    @Test
    void the_example_of_the_documentation_fits_the_sandbox() throws Exception {
        contract(Files.readString(Path.of("docs/contracts/" + PRODUCT + ".yaml")));

        Said said = journey.say("validate", "--online");

        assertThat(said.code()).as(said.out() + said.err()).isZero();
        assertThat(said.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .contains(
                        "ok  connect can be reached  " + sandbox.connectUrl(),
                        "ok  key  taken",
                        "ok  list requests  allowed",
                        "ok  list tier requests  allowed",
                        "ok  read " + PRODUCT + "  as it should be",
                        "ok  templates of " + PRODUCT + "  as it should be",
                        "ok  contract of " + PRODUCT + "  nothing is missing",
                        "ok  parameters that routes name, of PRD-400-500-600  nothing is missing",
                        "ok  clock  within 60 s of Connect's",
                        "ok  vendor can be reached  " + sandbox.vendorUrl(),
                        "Connect and the vendor are as they should be.");
        assertThat(sandbox.books().vendorCallsInAll()).isZero();
        assertThat(status()).isEqualTo("pending");
    }

    @Test
    void the_page_of_the_documentation_shows_the_example_as_it_is() throws Exception {
        String example = Files.readAllLines(Path.of("docs/contracts/" + PRODUCT + ".yaml")).stream()
                .filter(line -> !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"))
                .strip();

        assertThat(Files.readString(Path.of("docs/contract.md"))).contains("```yaml\n" + example + "\n```");
    }

    @Test
    void what_a_product_lacks_is_found_and_the_code_is_2() throws Exception {
        contract("""
                parameters:
                  - { id: tenant, phase: fulfillment, scope: asset }
                capabilities: { subscription.hold: false }
                """);

        Said said = journey.say("validate", "--online");

        assertThat(said.code()).as(said.out()).isEqualTo(2);
        assertThat(said.out())
                .contains(
                        "contracts/" + PRODUCT + ".yaml:2  parameter tenant: expected phase fulfillment, scope asset,"
                                + " found none  -> create it",
                        ".yaml:3  capability subscription.hold: expected false, found true  -> change it",
                        "2 findings.");
    }

    @Test
    void a_parameter_that_only_a_route_names_is_found_and_the_contract_may_do_without() throws Exception {
        journey.edit("on-purchase.camel.yaml", "subscription_id=", "subscriptionid=");

        Said said = journey.set("connect.products", PRODUCT).say("validate", "--online");

        assertThat(said.code()).as(said.out()).isEqualTo(2);
        assertThat(said.out())
                .containsPattern("on-purchase\\.camel\\.yaml:16  parameter subscriptionid: .*-> the product has"
                        + " subscription_id");

        contract("without: [subscriptionid]");
        assertThat(journey.say("validate", "--online").code()).isZero();
    }

    @Test
    void a_fault_in_a_contract_file_is_told_without_asking_anybody_and_stops_the_start() throws Exception {
        contract("paramters: []");

        assertThat(journey.say("validate").out()).contains(".yaml:1  the contract has no paramters", "1 finding.");
        assertThat(journey.say("validate").code()).isEqualTo(2);
        Said run = journey.say("run");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(".yaml:1  the contract has no paramters  -> did you mean parameters?");
        assertThat(sandbox.books().connectCallsInAll()).isZero();
    }

    @Test
    void a_key_that_is_refused_is_4_and_its_value_is_not_shown() throws Exception {
        Said said =
                journey.set("connect.api-key", "ApiKey SU-1:revoked-and-secret").say("validate", "--online");

        assertThat(said.code()).as(said.out()).isEqualTo(4);
        assertThat(said.out())
                .containsPattern("refused +key .*401")
                .containsPattern("skipped +rights, clock, products and contracts")
                .containsPattern("ok +vendor can be reached")
                .doesNotContain("revoked-and-secret");
    }

    @Test
    void each_missing_right_is_named() throws Exception {
        sandbox.addFault(Fault.status(403).onAction("list-tier-requests"));
        sandbox.addFault(Fault.status(403).onAction("list-templates"));

        Said said = journey.say("validate", "--online");

        assertThat(said.code()).as(said.out()).isEqualTo(4);
        assertThat(said.out())
                .containsPattern("ok +key ")
                .containsPattern("ok +list requests ")
                .containsPattern("refused +list tier requests +Tried to list tier-requests, but Connect answered 403")
                .containsPattern("ok +read " + PRODUCT)
                .containsPattern("refused +templates of " + PRODUCT + " .*403.*-> Check connect.api-key");
    }

    @Test
    void a_product_that_is_not_there_is_a_finding() throws Exception {
        Said said = journey.set("connect.products", "PRD-999-999-999").say("validate", "--online");

        assertThat(said.code()).as(said.out()).isEqualTo(2);
        assertThat(said.out()).containsPattern("finding +read PRD-999-999-999 +connect.products names PRD-999-999-999");
    }

    @Test
    void a_contract_of_a_product_that_is_not_processed_is_not_passed_over_in_silence() throws Exception {
        contract("items: [{ mpn: SEAT }]");

        Said said = journey.set("connect.products", "PRD-400-500-600").say("validate", "--online");

        assertThat(said.code()).isZero();
        assertThat(said.out()).containsPattern("skipped +contract of " + PRODUCT + " +connect.products does not name");
    }

    @Test
    void connect_and_vendor_that_are_away_are_4_each_with_its_cause() throws Exception {
        int nobody = closed().getLocalPort();
        Said said = journey.set("connect.api-url", "https://connect.invalid/public/v1")
                .set("vendor.api-url", "http://127.0.0.1:" + nobody)
                .say("validate", "--online");

        assertThat(said.code()).as(said.out()).isEqualTo(4);
        assertThat(said.out())
                .containsPattern("away +connect can be reached +the host name connect.invalid is unknown")
                .containsPattern("away +vendor can be reached +nothing listens on 127.0.0.1:" + nobody);
    }

    @Test
    void a_drain_says_what_is_missing_and_goes_on() throws Exception {
        contract("items: [{ mpn: LICENCE }]");

        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN") && line.contains("item LICENCE"))
                    .singleElement()
                    .asString()
                    .contains(".yaml:1  " + PRODUCT + ": item LICENCE: expected one, found none");
        }
        assertThat(status()).isEqualTo("approved");
    }

    @Test
    void a_strict_start_is_stopped_by_what_is_missing_before_any_effect() throws Exception {
        contract("items: [{ mpn: LICENCE }]");

        for (String[] command : new String[][] {{"run"}, {"run", "--once"}}) {
            Said said = journey.set("contract.strict", "true").say(command);

            assertThat(said.code()).as(said.out()).isEqualTo(2);
            assertThat(said.err()).contains("item LICENCE").doesNotContain("\tat ");
        }
        assertThat(status()).isEqualTo("pending");
        assertThat(sandbox.books().vendorCallsInAll()).isZero();
    }

    @Test
    void a_connect_that_does_not_list_parameters_now_delays_nobody() throws Exception {
        sandbox.addFault(Fault.status(503).onAction("list-parameters"));

        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            assertThat(journey.run("run", "--once")).as(journey.out()).isZero();

            assertThat(log.text()).contains("The products could not be compared with their contracts: Tried to list");
        }
        assertThat(status()).isEqualTo("approved");
    }

    @Test
    void a_running_processor_looks_again_and_its_metrics_count_what_is_missing() throws Exception {
        journey.set("contract.check-every", "1s");
        try (CapturedLog log = new CapturedLog(Level.INFO);
                RunningProcessor processor = journey.start()) {
            await("the first check")
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> metrics(processor).contains("connect_contract_findings 0.0"));

            contract("items: [{ mpn: LICENCE }]\ntemplates: [{ name: Farewell, scope: asset, type: fulfillment }]");

            await("what is missing")
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> metrics(processor).contains("connect_contract_findings 2.0"));
            assertThat(log.text()).contains("item LICENCE", "template \"Farewell\"");
            assertThat(metrics(processor)).contains("connect_contract_last_check_seconds");
            assertThat(processor.stop()).isZero();
        }
    }

    private static String metrics(RunningProcessor processor) throws Exception {
        return processor.get("/observe/metrics").body();
    }
}
