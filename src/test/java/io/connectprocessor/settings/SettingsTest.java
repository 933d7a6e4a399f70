package io.connectprocessor.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path directory;

    private Host host;

    @BeforeEach
    void a_host_on_which_nothing_is_missing() {
        host = Host.ready(directory);
    }

    @Test
    void three_variables_are_enough_and_all_else_has_its_default() {
        Settings settings = host.resolve();

        assertThat(settings.connectApiUrl()).isEqualTo(URI.create("https://api.connect.cloudblue.com/public/v1"));
        assertThat(settings.connectApiKey()).isEqualTo("SU-1:s3cr3t");
        assertThat(settings.products()).containsExactly("PRD-1");
        assertThat(settings.environments()).containsExactly("production");
        assertThat(settings.activationTemplate()).isEqualTo("Default Activation Template");
        assertThat(settings.tierTemplate()).isEqualTo("Default Activation Template");
        assertThat(settings.connectRate()).isEmpty();
        assertThat(settings.connectConnections()).isEmpty();
        assertThat(settings.vendorConnections()).isEmpty();
        assertThat(settings.connectCaFile()).isEmpty();
        assertThat(settings.contractsDirectory()).isEqualTo(directory.resolve("contracts"));
        assertThat(settings.isSet("connect.contracts")).isFalse();
        assertThat(settings.contractStrict()).isFalse();
        assertThat(settings.contractCheckEvery()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.pollCron()).isEqualTo("0/30 * * * * ?");
        assertThat(settings.pollPageSize()).isEqualTo(100);
        assertThat(settings.pollRecheckAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.processConcurrency()).isEqualTo(16);
        assertThat(settings.retryAttempts()).isEqualTo(8);
        assertThat(settings.retryFirstDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.retryMaxDelay()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.onceWait()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.ledgerUrl()).isEqualTo("jdbc:h2:file:./data/ledger");
        assertThat(settings.ledgerUser()).isEmpty();
        assertThat(settings.ledgerPassword()).isEmpty();
        assertThat(settings.requestQueue())
                .isEqualTo("seda:requests?size=32&blockWhenFull=true&concurrentConsumers={{process.concurrency}}");
        assertThat(settings.vendorApiUrl()).contains(URI.create("https://vendor.example/api"));
        assertThat(settings.vendorApiKey()).isEmpty();
        assertThat(settings.vendorRate()).isEmpty();
        assertThat(settings.vendorCaFile()).isEmpty();
        assertThat(settings.httpConnectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.httpResponseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.managementEnabled()).isTrue();
        assertThat(settings.managementHost()).isEqualTo("127.0.0.1");
        assertThat(settings.managementPort()).isEqualTo(9464);
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.routesDirectory()).isEqualTo(directory.resolve("routes"));
        assertThat(settings.routesReload()).isTrue();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void a_stronger_source_wins_over_each_weaker_one_and_is_named_as_the_origin() {
        host.file("# ours", "poll.page-size=1", "process.concurrency=1", "retry.attempts=1", "connect.rate=1")
                .variable("PROCESS_CONCURRENCY", "2")
                .variable("RETRY_ATTEMPTS", "2")
                .variable("CONNECT_RATE", "2")
                .property("retry.attempts", "3")
                .property("connect.rate", "3")
                .option("connect.rate", "4");

        Settings settings = host.resolve();

        assertThat(settings.pollPageSize()).isEqualTo(1);
        assertThat(settings.origin("poll.page-size")).contains("application.properties:2");
        assertThat(settings.processConcurrency()).isEqualTo(2);
        assertThat(settings.origin("process.concurrency")).contains("environment PROCESS_CONCURRENCY");
        assertThat(settings.retryAttempts()).isEqualTo(3);
        assertThat(settings.origin("retry.attempts")).contains("-D");
        assertThat(settings.connectRate()).hasValue(4);
        assertThat(settings.origin("connect.rate")).contains("-D");
        assertThat(settings.origin("poll.cron")).contains("default");
        assertThat(settings.origin("connect.ca-file")).isEmpty();
        assertThat(settings.origin("nosuch")).isEmpty();
    }

    @Test
    void an_empty_variable_sets_nothing() {
        host.file("poll.page-size=7").variable("POLL_PAGE_SIZE", "").variable("CONNECT_API_KEY_FILE", " ");

        assertThat(host.resolve().pollPageSize()).isEqualTo(7);
    }

    @Test
    void a_blank_option_takes_an_optional_key_back() {
        host.file("vendor.api-key=abc").option("vendor.api-key", "");

        Settings settings = host.resolve();

        assertThat(settings.vendorApiKey()).isEmpty();
        assertThat(settings.all()).doesNotContainKey("vendor.api-key");
    }

    @Test
    void values_are_kept_in_their_normal_form() {
        host.file(
                        "connect.api-url=HTTPS://connect.example:8443/public/v1// ",
                        "connect.products= PRD-1 ,PRD-2,, PRD-1",
                        "connect.environments=test, production",
                        "connect.rate=2.50",
                        "connect.connections=43",
                        "vendor.connections=21",
                        "poll.cron=0  0/5 * ? * MON-FRI",
                        "retry.first-delay=1500ms",
                        "retry.max-delay=120m",
                        "once.wait=0s",
                        "management.host=::1",
                        "routes.reload=false")
                .without("CONNECT_PRODUCTS");

        Settings settings = host.resolve();

        assertThat(settings.connectApiUrl()).isEqualTo(URI.create("HTTPS://connect.example:8443/public/v1"));
        assertThat(settings.products()).containsExactly("PRD-1", "PRD-2");
        assertThat(settings.environments()).containsExactly("test", "production");
        assertThat(settings.connectRate()).hasValue(2.5);
        assertThat(settings.connectConnections()).contains(43);
        assertThat(settings.vendorConnections()).contains(21);
        assertThat(settings.retryFirstDelay()).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.retryMaxDelay()).isEqualTo(Duration.ofHours(2));
        assertThat(settings.onceWait()).isZero();
        assertThat(settings.managementHost()).isEqualTo("::1");
        assertThat(settings.routesReload()).isFalse();
        assertThat(settings.all())
                .containsEntry("connect.api-url", "HTTPS://connect.example:8443/public/v1")
                .containsEntry("connect.products", "PRD-1,PRD-2")
                .containsEntry("connect.environments", "test,production")
                .containsEntry("connect.rate", "2.5")
                .containsEntry("poll.cron", "0 0/5 * ? * MON-FRI")
                .containsEntry("retry.first-delay", "1500ms")
                .containsEntry("retry.max-delay", "2h")
                .containsEntry("once.wait", "0s");
    }

    @Test
    void the_texts_for_placeholders_hold_defaults_and_secrets_but_no_key_that_is_not_set() {
        assertThat(host.resolve().all())
                .containsEntry("poll.cron", "0/30 * * * * ?")
                .containsEntry("connect.rate", "unlimited")
                .containsEntry("connect.api-key", "SU-1:s3cr3t")
                .doesNotContainKeys("connect.ca-file", "connect.api-key-file", "ledger.user");
    }

    @Test
    void keys_of_camel_and_of_the_vendor_pass_through_and_are_overridden_in_the_same_manner() {
        host.file("camel.main.name=orders", "acme.region=eu", "acme.tenant=a", "acme.zone=1", "acme.empty=")
                .variable("ACME_TENANT", "b")
                .variable("ACME_ZONE", "2")
                .variable("CAMEL_MAIN_NAME", "provisioning")
                .variable("UNRELATED", "x")
                .property("acme.zone", "3")
                .property("acme.only-here", "4")
                .property("java.version", "17")
                .option("acme.option", "5");

        Settings settings = host.resolve();

        assertThat(settings.all())
                .containsEntry("camel.main.name", "provisioning")
                .containsEntry("acme.region", "eu")
                .containsEntry("acme.tenant", "b")
                .containsEntry("acme.zone", "3")
                .containsEntry("acme.empty", "")
                .containsEntry("acme.only-here", "4")
                .containsEntry("acme.option", "5")
                .doesNotContainKeys("UNRELATED", "java.version");
        assertThat(settings.origin("acme.region")).contains("application.properties:2");
        assertThat(settings.origin("acme.tenant")).contains("environment ACME_TENANT");
    }

    @Test
    void the_api_key_is_accepted_with_or_without_its_prefix() {
        for (String text : new String[] {"SU-1:abc", "ApiKey SU-1:abc", " apikey  SU-1:abc\n"}) {
            assertThat(host.variable("CONNECT_API_KEY", text).resolve().connectApiKey())
                    .isEqualTo("SU-1:abc");
        }
        assertThat(host.variable("CONNECT_API_KEY", "ApiKeyring").resolve().connectApiKey())
                .isEqualTo("ApiKeyring");
    }

    @Test
    void the_api_key_is_read_from_its_file_and_trimmed() {
        host.without("CONNECT_API_KEY")
                .write("token", "\uFEFFApiKey SU-2:abc\r\n")
                .file("connect.api-key-file=token");

        Settings settings = host.resolve();

        assertThat(settings.connectApiKey()).isEqualTo("SU-2:abc");
        assertThat(settings.all()).containsEntry("connect.api-key", "SU-2:abc");
        assertThat(settings.origin("connect.api-key")).contains("connect.api-key-file (application.properties:1)");
    }

    @Test
    void a_password_keeps_its_blanks() {
        host.variable("LEDGER_PASSWORD", " a b ").variable("LEDGER_USER", "processor");

        assertThat(host.resolve().ledgerPassword()).contains(" a b ");
        assertThat(host.resolve().ledgerUser()).contains("processor");
    }

    @Test
    void files_are_found_from_the_working_directory() {
        host.write("ca.pem", "").file("connect.ca-file=ca.pem", "vendor.ca-file=" + directory.resolve("ca.pem"));

        Settings settings = host.resolve();

        assertThat(settings.connectCaFile()).contains(directory.resolve("ca.pem"));
        assertThat(settings.vendorCaFile()).contains(directory.resolve("ca.pem"));
    }

    @Test
    void the_queue_may_hold_a_placeholder_for_camel() {
        host.file("queue.requests=seda:requests?size={{acme.size}}", "acme.size=64");

        assertThat(host.resolve().requestQueue()).isEqualTo("seda:requests?size={{acme.size}}");
    }

    @Test
    void neither_description_nor_text_shows_a_secret() {
        host.variable("VENDOR_API_KEY", "v3nd0r")
                .variable("LEDGER_PASSWORD", "p4ss")
                .file("acme.token=t0ken", "queue.requests=seda:requests?password=q5eue");

        Settings settings = host.resolve();

        assertThat(settings.toString())
                .contains("connect.api-key = *** (environment CONNECT_API_KEY)")
                .contains("poll.page-size = 100 (default)")
                .contains("queue.requests = seda:requests… (application.properties:2)")
                .contains("acme.token (application.properties:1)")
                .doesNotContain("s3cr3t", "v3nd0r", "p4ss", "t0ken", "q5eue");
        assertThat(settings.describe("connect.api-key")).doesNotContain("s3cr3t");
        assertThat(settings.describe("connect.products"))
                .isEqualTo("connect.products = PRD-1 (environment CONNECT_PRODUCTS)");
        assertThat(settings.describe("connect.ca-file")).isEqualTo("connect.ca-file is not set");
        assertThat(host.option("queue.requests", "seda://me:q5eue@broker/requests")
                        .resolve()
                        .describe("queue.requests"))
                .isEqualTo("queue.requests = seda:… (-D)");
        assertThat(host.sources().toString()).doesNotContain("s3cr3t", "v3nd0r");
    }

    @Test
    void a_command_that_calls_no_api_needs_no_key_and_reads_no_key_file() {
        Sources sources = new Host(directory)
                .file("ledger.url=jdbc:postgresql://db/ledger", "connect.api-key-file=not-there", "connect.products=")
                .sources();

        Settings settings = Settings.resolveIncomplete(sources);

        assertThat(settings.ledgerUrl()).isEqualTo("jdbc:postgresql://db/ledger");
        assertThatThrownBy(settings::products).hasMessage("connect.products is not set");
        assertThatThrownBy(settings::connectApiKey).hasMessage("connect.api-key is not set");
    }

    @Test
    void a_command_that_calls_no_api_still_refuses_a_wrong_value() {
        Sources sources = new Host(directory).file("management.port=http").sources();

        assertThatThrownBy(() -> Settings.resolveIncomplete(sources))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("application.properties:1  management.port is not a whole number");
    }
}
