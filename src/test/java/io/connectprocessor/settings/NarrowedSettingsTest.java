package io.connectprocessor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that have a value of their own for a product, a marketplace, or both. */
class NarrowedSettingsTest {
    @TempDir
    Path directory;

    private Host host;

    @BeforeEach
    void a_host_on_which_nothing_is_missing() {
        host = Host.ready(directory).variable("CONNECT_PRODUCTS", "PRD-1,PRD-2");
    }

    @Test
    void narrowed_keys_are_among_the_settings_under_their_full_name_and_in_normal_form() {
        Settings settings = host.file(
                        "product.PRD-1.connect.template.activation.change = Changed ",
                        "marketplace.MP-12345.acme.region=eu",
                        "product.PRD-2.marketplace.MP-12345.vendor.api-url=https://eu.example/")
                .resolve();

        assertThat(settings.all())
                .containsEntry("product.PRD-1.connect.template.activation.change", "Changed")
                .containsEntry("marketplace.MP-12345.acme.region", "eu")
                .containsEntry("product.PRD-2.marketplace.MP-12345.vendor.api-url", "https://eu.example")
                .containsEntry("vendor.api-url", "https://vendor.example/api");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void within_a_scope_an_option_wins_over_a_variable_and_that_over_the_file() {
        Settings settings = host.file(
                        "product.PRD-1.vendor.rate=1", "product.PRD-1.vendor.api-url=https://one.example",
                        "product.PRD-2.vendor.rate=1", "product.PRD-2.vendor.api-url=https://two.example")
                .variable("PRODUCT_PRD_1_VENDOR_RATE", "2")
                .variable("PRODUCT_PRD_2_VENDOR_RATE", "2")
                .option("product.PRD-1.vendor.rate", "3")
                .resolve();

        assertThat(settings.all())
                .containsEntry("product.PRD-1.vendor.rate", "3")
                .containsEntry("product.PRD-2.vendor.rate", "2");
        assertThat(settings.origin("product.PRD-2.vendor.rate")).contains("environment PRODUCT_PRD_2_VENDOR_RATE");
    }

    @Test
    void a_variable_alone_narrows_a_key_of_ours_and_one_of_the_vendors_that_is_named_elsewhere() {
        Settings settings = host.file("acme.region=us")
                .variable("PRODUCT_PRD_1_MARKETPLACE_MP_12345_VENDOR_API_KEY", "k")
                .variable("MARKETPLACE_MP_12345_ACME_REGION", "eu")
                .variable("PRODUCT_PRD_2_CONNECT_TEMPLATE_INQUIRE", "")
                .resolve();

        assertThat(settings.all())
                .containsEntry("product.PRD-1.marketplace.MP-12345.vendor.api-key", "k")
                .containsEntry("marketplace.MP-12345.acme.region", "eu")
                .doesNotContainKey("product.PRD-2.connect.template.inquire");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void variables_that_narrow_nothing_warn_and_those_of_other_programs_do_not() {
        Settings settings = host.variable("PRODUCT_PRD_9_VENDOR_RATE", "1")
                .variable("PRODUCT_PRD_1_POLL_CRON", "x")
                .variable("PRODUCT_PORT", "tcp://10.0.0.1:80")
                .variable("MARKETPLACE_SERVICE_HOST", "10.0.0.1")
                .resolve();

        assertThat(settings.warnings())
                .extracting(Finding::place)
                .containsExactly("environment PRODUCT_PRD_1_POLL_CRON", "environment PRODUCT_PRD_9_VENDOR_RATE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            product.PRD-1.poll.cron      | product.PRD-1.poll.cron: poll.cron cannot be narrowed, all products share one poll and one queue  -> set poll.cron alone; a product that needs another value needs a process of its own
            product.PRD-1.ledger.url     | ledger.url cannot be narrowed, there is one ledger
            product.PRD-1.connect.api-key| connect.api-key cannot be narrowed, all products are fetched from one Connect, by one key
            product.PRD-1.vendor.ca-file | vendor.ca-file cannot be narrowed, all calls go out in the same way  -> put the certificates of all vendors into one file
            product.PRD-1.management.port| management.port cannot be narrowed, it is the whole process's
            product.PRD-1.camel.main.name| camel.main.name cannot be narrowed, Camel reads it once
            product.PRD-1.vendor.apiurl  | vendor.apiurl is not a key  -> did you mean vendor.api-url?
            product.PRD-1.connect.template.activation.chnge | is not a key  -> did you mean connect.template.activation.change?
            product.PRD-3.vendor.rate    | is for a product that connect.products does not name  -> did you mean PRD-1?
            product.PRD1.vendor.rate     | product.PRD1.vendor.rate narrows no key  -> write product.PRD-….<key>, marketplace.MP-….<key>
            product.PRD-1                | narrows no key
            marketplace.12345.acme.region| narrows no key
            marketplace.MP-12345.product.PRD-1.acme.region | narrows no key
            product.PRD-1.vendor.rate    | product.PRD-1.vendor.rate is not a rate: "x"  -> write calls per second
            product.PRD-1.vendor.api-url | product.PRD-1.vendor.api-url is not an http or https URL: "x"
            """)
    void what_cannot_be_is_a_finding_with_its_reason(String name, String said) {
        String finding = host.file("", name + "=x").finding();

        assertThat(finding).startsWith("application.properties:2  ").contains(said);
    }

    @Test
    void a_blank_value_is_a_finding_where_one_is_needed_and_says_none_for_a_key() {
        assertThat(host.file("product.PRD-1.vendor.api-url=").finding())
                .contains("product.PRD-1.vendor.api-url is blank  -> leave it out for vendor.api-url");
        assertThat(host.file("vendor.api-key=k", "product.PRD-1.vendor.api-key=")
                        .resolve()
                        .all())
                .containsEntry("product.PRD-1.vendor.api-key", "");
    }

    @Test
    void the_vendors_key_goes_to_no_host_that_it_is_not_meant_for() {
        String finding = host.file("vendor.api-key=s3cr3t-1", "product.PRD-1.vendor.api-url=https://other.example")
                .finding();

        assertThat(finding)
                .isEqualTo("application.properties:2  product.PRD-1.vendor.api-url leads to other.example, for which"
                        + " vendor.api-key (application.properties:1) is not meant  -> set product.PRD-1.vendor.api-key;"
                        + " leave it blank when that API takes no key");
        host.file(
                        "vendor.api-key=s3cr3t-1",
                        "product.PRD-1.vendor.api-url=https://other.example",
                        "product.PRD-1.vendor.api-key=")
                .resolve();
        host.file("vendor.api-key=s3cr3t-1", "product.PRD-1.vendor.api-url=https://vendor.example/other")
                .resolve();
    }

    @Test
    void nor_does_a_products_key_follow_a_marketplaces_url() {
        assertThat(host.file("product.PRD-1.vendor.api-key=k", "marketplace.MP-1.vendor.api-url=https://eu.example")
                        .finding())
                .contains(
                        "marketplace.MP-1.vendor.api-url leads to eu.example, for which product.PRD-1.vendor.api-key");
    }

    @Test
    void one_api_has_one_rate() {
        assertThat(host.file("product.PRD-1.vendor.rate=5").finding())
                .contains("product.PRD-1.vendor.rate (5) and vendor.rate (unlimited) are for the same URL and key");
    }

    @Test
    void the_general_url_may_be_left_out_when_every_product_has_its_own() {
        host.without("VENDOR_API_URL");
        assertThat(host.file("product.PRD-1.vendor.api-url=https://one.example").finding())
                .contains("vendor.api-url is not set");

        Settings settings = host.file(
                        "product.PRD-1.vendor.api-url=https://one.example",
                        "product.PRD-2.vendor.api-url=https://two.example")
                .resolve();

        assertThat(settings.vendorApiUrl()).isEmpty();
        assertThat(settings.vendorApiUrls())
                .containsExactly(URI.create("https://one.example"), URI.create("https://two.example"));
    }

    @Test
    void a_narrowed_secret_is_in_no_output() {
        Settings settings = host.file(
                        "product.PRD-1.vendor.api-url=https://one.example",
                        "product.PRD-1.vendor.api-key=s3cr3t-2",
                        "product.PRD-1.acme.password=s3cr3t-3")
                .resolve();

        assertThat(settings.toString())
                .contains(
                        "product.PRD-1.vendor.api-key = ***", "product.PRD-1.acme.password (application.properties:3)")
                .doesNotContain("s3cr3t-");
        assertThat(host.file("product.PRD-1.vendor.api-key=s3 cr3t").refusal().getMessage())
                .contains("product.PRD-1.vendor.api-key holds a blank")
                .doesNotContain("cr3t");
    }

    @Test
    void a_key_that_is_nearly_ours_is_taken_for_a_key_of_the_vendors_with_a_warning() {
        assertThat(host.file("product.PRD-1.vendors.rate=5").resolve().warnings())
                .singleElement()
                .asString()
                .contains("vendors.rate is taken for a key of your own", "did you mean vendor.rate?");
    }
}
