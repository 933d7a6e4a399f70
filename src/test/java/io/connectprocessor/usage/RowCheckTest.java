package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectprocessor.usage.RowCheck.Verdict;
import io.connectprocessor.usage.UsageAsset.Rest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record of February 2026, good but for one thing. */
class RowCheckTest {

    private static final Period FEBRUARY = Period.parse("2026-02");
    private static final UsageItem TRAFFIC = new UsageItem("PRD-1-0001", "L-1", "TRAFFIC", 2, true);
    private static final UsageItem SEAT = new UsageItem("PRD-1-0002", "L-2", "SEAT", 2, false);

    private static UsageProduct product(UsageSchema schema, boolean dynamic, String... required) {
        return UsageProduct.of("PRD-1", schema, dynamic, false, Set.of(required), List.of(TRAFFIC, SEAT));
    }

    private static Assets assets() {
        Assets assets = new Assets();
        LocalDateTime created = LocalDateTime.parse("2026-02-10T12:00:00");
        assets.add(new UsageAsset("AS-1", "PRD-1", "CRD-1", "EUR", null, List.of()));
        assets.add(new UsageAsset("AS-2", "PRD-1", "CRD-1", null, created, List.of()));
        assets.add(new UsageAsset("AS-3", "PRD-1", null, "EUR", null, List.of()));
        assets.add(new UsageAsset("AS-4", "PRD-2", "CRD-1", "EUR", null, List.of()));
        LocalDateTime suspended = LocalDateTime.parse("2026-02-05T00:00:00");
        LocalDateTime resumed = LocalDateTime.parse("2026-02-20T00:00:00");
        LocalDateTime cancelled = LocalDateTime.parse("2026-02-25T00:00:00");
        assets.add(new UsageAsset(
                "AS-5",
                "PRD-1",
                "CRD-1",
                "EUR",
                null,
                List.of(new Rest("suspended", suspended, resumed), new Rest("cancelled", cancelled, null))));
        assets.add("AS-1", "subscription_id", "SUB-1");
        assets.add("AS-1", "subscription_id", "SUB-2");
        assets.add("AS-2", "subscription_id", "SUB-2");
        return assets;
    }

    private static UsageOptions options(String asset, boolean allowInactive) {
        return new UsageOptions(
                List.of("PRD-1"),
                List.of(),
                List.of("production"),
                null,
                Duration.ZERO,
                Columns.of(asset, null),
                null,
                Map.of("traffic", "Traffic"),
                false,
                allowInactive,
                Path.of("."),
                Duration.ZERO,
                10,
                10);
    }

    private static Map<String, Object> good() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("record_id", "r-1");
        row.put("asset_id", "AS-1");
        row.put("mpn", "TRAFFIC");
        row.put("quantity", "1.25");
        row.put("start_time_utc", "2026-02-01 00:00:00");
        row.put("end_time_utc", "2026-02-28 23:59:59");
        return row;
    }

    private static Verdict check(UsageProduct product, UsageOptions options, Map<String, Object> row) {
        return new RowCheck(FEBRUARY, Map.of("PRD-1", product), assets(), options)
                .check(options.columns().ours(row));
    }

    private static Verdict check(UsageSchema schema, Map<String, Object> row) {
        return check(product(schema, false), options("asset.id", false), row);
    }

    private static UsageRecord record(Verdict verdict) {
        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Good.class);
        return ((Verdict.Good) verdict).record();
    }

    private static void fault(Verdict verdict, String column, String fault) {
        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Bad.class);
        assertThat(((Verdict.Bad) verdict).faults()).singleElement().satisfies(found -> {
            assertThat(found.column()).isEqualTo(column);
            assertThat(found.fault()).contains(fault);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    asset_id       | AS-9                 | names no asset
                    asset_id       |                      | is missing
                    asset_id       | AS-3                 | without a contract
                    mpn            | NONE                 | is no item of PRD-1
                    mpn            |                      | is missing
                    mpn            | SEAT                 | is not a pay-as-you-go item
                    quantity       |                      | is missing
                    quantity       | -1                   | is negative
                    quantity       | much                 | is not a number
                    quantity       | 1,5                  | is not a number
                    quantity       | 1.255                | has 3 decimals; TRAFFIC takes 2
                    quantity       | 1e17                 | beyond 10^16
                    start_time_utc |                      | is missing
                    start_time_utc | 01.02.2026           | is not a time
                    start_time_utc | 2026-02-30 00:00:00  | is not a time
                    start_time_utc | 2026-01-31 23:59:59  | is outside 2026-02
                    end_time_utc   | 2026-03-01 00:00:01  | is outside 2026-02
                    end_time_utc   | 2026-02-01T00:00:00+01:00 | is outside 2026-02
                    category_id    | unknown              | is an unknown category
                    currency       | euro                 | is not a currency
                    """)
    void a_record_with_one_thing_wrong_is_bad(String column, String value, String fault) {
        Map<String, Object> row = good();
        row.put(column, value);

        fault(check(UsageSchema.QT, row), column, fault);
    }

    @Test
    void an_end_before_the_start_is_bad() {
        Map<String, Object> row = good();
        row.put("start_time_utc", "2026-02-02 00:00:00");
        row.put("end_time_utc", "2026-02-01 00:00:00");

        fault(check(UsageSchema.QT, row), "end_time_utc", "is before start_time_utc");
    }

    @ParameterizedTest
    @CsvSource({
        "PR, amount, , is missing",
        "CR, amount, , is missing",
        "TR, amount, , is missing",
        "TR, tier, , is missing",
        "TR, tier, first, is not a tier",
        "PR, amount, -0.01, is negative",
        "PR, amount, cheap, is not a number"
    })
    void what_the_schema_asks_for_must_be_there(UsageSchema schema, String column, String value, String fault) {
        Map<String, Object> row = good();
        row.put("amount", "10.5");
        row.put("tier", "1");
        row.put(column, value);

        fault(check(schema, row), column, fault);
    }

    @Test
    void amount_and_tier_are_taken_where_the_schema_asks_and_dropped_elsewhere() {
        Map<String, Object> row = good();
        row.put("amount", 10.5);
        row.put("tier", 1);

        assertThat(record(check(UsageSchema.TR, row)).amount()).isEqualByComparingTo("10.5");
        assertThat(record(check(UsageSchema.TR, row)).tier()).isEqualTo(1);
        assertThat(record(check(UsageSchema.QT, row)).amount()).isNull();
    }

    @Test
    void an_amount_needs_a_currency_from_somewhere() {
        Map<String, Object> row = good();
        row.put("amount", "1");
        row.put("asset_id", "AS-2");

        fault(check(UsageSchema.PR, row), "currency", "is missing");
    }

    @Test
    void a_value_that_a_workbook_cannot_hold_is_bad() {
        Map<String, Object> row = good();
        row.put("record_id", "a\nb");
        fault(check(UsageSchema.QT, row), "record_id", "holds a line break");
        row.put("record_id", "x".repeat(256));
        fault(check(UsageSchema.QT, row), "record_id", "256 characters long");
    }

    @Test
    void an_asset_is_found_by_a_parameter_if_that_names_one_alone() {
        UsageOptions byParameter = options("parameter.subscription_id", false);
        Map<String, Object> row = good();
        row.remove("asset_id");
        row.put("subscription_id", "SUB-1");
        UsageRecord record = record(check(product(UsageSchema.QT, false), byParameter, row));
        assertThat(record.assetCriterion())
                .as("the platform may find more assets by the parameter")
                .isEqualTo("asset.id");
        assertThat(record.assetValue()).isEqualTo("AS-1");

        row.put("subscription_id", "SUB-2");
        fault(check(product(UsageSchema.QT, false), byParameter, row), "subscription_id", "names 2 assets");
    }

    @Test
    void a_record_of_another_product_is_passed_over() {
        Map<String, Object> row = good();
        row.put("asset_id", "AS-4");

        assertThat(check(UsageSchema.QT, row)).isInstanceOf(Verdict.Elsewhere.class);
    }

    @ParameterizedTest
    @CsvSource({
        "AS-2, 2026-02-01 00:00:00, 2026-02-10 11:59:59, end_time_utc, before AS-2 was created",
        "AS-5, 2026-02-05 00:00:00, 2026-02-19 00:00:00, start_time_utc, suspended from 2026-02-05",
        "AS-5, 2026-02-26 00:00:00, 2026-02-28 00:00:00, start_time_utc, cancelled from 2026-02-25"
    })
    void a_record_of_a_time_in_which_nothing_could_be_used_is_bad(
            String asset, String start, String end, String column, String fault) {
        Map<String, Object> row = good();
        row.put("asset_id", asset);
        row.put("start_time_utc", start);
        row.put("end_time_utc", end);

        fault(check(UsageSchema.QT, row), column, fault);
        if (asset.equals("AS-5")) {
            record(check(product(UsageSchema.QT, false), options("asset.id", true), row));
        }
    }

    @Test
    void a_record_that_reaches_out_of_a_rest_is_good() {
        Map<String, Object> row = good();
        row.put("asset_id", "AS-5");

        record(check(UsageSchema.QT, row));
    }

    @Test
    void a_required_custom_field_must_be_there() {
        UsageProduct product = product(UsageSchema.QT, false, "region");
        Map<String, Object> row = good();
        fault(check(product, options("asset.id", false), row), "v.region", "is missing");

        row.put("v.region", "eu");
        assertThat(record(check(product, options("asset.id", false), row)).custom())
                .containsEntry("v.region", "eu");
    }

    @Test
    void a_dynamic_item_says_what_it_is() {
        UsageProduct product = product(UsageSchema.QT, true);
        Map<String, Object> row = good();
        row.put("mpn", "NEW");
        row.put("item_name", "New");
        row.put("item_unit", "unit");
        row.put("item_precision", "decimal(3)");
        fault(check(product, options("asset.id", false), row), "item_precision", "is none of");

        row.put("item_precision", "Decimal(1)");
        fault(check(product, options("asset.id", false), row), "quantity", "has 2 decimals");
        row.put("quantity", "1.5");
        assertThat(record(check(product, options("asset.id", false), row)).dynamic())
                .isEqualTo(new UsageRecord.DynamicItem("New", "unit", "NEW", "decimal(1)"));
        row.remove("item_unit");
        fault(check(product, options("asset.id", false), row), "item_unit", "is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "mpn, NEW, OTHER, item_mpn, is not the mpn that names the item",
        "item_id, PRD-1-0009, PRD-1-0009, item_id, a new one is named by its mpn"
    })
    void a_dynamic_item_is_named_by_the_mpn_that_it_will_have(
            String named, String value, String mpn, String column, String fault) {
        Map<String, Object> row = good();
        row.remove("mpn");
        row.put(named, value);
        row.put("item_name", "New");
        row.put("item_unit", "unit");
        row.put("item_precision", "decimal(2)");
        row.put("item_mpn", mpn);

        fault(check(product(UsageSchema.QT, true), options("asset.id", false), row), column, fault);
    }

    @Test
    void times_of_any_sure_kind_are_utc_and_the_first_moment_after_is_the_last_second() {
        Map<String, Object> row = good();
        row.put("start_time_utc", OffsetDateTime.parse("2026-02-01T02:00:00+02:00"));
        row.put("end_time_utc", "2026-03-01T00:00:00Z");

        UsageRecord record = record(check(UsageSchema.QT, row));

        assertThat(record.start()).isEqualTo(FEBRUARY.start());
        assertThat(record.end()).isEqualTo(FEBRUARY.end());
    }

    @Test
    void an_id_is_made_of_what_a_record_is_about_and_is_the_same_each_time() {
        Map<String, Object> row = good();
        row.remove("record_id");
        String id = record(check(UsageSchema.QT, row)).recordId();

        assertThat(record(check(UsageSchema.QT, row)).recordId()).isEqualTo(id);
        row.put("end_time_utc", "2026-02-27 23:59:59");
        assertThat(record(check(UsageSchema.QT, row)).recordId()).isNotEqualTo(id);
    }

    @Test
    void a_record_is_the_same_after_it_was_on_the_disk() {
        Map<String, Object> row = good();
        row.put("category_id", "traffic");
        row.put("v.zone", "ä");
        row.put("quantity", new BigDecimal("1E+2"));
        UsageRecord record = record(check(UsageSchema.QT, row));

        assertThat(UsageRecord.of(record.bytes())).isEqualTo(record);
        assertThat(record.quantity().toPlainString()).isEqualTo("100");
    }
}
