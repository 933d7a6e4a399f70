package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorUsageTest {

    private static final Clock NOVEMBER = Clock.fixed(Instant.parse("2026-11-15T00:00:00Z"), ZoneOffset.UTC);

    private final Sandbox sandbox =
            Sandbox.builder().clock(NOVEMBER).meteredPerMonth(3).start();
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    private JsonNode usage(String query) {
        return caller.vendor("GET", "/usage?" + query, null).json();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("records").forEach(record -> ids.add(record.path("record_id").asText()));
        return ids;
    }

    @Test
    void each_asset_has_its_records_in_each_month_and_always_the_same() {
        String asset = sandbox.asset().create();

        JsonNode october = usage("from=2026-10-01&to=2026-11-01");
        assertThat(october.path("total").asInt()).isEqualTo(3);
        assertThat(usage("from=2026-10-01T00:00:00Z&to=2026-11-01T01:00:00%2B01:00"))
                .isEqualTo(october);
        JsonNode first = october.path("records").get(0);
        assertThat(first.fieldNames())
                .toIterable()
                .containsExactly(
                        "record_id",
                        "subscription_id",
                        "asset_id",
                        "mpn",
                        "quantity",
                        "start_time_utc",
                        "end_time_utc");
        assertThat(first.path("asset_id").asText()).isEqualTo(asset);
        assertThat(first.path("mpn").asText()).isEqualTo("TRAFFIC");
        assertThat(first.path("start_time_utc").asText()).isEqualTo("2026-10-01 00:00:00");
        assertThat(october.path("records").get(2).path("end_time_utc").asText()).isEqualTo("2026-10-31 23:59:59");
    }

    @Test
    void pages_hold_each_record_once() {
        for (int i = 0; i < 5; i++) {
            sandbox.asset().create();
        }
        sandbox.vendorUsage("own")
                .time("2026-10-05 00:00:00", "2026-10-06 00:00:00")
                .add();
        List<String> all = ids(usage("from=2026-09-01&to=2026-11-01&limit=1000"));
        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < 31; offset += 4) {
            JsonNode page = usage("from=2026-09-01&to=2026-11-01&limit=4&offset=" + offset);
            assertThat(page.path("total").asInt()).isEqualTo(31);
            paged.addAll(ids(page));
        }

        assertThat(all).hasSize(31).doesNotHaveDuplicates().contains("own");
        assertThat(paged).isEqualTo(all);
        assertThat(ids(usage("from=2026-09-01&to=2026-11-01&offset=31"))).isEmpty();
    }

    @Test
    void periods_that_touch_share_no_record_wherever_they_are_cut() {
        sandbox.asset().create();

        List<String> parts = new ArrayList<>(ids(usage("from=2026-10-01&to=2026-10-20")));
        parts.addAll(ids(usage("from=2026-10-20&to=2026-11-01")));

        assertThat(parts).isEqualTo(ids(usage("from=2026-10-01&to=2026-11-01")));
    }

    @Test
    void nothing_is_metered_before_the_purchase_while_suspended_after_the_end_or_in_the_future() {
        sandbox.asset()
                .since(Instant.parse("2026-09-10T00:00:00Z"))
                .suspended(Instant.parse("2026-10-05T00:00:00Z"))
                .resumed(Instant.parse("2026-10-25T00:00:00Z"))
                .terminated(Instant.parse("2026-11-02T00:00:00Z"))
                .create();

        assertThat(usage("from=2026-08-01&to=2026-09-01").path("total").asInt()).isZero();
        assertThat(usage("from=2026-09-01&to=2026-09-10").path("total").asInt()).isZero();
        assertThat(usage("from=2026-09-01&to=2026-10-01").path("total").asInt()).isEqualTo(3);
        JsonNode october = usage("from=2026-10-01&to=2026-11-01");
        assertThat(october.path("total").asInt()).isEqualTo(6);
        assertThat(october.path("records").get(2).path("end_time_utc").asText()).isEqualTo("2026-10-04 23:59:59");
        assertThat(october.path("records").get(3).path("start_time_utc").asText())
                .isEqualTo("2026-10-25 00:00:00");
        assertThat(usage("from=2026-11-02&to=2027-01-01").path("total").asInt()).isZero();
    }

    @Test
    void money_and_custom_fields_come_where_the_product_wants_them() {
        String product = sandbox.seed()
                .product("PRD-900-000-009", "Cloud Tiers")
                .usageSchema("TR")
                .requiredCustomFields("region")
                .create();
        sandbox.asset().product(product).contract("CRD-10001-20000-30000").create();

        JsonNode record = usage("from=2026-10-01&to=2026-11-01").path("records").get(1);

        assertThat(record.path("amount").isNumber()).isTrue();
        assertThat(record.path("tier").asInt()).isEqualTo(1);
        assertThat(record.path("currency").asText()).isEqualTo("USD");
        assertThat(record.path("v.region").asText()).isNotEmpty();
    }

    @Test
    void what_a_test_gives_is_told_as_it_is_even_when_it_is_bad() {
        String asset =
                sandbox.asset().since(Instant.parse("2026-11-14T00:00:00Z")).create();
        sandbox.vendorUsage("bad")
                .asset(asset)
                .quantity("-1")
                .time("last tuesday", "2026-10-01 00:00:00")
                .with("tier", 2)
                .add();
        caller.control("POST", "/vendor-usage", "{\"record_id\":\"late\",\"start_time_utc\":\"2026-10-31 23:59:59\"}");
        sandbox.vendorUsage("outside")
                .time("2026-09-01 00:00:00", "2026-09-01 00:00:01")
                .toldFor(Instant.parse("2026-10-01T00:00:00Z"))
                .add();

        assertThat(ids(usage("from=2026-10-01&to=2026-11-01"))).containsExactly("bad", "late", "outside");
        JsonNode bad = usage("from=2026-09-01&to=2026-10-01").path("records").get(0);
        assertThat(bad.path("subscription_id").asText()).startsWith("SUB-");
        assertThat(bad.path("quantity").asText()).isEqualTo("-1");
        assertThat(bad.path("tier").asInt()).isEqualTo(2);
        assertThat(usage("from=2026-10-01&to=2026-11-01").path("records").get(1))
                .hasToString("{\"record_id\":\"late\",\"start_time_utc\":\"2026-10-31 23:59:59\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "from=2026-10-01", "from=2026-10&to=2026-11-01", "from=2026-10-01&to=tomorrow"})
    void without_a_period_it_is_400(String query) {
        assertThat(caller.vendor("GET", "/usage?" + query, null).status()).isEqualTo(400);
    }

    @Test
    void a_million_records_are_paged_without_being_kept() {
        try (Sandbox large = Sandbox.builder()
                .clock(NOVEMBER)
                .seed(Seed.usage(2))
                .meteredPerMonth(62_500)
                .start()) {
            Caller other = new Caller(large);
            JsonNode last = other.vendor("GET", "/usage?from=2026-10-01&to=2026-11-01&limit=1&offset=900000", null)
                    .json();

            assertThat(last.path("total").asInt()).isGreaterThan(900_000);
            assertThat(ids(last)).hasSize(1);
        }
    }

    @Test
    void faults_meet_it_too() {
        sandbox.addFault(Fault.status(503).onVendor().onAction("list-usage").times(1));

        assertThat(caller.vendor("GET", "/usage?from=2026-10-01&to=2026-11-01", null)
                        .status())
                .isEqualTo(503);
        assertThat(sandbox.books().vendorCalls()).containsEntry("list-usage", 1L);
    }
}
