package io.connectprocessor.component;

import static io.connectprocessor.component.Host.connect;
import static io.connectprocessor.component.Host.failure;
import static io.connectprocessor.component.Host.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.sandbox.RequestSeed;
import io.connectprocessor.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several products and marketplaces in one process: what a request gets depends on both. */
@Timeout(60)
class ProductsTest {

    private static final String ONE = "PRD-111-111-111";
    private static final String TWO = "PRD-222-222-222";
    private static final String HERE = "MP-10001";
    private static final String THERE = "MP-10002";

    private final Map<String, String> settings = new HashMap<>();
    private Sandbox sandbox;
    private Host host;

    @BeforeEach
    void open() {
        sandbox = Sandbox.builder().start();
        for (String product : List.of(ONE, TWO)) {
            sandbox.seed()
                    .product(product, product)
                    .withoutParameter("subscription_id")
                    .template("Changed", "asset", "fulfillment", "Changed.")
                    .template("Here", "asset", "fulfillment", "Here.")
                    .template("Ask", "asset", "inquire", "Please.")
                    .create();
        }
        settings.put("connect.template.activation", "Default Activation Template");
        settings.put("connect.template.tier", "Default Activation Template");
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
        sandbox.close();
    }

    private Host host() {
        if (host == null) {
            host = new Host(sandbox, component -> {
                component.setProducts(ONE + "," + TWO);
                component.setSettings(settings);
            });
        }
        return host;
    }

    private RequestSeed request(String type, String product) {
        return sandbox.seed().request(type).product(product);
    }

    private String templateOf(String id) {
        Object template = host().atConnect(id).get("template");
        return String.valueOf(((Map<?, ?>) template).get("name"));
    }

    @ParameterizedTest
    @CsvSource({ONE + ", eu", TWO + ", us"})
    void a_route_reads_a_setting_as_it_holds_for_the_product_in_one_line(String product, String region) {
        settings.put("acme.region", "us");
        settings.put("product." + ONE + ".acme.region", "eu");

        Object read = good(host().work(
                                request("purchase", product).pending(),
                                route -> route.setBody().simple("${exchangeProperty.ConnectSettings[acme.region]}")))
                .getMessage()
                .getBody();

        assertThat(read).isEqualTo(region);
    }

    @Test
    void a_setting_that_is_not_there_is_null_and_the_view_shows_no_value() {
        settings.put("acme.secret", "s3cr3t");

        List<Object> seen = new ArrayList<>();
        good(host().work(
                        request("purchase", ONE).pending(),
                        route -> route.setBody()
                                .simple("${exchangeProperty.ConnectSettings[acme.nothing]}")
                                .process(e -> seen.add(e.getMessage().getBody()))
                                .process(e -> seen.add(String.valueOf(e.getProperty(ConnectHeaders.SETTINGS))))
                                .process(
                                        e -> seen.add(((Map<?, ?>) e.getProperty(ConnectHeaders.SETTINGS)).keySet()))));

        assertThat(seen.get(0)).isNull();
        assertThat((String) seen.get(1)).startsWith("settings for PR-").doesNotContain("s3cr3t");
        assertThat(seen.get(2)).asString().contains("acme.secret", "connect.template.tier");
    }

    @Test
    void a_marketplace_counts_after_the_product_and_a_product_in_a_marketplace_before_both() {
        String id = request("purchase", ONE).marketplace(HERE).pending();
        settings.put("a", "general");
        settings.put("b", "general");
        settings.put("c", "general");
        settings.put("marketplace." + HERE + ".a", "marketplace");
        settings.put("marketplace." + HERE + ".b", "marketplace");
        settings.put("product." + ONE + ".b", "product");
        settings.put("product." + ONE + ".c", "product");
        settings.put("product." + ONE + ".marketplace." + HERE + ".c", "both");

        Object read = good(host().work(
                                id,
                                route -> route.setBody()
                                        .simple("${exchangeProperty.ConnectSettings[a]},"
                                                + "${exchangeProperty.ConnectSettings[b]},"
                                                + "${exchangeProperty.ConnectSettings[c]}")))
                .getMessage()
                .getBody();

        assertThat(read).isEqualTo("marketplace,product,both");
    }

    @ParameterizedTest
    @CsvSource({
        "purchase, " + ONE + ", Default Activation Template",
        "change, " + ONE + ", Changed",
        "change, " + TWO + ", Here"
    })
    void approve_without_a_template_takes_that_of_the_settings_for_product_and_type(
            String type, String product, String name) {
        settings.put("connect.template.activation.change", "Changed");
        settings.put("product." + TWO + ".connect.template.activation", "Here");
        String id = request(type, product).pending();

        good(host().work(id, route -> route.to("connect:approve")));

        assertThat(host().status(id)).isEqualTo("approved");
        assertThat(templateOf(id)).isEqualTo(name);
    }

    @Test
    void the_template_that_a_pending_request_shows_is_never_the_one_that_approves_it() {
        String id = request("purchase", ONE).pending();
        String shown = templateOf(id);

        good(host().work(id, route -> route.to("connect:approve")));

        assertThat(shown).isNotEqualTo("Default Activation Template");
        assertThat(templateOf(id)).isEqualTo("Default Activation Template");
    }

    @Test
    void an_option_is_stronger_than_the_settings() {
        String id = request("purchase", ONE).pending();

        good(host().work(id, route -> route.to(connect("approve", "template", "Changed"))));

        assertThat(templateOf(id)).isEqualTo("Changed");
    }

    @Test
    void a_tier_request_takes_the_template_of_its_level() {
        sandbox.seed()
                .product("PRD-333-333-333", "Tiers")
                .withoutParameter("reseller_id")
                .template("Level 2", "tier2", null, "Two.")
                .create();
        settings.put("connect.template.tier.tier2", "Level 2");
        host = new Host(sandbox, component -> {
            component.setProducts("PRD-333-333-333");
            component.setSettings(settings);
        });
        List<String> names = new ArrayList<>();
        for (int level = 1; level <= 2; level++) {
            String id = sandbox.seed()
                    .tierSetup()
                    .product("PRD-333-333-333")
                    .level(level)
                    .plant();
            good(host.work(id, route -> route.to("connect:approve")));
            names.add(templateOf(id));
        }

        assertThat(names).containsExactly("Default Activation Template", "Level 2");
    }

    @Test
    void inquire_without_a_template_takes_that_of_the_settings() {
        settings.put("product." + ONE + ".connect.template.inquire", "Ask");
        String id = request("purchase", ONE).pending();

        good(host().work(id, route -> route.to(connect("inquire", "errors", "admin_email=Please."))));

        assertThat(host().status(id)).isEqualTo("inquiring");
        assertThat(templateOf(id)).isEqualTo("Ask");
    }

    @Test
    void approve_without_a_template_says_which_key_to_set_when_none_is() {
        settings.clear();

        FailedException failed =
                failure(host().work(request("purchase", ONE).pending(), route -> route.to("connect:approve")));

        assertThat(failed).hasMessageContaining("template is missing");
        assertThat(failed.advice()).contains("connect.template.activation");
    }

    @Test
    void each_product_has_its_own_vendor_with_its_own_key() {
        try (Sandbox other = Sandbox.builder().vendorKey("other-key").start()) {
            settings.put("product." + TWO + ".vendor.api-url", other.vendorUrl());
            settings.put("product." + TWO + ".vendor.api-key", "other-key");
            String one = request("purchase", ONE).pending();
            String two = request("purchase", TWO).pending();
            for (String id : List.of(one, two)) {
                good(host().work(id, route -> route.to(connect("vendor", "step", "create", "path", "/subscriptions"))));
            }

            assertThat(sandbox.books().vendorEffects()).containsOnlyKeys(one);
            assertThat(other.books().vendorEffects()).containsOnlyKeys(two);
            assertThat(host().component.vendorCalls()).isEqualTo(2);
        }
    }

    @Test
    void a_vendor_that_refuses_is_named_and_holds_up_its_own_product_alone() throws Exception {
        try (Sandbox other = Sandbox.builder().vendorKey("right").start()) {
            settings.put("product." + TWO + ".vendor.api-url", other.vendorUrl());
            settings.put("product." + TWO + ".vendor.api-key", "wrong");
            FailedException failed = failure(host().work(
                            request("purchase", TWO).pending(),
                            route -> route.to(connect("vendor", "step", "create", "path", "/subscriptions"))));
            assertThat(failed.failure().what()).startsWith("the vendor at " + other.vendorUrl() + " answered 401");
            host().component.intake().pause(failed.failure().api(), false, failed.getMessage());
            String one = request("purchase", ONE).pending();
            String two = request("purchase", TWO).pending();

            assertThat(handed()).contains(one).doesNotContain(two);

            host().component.intake().answered(failed.failure().api(), false);
            assertThat(handed()).contains(two);
        }
    }

    private Set<String> handed() throws Exception {
        Runtime runtime = host().component.runtime();
        Set<String> ids = new HashSet<>();
        try (PendingRows rows = new PendingRows(
                host().context,
                runtime,
                RequestKind.REQUEST,
                List.of("pending"),
                io.connectprocessor.rql.Rql.everything())) {
            while (rows.hasNext()) {
                Message row = rows.next();
                String id = row.getHeader(ConnectHeaders.REQUEST_ID, String.class);
                ids.add(id);
                // After an outage the next one waits for the end of this one.
                runtime.intake().end(id);
            }
        }
        return ids;
    }

    @Test
    void a_planned_request_is_scheduled_where_its_product_says_so_and_waits_elsewhere() {
        settings.put("product." + TWO + ".process.planned-date", "schedule");
        List<String> statuses = new ArrayList<>();
        for (String product : List.of(ONE, TWO)) {
            String id = request("change", product)
                    .plannedDate(Instant.now().plus(Duration.ofDays(30)).toString())
                    .pending();
            good(host().work(id, route -> route.to("connect:approve")));
            statuses.add(host().status(id));
        }

        assertThat(statuses).containsExactly("pending", "scheduled");
    }

    @Test
    void one_gateway_serves_all_that_have_the_same_url_and_key() {
        settings.put("product." + TWO + ".vendor.api-url", sandbox.vendorUrl() + "/");
        settings.put("marketplace." + HERE + ".vendor.api-url", "https://here.example");
        settings.put("product." + ONE + ".marketplace." + THERE + ".vendor.api-key", "k");

        assertThat(host().component.runtime().vendors().apis())
                .extracting(io.connectprocessor.failure.Api::speaker)
                .containsExactlyInAnyOrder(
                        "the vendor at " + sandbox.vendorUrl(),
                        "the vendor at " + sandbox.vendorUrl() + " (key 2)",
                        "the vendor at https://here.example");
        Map<String, Object> row =
                host().atConnect(request("purchase", ONE).marketplace(HERE).pending());
        assertThat(host().component
                        .runtime()
                        .vendors()
                        .of(RequestKind.REQUEST, row)
                        .speaker())
                .isEqualTo("the vendor at https://here.example");
    }

    @Test
    void a_context_of_its_own_has_them_among_camels_properties(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("application.properties"),
                "acme.region=us\nacme.place=in {{acme.region}}\nproduct." + ONE + ".acme.region=eu\n");
        host = new Host(sandbox, component -> component.setProducts(ONE), "file:" + file);

        Object read = good(host.work(
                        request("purchase", ONE).pending(),
                        route -> route.setBody()
                                .simple("${exchangeProperty.ConnectSettings[acme.region]},"
                                        + "${exchangeProperty.ConnectSettings[acme.place]}")))
                .getMessage()
                .getBody();

        assertThat(read).isEqualTo("eu,in us");
    }
}
