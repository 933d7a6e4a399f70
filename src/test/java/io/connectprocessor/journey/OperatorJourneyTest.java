package io.connectprocessor.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.Json;
import io.connectprocessor.ledger.Event;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.sandbox.Poison;
import io.connectprocessor.sandbox.Sandbox;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator with a JMX client or the Camel CLI, at a processor that runs. */
class OperatorJourneyTest {

    private static final String DISABLED = "org.apache.camel.jmx.disabled";
    private static final String KEY = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
    private static final String VENDOR_KEY = "vendor-key-0123456789";
    private static final String MAIL_PASSWORD = "m-a-i-l-b-o-x";
    private static final String DOMAIN = "ann-secretive.example.com";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private String disabled;
    private String home;

    @TempDir
    Path folder;

    @BeforeEach
    void letTheProcessorDecide() {
        disabled = System.clearProperty(DISABLED);
        home = System.setProperty("user.home", folder.toString());
    }

    @AfterEach
    void asItWas() {
        System.setProperty("user.home", home);
        if (disabled != null) {
            System.setProperty(DISABLED, disabled);
        }
    }

    private Set<ObjectName> ours() throws JMException {
        return server.queryNames(
                new ObjectName("org.apache.camel:context=connect-processor*,type=services,name=ConnectProcessor"),
                null);
    }

    private ObjectName processor() throws JMException {
        return ours().iterator().next();
    }

    private Object attribute(String name) throws JMException {
        return server.getAttribute(processor(), name);
    }

    private String invoke(String operation, Object... arguments) throws JMException {
        String[] types = Arrays.stream(arguments)
                .map(argument -> argument instanceof Double
                        ? "double"
                        : argument.getClass().getName())
                .toArray(String[]::new);
        return (String) server.invoke(processor(), operation, arguments, types);
    }

    private static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static String status(Sandbox sandbox, String id) {
        return String.valueOf(sandbox.requestJson(id).get("status"));
    }

    @Test
    void without_the_settings_there_is_nothing_to_see() throws Exception {
        try (Sandbox sandbox = Sandbox.builder().start();
                RunningProcessor running = new Journey(folder, sandbox).start()) {
            assertThat(running.get("/observe/health/live").statusCode()).isEqualTo(200);
            assertThat(ours()).isEmpty();
            assertThat(server.queryNames(new ObjectName("org.apache.camel:context=connect-processor*,*"), null))
                    .isEmpty();
            assertThat(folder.resolve(".camel")).doesNotExist();
        }
    }

    @Test
    void an_operator_sees_replays_discards_pauses_and_drains_and_no_secret_is_shown() throws Exception {
        String one;
        String two;
        try (Sandbox sandbox = Sandbox.builder()
                        .apiKey("ApiKey SU-123-456-789:" + KEY)
                        .vendorKey(VENDOR_KEY)
                        .start();
                RunningProcessor running = new Journey(folder, sandbox)
                        .set("vendor.api-key", VENDOR_KEY)
                        .set("management.jmx", "true")
                        .set("poll.cron", "0/1 * * * * ?")
                        .set("acme.password", MAIL_PASSWORD)
                        .set("park.endpoint", "file:" + folder.resolve("parked") + "?charset=UTF-8")
                        .start()) {
            one = sandbox.seed()
                    .purchase()
                    .param("company_domain", DOMAIN)
                    .poison(Poison.ASSET_NULL)
                    .pending();
            two = sandbox.seed().purchase().poison(Poison.ASSET_NULL).pending();
            eventually("the parking").until(() -> attribute("Parked").equals(2L));
            eventually("readiness").until(() -> attribute("Readiness").equals("ready"));

            everythingIsDescribed();
            noSecretIsShown();

            assertThat(invoke("discard", one, "by phone")).isEqualTo(one + " is discarded.");
            assertThat(invoke("discard", one, "by phone")).contains("nothing is changed");
            assertThat(attribute("Parked")).isEqualTo(1L);
            assertThat(invoke("replay", one)).contains("nothing is changed");
            assertThat(refusal(() -> invoke("discard", two, " "))).contains("reason is empty");

            assertThat(invoke("pause")).startsWith("Paused.");
            assertThat(invoke("pause")).startsWith("Paused already, since 2");
            assertThat(attribute("Paused")).isEqualTo(true);
            assertThat(attribute("Readiness")).asString().startsWith("paused by an operator since 2");
            assertThat(running.get("/observe/health/ready").body()).contains("paused by an operator");
            assertThat(invoke("replay", two)).isEqualTo(two + " is ready again.");
            String later = sandbox.seed().purchase().pending();
            long lists = sandbox.books().connectCalls().getOrDefault("list-requests", 0L);
            assertThat(invoke("drain")).startsWith("Quiet:");
            assertThat(attribute("OnTheirWay")).isEqualTo(0);
            assertThat(attribute("Ready")).isEqualTo(1L);
            // Polls are due each second meanwhile.
            Awaitility.await("nothing is taken")
                    .during(Duration.ofMillis(2500))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> status(sandbox, later).equals("pending"));
            assertThat(sandbox.books().connectCalls().getOrDefault("list-requests", 0L))
                    .isEqualTo(lists);

            assertThat(invoke("resume")).isEqualTo("Resumed.");
            assertThat(invoke("resume")).contains("not paused");
            eventually("the later one").until(() -> status(sandbox, later).equals("approved"));
            eventually("the second parking").until(() -> attribute("Parked").equals(1L));
            assertThat(invoke("replayAll", "refused", 60.0)).startsWith("0 requests");
            assertThat(invoke("replayAll", "malformed", 60.0))
                    .startsWith("1 requests are ready again, the last is due at 2");
            eventually("the events").until(() -> attribute("EventsWaiting").equals(0L));
            assertThat(refusal(() -> invoke("replayAll", "", 1e9))).contains("rate");
            assertThat(running.stop()).isZero();
            assertThat(ours()).isEmpty();
        }
        try (Ledger ledger = Ledgers.open(LedgerOptions.of("jdbc:h2:file:" + folder.resolve("data/ledger")))) {
            assertThat(ledger.timeline(one).stream().map(Event::toString))
                    .anyMatch(line -> line.contains("discard") && line.contains("jmx: by phone"));
            assertThat(ledger.timeline(two).stream()
                            .filter(event -> event.kind().equals("replay"))
                            .map(Event::detail))
                    .hasSize(2)
                    .allMatch(detail -> detail.startsWith("jmx: "));
        }
    }

    @Test
    void the_camel_cli_is_shown_routes_and_health_and_nothing_of_settings_and_requests() throws Exception {
        Path files = folder.resolve(".camel");
        Path status = files.resolve(ProcessHandle.current().pid() + "-status.json");
        try (Sandbox sandbox = Sandbox.builder()
                        .apiKey("ApiKey SU-123-456-789:" + KEY)
                        .vendorKey(VENDOR_KEY)
                        .start();
                RunningProcessor running = new Journey(folder, sandbox)
                        .set("vendor.api-key", VENDOR_KEY)
                        .set("management.camel-cli", "true")
                        .set("poll.cron", "0/1 * * * * ?")
                        .set("acme.mail", "smtp://ann:" + MAIL_PASSWORD + "@mail.example.com")
                        .start()) {
            String id =
                    sandbox.seed().purchase().param("company_domain", DOMAIN).pending();
            eventually("the approval").until(() -> status(sandbox, id).equals("approved"));
            eventually("a ready processor in the file")
                    .ignoreExceptions()
                    .until(() -> at(shown(status), "healthChecks", "ready").equals(true)
                            && shown(status).toString().contains("routeId=on-purchase"));

            Map<String, Object> shown = shown(status);
            assertThat(at(shown, "context", "name")).isEqualTo("connect-processor");
            assertThat(at(shown, "runtime", "platform")).isEqualTo("Camel");
            assertThat(shown.get("routes").toString())
                    .contains("routeId=poll", "routeId=process-request", "state=Started");
            assertThat(at(shown, "healthChecks", "checks").toString()).contains("connect-intake");
            assertThat(shown).containsOnlyKeys("runtime", "context", "routes", "healthChecks");
            assertThat(Files.getPosixFilePermissions(status)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            try (var all = Files.list(files)) {
                for (Path file : all.toList()) {
                    assertThat(file)
                            .content()
                            .doesNotContain(
                                    KEY,
                                    VENDOR_KEY,
                                    MAIL_PASSWORD,
                                    DOMAIN,
                                    id,
                                    running.operator().token());
                }
            }
        }
        assertThat(files).isEmptyDirectory();
        assertThat(ours()).isEmpty();
    }

    private static Map<String, Object> shown(Path status) throws IOException {
        return new Json().object(Files.readAllBytes(status));
    }

    private static Object at(Map<String, Object> json, String one, String two) {
        return ((Map<?, ?>) json.get(one)).get(two);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static String refusal(Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (RuntimeMBeanException refused) {
            return refused.getCause().getMessage();
        }
        throw new AssertionError("It was not refused.");
    }

    private void everythingIsDescribed() throws JMException {
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(processor()).getAttributes()) {
            assertThat(attribute.getDescription())
                    .as(attribute.getName())
                    .contains(" ")
                    .isNotEqualTo(attribute.getName());
        }
        List<String> operations = new ArrayList<>();
        for (MBeanOperationInfo operation : server.getMBeanInfo(processor()).getOperations()) {
            List<String> parameters = new ArrayList<>();
            for (MBeanParameterInfo parameter : operation.getSignature()) {
                parameters.add(parameter.getName());
                assertThat(parameter.getDescription()).as(operation.getName()).contains(" ");
            }
            assertThat(operation.getDescription()).as(operation.getName()).contains(" ");
            operations.add(operation.getName() + parameters);
        }
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "replay[id]",
                        "replayAll[cause, ratePerMinute]",
                        "discard[id, reason]",
                        "pause[]",
                        "resume[]",
                        "drain[]");
    }

    /** In any attribute of any MBean of the context, Camel's own included. */
    private void noSecretIsShown() throws JMException {
        List<String> shown = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable()) {
                    shown.add(name + " " + attribute.getName() + " " + value(name, attribute));
                }
            }
        }
        assertThat(shown).as("Camel's own MBeans are there").hasSizeGreaterThan(500);
        assertThat(shown).anyMatch(line -> line.contains("connect://approve"));
        assertThat(shown)
                .noneMatch(line -> line.contains(KEY)
                        || line.contains(VENDOR_KEY)
                        || line.contains(MAIL_PASSWORD)
                        || line.contains(DOMAIN));
    }

    private String value(ObjectName name, MBeanAttributeInfo attribute) {
        try {
            Object value = server.getAttribute(name, attribute.getName());
            return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        } catch (JMException | RuntimeMBeanException unreadable) {
            return String.valueOf(unreadable);
        }
    }
}
