package io.connectprocessor.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
    @TempDir
    Path directory;

    private Host host;

    @BeforeEach
    void a_host_on_which_nothing_is_missing() {
        host = Host.ready(directory);
    }

    @Test
    void all_findings_come_at_once_with_places_and_advice() {
        Host bare = new Host(directory)
                .file("poll.page-sise=10", "poll.cron=* * * * *", "retry.first-delay=5")
                .option("process.concurency", "4")
                .variable("CONNECT_RATE", "fast");

        SettingsException refusal = bare.refusal();

        assertThat(refusal.findings())
                .extracting(Finding::place, Finding::what)
                .containsExactlyInAnyOrder(
                        tuple("application.properties:1", "poll.page-sise is not a key"),
                        tuple("-D", "process.concurency is not a key"),
                        tuple("configuration", "connect.products is not set"),
                        tuple("environment CONNECT_RATE", "connect.rate is not a rate: \"fast\""),
                        tuple(
                                "application.properties:2",
                                "poll.cron is not a Quartz cron, it has 5 fields: \"* * * * *\""),
                        tuple("application.properties:3", "retry.first-delay has no unit: \"5\""),
                        tuple("configuration", "vendor.api-url is not set"),
                        tuple("configuration", "connect.api-key is not set"));
        assertThat(refusal)
                .hasMessageContaining(
                        "application.properties:1  poll.page-sise is not a key  -> did you mean poll.page-size?")
                .hasMessageContaining("-> did you mean process.concurrency?")
                .hasMessageContaining("-> Set connect.products in application.properties, CONNECT_PRODUCTS in the"
                        + " environment, or -Dconnect.products=…");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    connect.api-url | ftp://host/v1 | is not an http or https URL: "ftp://host/v1"
                    connect.api-url | /public/v1 | is not an http or https URL: "/public/v1"
                    connect.api-url | https:///v1 | has no host
                    connect.api-url | http://two_words/v1 | has no host, or none that a URL can carry
                    connect.api-url | http://host:99999/v1 | a bad port
                    connect.api-url | http://ho st/v1 | is not a URL: "http://ho st/v1"
                    connect.api-url | https://host/v1?a=b | holds a query or a fragment
                    connect.api-url | https://host/v1#a | holds a query or a fragment
                    connect.products | , , | is an empty list
                    connect.environments | production,prevew | knows no "prevew"  -> write preview?
                    process.types | purchase,tier-setpu | knows no "tier-setpu"  -> write tier-setup?
                    connect.rate | 0 | is 0, which would let no call through
                    connect.rate | -1 | is not a rate
                    connect.rate | NaN | is not a rate
                    connect.rate | 1e3 | is not a rate
                    connect.rate | 10/s | is not a rate: "10/s"  -> write calls per second
                    poll.page-size | 0 | is out of range: 0  -> write a whole number from 1 to 1000
                    poll.page-size | 1001 | is out of range: 1001
                    poll.page-size | 1.5 | is not a whole number: "1.5"
                    poll.page-size | 99999999999 | is not a whole number
                    process.concurrency | 513 | is out of range: 513
                    connect.connections | 0 | is out of range: 0
                    vendor.connections | 513 | is out of range: 513
                    poll.recheck-after | 30 | has no unit: "30"  -> write the unit
                    poll.recheck-after | 30S | is not a duration: "30S"
                    poll.recheck-after | 1h30m | is not a duration
                    poll.recheck-after | -1s | is not a duration
                    poll.recheck-after | 999999999h | is out of range: 999999999h
                    http.connect-timeout | 0s | is out of range: 0s  -> write a duration from 1ms to 1h
                    poll.cron | 0 0 0 * * * | write ? in exactly one of the fields
                    poll.cron | 0 0 0 ? * ? | write ? in exactly one of the fields
                    management.enabled | yes | is neither true nor false: "yes"
                    management.host | http://0.0.0.0 | is not a host name or address
                    management.port | 70000 | is out of range: 70000
                    ledger.url | jdbc:mysql://db/x | is not a database the ledger knows
                    queue.requests | requests | is not an endpoint URI: "requests"
                    queue.requests | amqp:queue:requests | is at amqp:, which is no queue that this program can connect
                    queue.broker-url | amqp://broker:5672 | is not a broker this program knows: "amqp://broker:5672"  -> write tcp://host:61616
                    queue.broker-url | tcp://me:s3cr3t@broker:61616 | holds credentials  -> take them out of the URL
                    queue.broker-url | tcp://broker:61616?password=s3cr3t | holds credentials
                    queue.broker-url | tcp://broker:61616 | is set, but queue.requests is at seda:
                    queue.depth | 0 | is out of range: 0
                    poll.clustered | true | is true, but ledger.url is an embedded database
                    connect.template.tier | {{acme.template}} | holds {{, which is not expanded here
                    vendor.api-key | a b | holds a blank or a line break
                    """)
    void a_value_that_does_not_fit_is_refused_with_its_place(String key, String value, String finding) {
        host.option(key, value);

        assertThat(host.finding()).startsWith("-D  " + key + " ").contains(finding);
    }

    @Test
    void a_queue_at_a_broker_needs_its_url_and_a_ledger_that_several_nodes_can_open() {
        host.file("queue.requests=jms:queue:connect.requests");

        assertThatThrownBy(host::resolve)
                .hasMessageContaining(
                        "application.properties:1  queue.requests is at a broker, and queue.broker-url is not set")
                .hasMessageContaining("QUEUE_BROKER_URL")
                .hasMessageContaining("ledger.url is an embedded database, which one node alone can open");
    }

    @Test
    void the_default_of_ledger_url_refuses_nothing_when_the_host_gives_the_ledger() {
        Map<String, String> several = Map.of(
                "connect.api-key", "ApiKey SU-000:x",
                "connect.products", "PRD-100-200-300",
                "vendor.api-url", "https://api.example.com",
                "queue.requests", "jms:queue:connect.requests",
                "queue.broker-url", "tcp://broker:61616",
                "poll.clustered", "true");

        assertThat(Settings.resolve(Sources.given(several, Map.of(), Path.of(""), true))
                        .pollClustered())
                .isTrue();
        assertThatThrownBy(() -> Settings.resolve(Sources.given(several, Map.of(), Path.of(""))))
                .hasMessageContaining("poll.clustered is true, but ledger.url is an embedded database");
    }

    @Test
    void a_queue_at_a_broker_with_all_that_it_needs_is_taken() {
        host.file(
                "queue.requests=jms:queue:connect.requests",
                "queue.broker-url=(tcp://one:61616,tcp://two:61616)?ha=true",
                "queue.password=s3cr3t",
                "poll.clustered=true",
                "ledger.url=jdbc:postgresql://db/ledger");

        Settings settings = host.resolve();
        assertThat(settings.queueBrokerUrl()).contains("(tcp://one:61616,tcp://two:61616)?ha=true");
        assertThat(settings.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void a_blank_value_is_no_default() {
        host.file("poll.cron=");

        assertThat(host.finding())
                .isEqualTo(
                        "application.properties:1  poll.cron is blank  -> leave it out for the default, 0/30 * * * * ?");
    }

    @Test
    void an_empty_list_of_products_stops_the_start() {
        host.without("CONNECT_PRODUCTS").file("connect.products =  ");

        assertThat(host.finding())
                .startsWith("application.properties:1  connect.products is blank  -> Set connect.products");
    }

    @Test
    void a_first_delay_longer_than_the_longest_is_refused() {
        host.file("retry.max-delay=1s");

        assertThat(host.finding())
                .startsWith("application.properties:1  retry.first-delay (2s) is longer than retry.max-delay (1s)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24h", "36h"})
    void a_reminder_that_would_come_after_the_end_is_refused(String remindAfter) {
        host.file("inquiry.expire-after=24h", "inquiry.remind-after=" + remindAfter);

        assertThat(host.finding())
                .startsWith("application.properties:2  inquiry.remind-after (" + remindAfter
                        + ") is not shorter than inquiry.expire-after (24h)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    inquiry.reminder-text=Well? | acme.region=eu | inquiry.remind-after
                    inquiry.on-expiry=fail | inquiry.remind-after=1h | inquiry.expire-after
                    inquiry.expiry-reason=Late. | inquiry.on-expiry= park | inquiry.expire-after
                    inquiry.expiry-reason=Late. | inquiry.expire-after=1h | inquiry.on-expiry=fail
                    """)
    void what_is_said_of_inquiries_and_has_no_effect_warns(String line, String other, String missing) {
        host.file(line, other);

        assertThat(host.resolve().warnings())
                .extracting(Finding::toString)
                .contains("application.properties:1  " + line.split("=")[0] + " has no effect without " + missing
                        + "  -> set " + missing + " too");
    }

    @Test
    void an_end_that_is_none_is_refused_beside_the_rest() {
        host.file("inquiry.expire-after=2h", "inquiry.on-expiry=forget");

        assertThat(host.finding()).startsWith("application.properties:2  inquiry.on-expiry ");
    }

    @Test
    void what_has_its_effect_does_not_warn() {
        host.file(
                "inquiry.remind-after=1h",
                "inquiry.reminder-text=Well?",
                "inquiry.expire-after=2h",
                "inquiry.on-expiry=fail",
                "inquiry.expiry-reason=Late.");

        assertThat(host.resolve().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SU-1: s3cr3t", "SU-1:\ns3cr3t", "ApiKey SU-1:\ts3cr3t", "SU-1:\u00a0s3cr3t"})
    void an_api_key_with_a_blank_or_line_break_inside_is_refused_unseen(String key) {
        host.variable("CONNECT_API_KEY", key);

        assertThat(host.finding())
                .startsWith("environment CONNECT_API_KEY  connect.api-key holds a blank or a line break")
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "ApiKey ", "apikey"})
    void a_blank_api_key_is_refused(String key) {
        host.option("connect.api-key", key);

        assertThat(host.finding()).startsWith("-D  connect.api-key is blank");
    }

    @Test
    void an_api_key_and_its_file_are_one_too_many() {
        host.write("token", "SU-2:abc").file("connect.api-key-file=token");

        assertThat(host.finding())
                .isEqualTo("environment CONNECT_API_KEY  connect.api-key is set, and connect.api-key-file as well"
                        + " (application.properties:1)  -> keep one of the two");
    }

    @Test
    void a_key_file_that_is_missing_empty_broken_or_too_long_is_refused_unseen() {
        host.without("CONNECT_API_KEY").file("connect.api-key-file=token");

        assertThat(host.finding())
                .startsWith("application.properties:1  connect.api-key-file names a file that cannot be read");
        assertThat(host.write("token", " \n").finding())
                .startsWith("connect.api-key-file (application.properties:1)  token is empty");
        assertThat(host.write("token", "SU-2:abc\nSU-3:abc").finding())
                .contains("connect.api-key holds a blank or a line break")
                .doesNotContain("SU-2");
        assertThat(host.write("token", "x".repeat(9000)).finding())
                .contains("token is too long for a token")
                .doesNotContain("xxx");
    }

    @Test
    void a_ca_file_that_is_not_there_is_refused() {
        host.file("connect.ca-file=ca.pem", "vendor.ca-file=.");

        assertThat(host.findings())
                .extracting(Finding::what)
                .containsExactly(
                        "connect.ca-file names a file that cannot be read: \"ca.pem\"",
                        "vendor.ca-file names a file that cannot be read: \".\"");
    }

    @Test
    void credentials_in_the_wrong_place_are_refused_unseen() {
        host.file(
                        "connect.api-url=https://me:s3cr3t@host/v1",
                        "vendor.api-url=ApiKey SU-1:s3cr3t",
                        "ledger.url=jdbc:postgresql://db/x?user=me&password=s3cr3t",
                        "connect.apikey=s3cr3t",
                        "vendor.rate=SU-1:s3cr3t")
                .without("VENDOR_API_URL")
                .option("ledger.url", "jdbc:h2:file:./x;PASSWORD=s3cr3t");

        SettingsException refusal = host.refusal();

        assertThat(refusal.findings()).hasSize(5);
        assertThat(refusal)
                .hasMessageNotContaining("s3cr3t")
                .hasMessageContaining("connect.api-url holds user info")
                .hasMessageContaining("ledger.url holds a password  -> take it out of the URL and set ledger.password");
    }

    @Test
    void a_control_character_reaches_no_message() {
        host.option("management.host", "a\r\nforged line");

        assertThat(host.finding()).doesNotContain("\n", "\r");
    }

    @ParameterizedTest
    @CsvSource({
        "connect.apiUrl, connect.api-url",
        "connect.product, connect.products",
        "retry.max.delay, retry.max-delay",
        "vendor.region, vendor.ca-file"
    })
    void an_unknown_key_under_our_prefixes_is_named_with_the_nearest_right_one(String wrong, String right) {
        String expected =
                wrong + " is not a key  -> did you mean " + right + "? Keys of your own begin with another word";

        assertThat(Host.ready(directory).option(wrong, "x").finding()).startsWith("-D  " + expected);
        assertThat(Host.ready(directory).property(wrong, "x").finding()).startsWith("-D  " + expected);
        assertThat(host.file("", wrong + "=x").finding()).startsWith("application.properties:2  " + expected);
    }

    @Test
    void the_jdks_own_network_properties_are_left_alone_unless_they_come_too_late_to_take_effect() {
        host.property("http.proxyHost", "proxy")
                .property("http.keepAlive", "true")
                .variable("HTTP_PROXY", "http://proxy");

        assertThat(host.resolve().all()).doesNotContainKeys("http.proxyHost", "http.keepAlive");
        assertThat(host.resolve().warnings()).isEmpty();
        assertThat(host.file("http.nonProxyHosts=x").finding())
                .isEqualTo("application.properties:1  http.nonProxyHosts is a property of the JVM"
                        + "  -> give it as -Dhttp.nonProxyHosts=… before -jar");
    }

    @Test
    void an_unknown_variable_under_our_prefixes_only_warns() {
        host.variable("CONNECT_PORT", "tcp://10.0.0.1:80")
                .variable("CONNECT_PRODUCT", "PRD-2")
                .variable("CONNECTED", "1");

        assertThat(host.resolve().warnings())
                .extracting(Finding::toString)
                .containsExactly(
                        "environment CONNECT_PORT  is not read"
                                + "  -> nothing needs to be done if another program or Kubernetes set it",
                        "environment CONNECT_PRODUCT  is not read  -> did you mean CONNECT_PRODUCTS?"
                                + " Otherwise nothing needs to be done");
    }

    @Test
    void a_warning_that_may_be_the_reason_stands_beside_the_findings() {
        host.without("CONNECT_PRODUCTS").variable("CONNECT_PRODUCT", "PRD-2");

        assertThat(host.refusal().warnings()).hasSize(1);
        assertThat(host.refusal()).hasMessageContaining("warning: environment CONNECT_PRODUCT  is not read");
    }

    @Test
    void a_key_that_is_nearly_ours_but_misses_the_prefix_warns() {
        host.file("conect.api-url=https://host", "POLL_PAGE_SIZE=3", "acme.api-url=https://acme");

        assertThat(host.resolve().warnings())
                .extracting(Finding::place, Finding::what)
                .containsExactly(
                        tuple("application.properties:2", "POLL_PAGE_SIZE is taken for a key of your own"),
                        tuple("application.properties:1", "conect.api-url is taken for a key of your own"));
    }

    @Test
    void the_address_that_kubernetes_injects_for_a_service_is_told_from_a_mistake() {
        host.variable("MANAGEMENT_PORT", "tcp://10.0.0.1:9464");

        assertThat(host.finding())
                .isEqualTo("environment MANAGEMENT_PORT  management.port is the address of a Kubernetes service of that"
                        + " name  -> set enableServiceLinks: false on the pod, or -Dmanagement.port=…");
    }

    @Test
    void a_key_twice_in_the_file_is_a_finding_for_any_key() {
        host.file("acme.region=eu", "poll.page-size=5", "acme.region=us", "poll.page-size=6");

        assertThat(host.findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "application.properties:3  acme.region stands already at application.properties:1  -> keep one of the two",
                        "application.properties:4  poll.page-size stands already at application.properties:2"
                                + "  -> keep one of the two");
    }

    @Test
    void a_directory_in_the_files_place_is_a_finding() throws IOException {
        Files.createDirectory(directory.resolve("application.properties"));

        assertThat(host.finding()).startsWith("application.properties  cannot be read");
    }
}
