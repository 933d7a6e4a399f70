package io.connectprocessor.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class HostSettingsTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    private void variables(Map<String, Object> variables) {
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
    }

    private HostSettings yaml(String text) throws IOException {
        ByteArrayResource file = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "application.yml");
        new YamlPropertySourceLoader().load("application.yml", file).forEach(environment.getPropertySources()::addLast);
        return HostSettings.of(environment);
    }

    @Test
    void a_key_has_the_name_that_it_has_everywhere_and_the_place_that_boot_knows() throws IOException {
        HostSettings read = yaml("connect:\n  apiUrl: http://localhost/public/v1\npoll.page_size: 7\n");

        assertThat(read.values())
                .containsEntry("connect.api-url", "http://localhost/public/v1")
                .containsEntry("poll.page-size", "7");
        assertThat(read.places().get("poll.page-size")).contains("application.yml", "3:17");
    }

    @Test
    void a_list_may_be_written_as_a_list() throws IOException {
        assertThat(yaml("connect:\n  products:\n  - PRD-1\n  - PRD-2\n").values())
                .containsEntry("connect.products", "PRD-1,PRD-2")
                .hasSize(1);
    }

    @Test
    void variables_are_read_in_both_spellings_and_stand_above_files() throws IOException {
        variables(Map.of("CONNECT_API_KEY", "ApiKey one", "VENDOR_APIURL", "http://two"));

        assertThat(yaml("connect.api-key: three\n").values())
                .containsEntry("connect.api-key", "ApiKey one")
                .containsEntry("vendor.api-url", "http://two");
    }

    @Test
    void a_blank_variable_sets_nothing() throws IOException {
        variables(Map.of("CONNECT_API_KEY", " "));

        assertThat(yaml("connect.api-key: three\n").values()).containsEntry("connect.api-key", "three");
    }

    @Test
    void placeholders_are_resolved_and_one_that_cannot_be_names_the_key() throws IOException {
        assertThat(yaml("word: secret\nconnect.api-key: ${word}\n").values())
                .containsEntry("connect.api-key", "secret");
        assertThatThrownBy(() -> yaml("vendor.api-key: ${nowhere}\n"))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("vendor.api-key")
                .hasRootCauseMessage("Could not resolve placeholder 'nowhere' in value \"${nowhere}\"");
    }

    @Test
    void what_is_misspelt_under_connect_is_kept_and_what_may_be_the_hosts_is_not() throws IOException {
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("connect.poducts", "PRD-1")));

        HostSettings read =
                yaml("connect.enabled: true\nqueue.name: orders\nproduct.title: Shop\nmarketplace.size: 3\n");

        assertThat(read.values()).containsOnly(Map.entry("connect.poducts", "PRD-1"));
        assertThat(read.places().get("connect.poducts")).contains("test");
    }

    @Test
    void a_key_may_be_narrowed_and_a_variable_stands_above_it() throws IOException {
        variables(Map.of("PRODUCT_PRD_000_000_001_VENDOR_API_KEY", "two"));

        HostSettings read = yaml("product:\n  PRD-000-000-001:\n    vendor.api-key: one\n    acme.region: eu\n"
                + "  '[PRD-000-000-002]':\n    vendor.api-key: three\n");

        assertThat(read.values())
                .containsEntry("product.PRD-000-000-001.vendor.api-key", "two")
                .containsEntry("product.PRD-000-000-001.acme.region", "eu")
                .containsEntry("product.PRD-000-000-002.vendor.api-key", "three")
                .hasSize(3);
    }

    @Test
    void a_variable_alone_may_narrow_a_key_of_ours_or_of_the_vendors_own() throws IOException {
        variables(Map.of(
                "PRODUCT_PRD_000_000_001_MARKETPLACE_MP_1_VENDOR_API_KEY", "one",
                "MARKETPLACE_MP_1_ACME_REGION", "eu",
                "PRODUCT_PRD_000_000_001_VENDOR_RATE", " ",
                "PRODUCT_PRD_000_000_001_POLL_CRON", "two"));

        assertThat(yaml("acme.region: us\n").values())
                .containsOnly(
                        Map.entry("acme.region", "us"),
                        Map.entry("product.PRD-000-000-001.marketplace.MP-1.vendor.api-key", "one"),
                        Map.entry("marketplace.MP-1.acme.region", "eu"));
    }

    @Test
    void keys_of_the_vendors_own_come_along_and_those_of_frameworks_do_not() throws IOException {
        assertThat(yaml("acme.region: eu\nacme.loose: ${nowhere}\nspring.datasource.password: secret\nserver.port: 1\n")
                        .values())
                .containsOnly(Map.entry("acme.region", "eu"), Map.entry("acme.loose", "${nowhere}"));
    }

    @Test
    void what_may_be_misspelt_or_meant_for_the_processor_alone_is_a_doubt() throws IOException {
        HostSettings read =
                yaml("poll:\n  crom: 0 0 0 * * ?\n  page_size: 7\nqueue.name: x\nroutes.directory: routes\n");

        assertThat(read.values()).containsOnlyKeys("poll.page-size");
        assertThat(read.doubts())
                .satisfiesExactly(
                        doubt -> assertThat(doubt).matches("poll\\.crom \\(.*2:9\\) .* mean poll\\.cron\\? .*"),
                        doubt -> assertThat(doubt).matches("routes\\.directory \\(.*\\) .* on its own\\. .*"));
    }

    @Test
    void no_value_is_shown() throws IOException {
        assertThat(yaml("connect.api-key: secret\n")).hasToString("[connect.api-key]");
    }
}
