package io.connectprocessor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageWorkbookTest {

    @TempDir
    private Path folder;

    private Sandbox sandbox = Sandbox.builder().start();
    private UsageCaller vendor = new UsageCaller(sandbox);
    private final String asset = asset();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private String asset() {
        return sandbox.asset().contract(UsageCaller.CONTRACT).create();
    }

    private SandboxUsageFile uploaded(String product, UsageSheet sheet) {
        String id = vendor.create(product, "");
        assertThat(vendor.upload(id, sheet.bytes()).status()).isEqualTo(200);
        vendor.status(id);
        return sandbox.usageFile(id);
    }

    private SandboxUsageFile uploaded(UsageSheet sheet) {
        return uploaded(UsageCaller.PRODUCT, sheet);
    }

    private static void assertInvalid(SandboxUsageFile file, String... errors) {
        assertThat(file.status()).isEqualTo("invalid");
        assertThat(file.errors()).containsExactly(errors);
        assertThat(file.errorDetail()).contains(errors[0]);
    }

    @Test
    void a_good_workbook_is_ready_whatever_the_type_of_its_cells_and_the_order_of_its_columns() {
        UsageSheet sheet = new UsageSheet()
                .with("r-1", asset)
                .with("r-2", asset, "quantity", "7.0000", "amount", "1", "record_note", "as a text")
                .with("r-3", asset, "category_id", "cat", "asset_recon_id", "x", "v.region", "eu")
                .with(
                        "r-4",
                        asset,
                        "item_search_criteria",
                        "item.global_id",
                        "item_search_value",
                        "PRD-100-200-300-0004")
                .with(
                        "r-5",
                        asset,
                        "item_search_criteria",
                        "item.local_id",
                        "item_search_value",
                        "PRD_100_200_300_0004")
                .category("cat");

        SandboxUsageFile file = uploaded(sheet);

        assertThat(file.status()).isEqualTo("ready");
        assertThat(file.errorDetail()).isEmpty();
        assertThat(file.json().path("records").path("valid").asInt()).isEqualTo(5);
        assertThat(file.records().get(2)).containsEntry("v.region", "eu").containsEntry("quantity", "7.25");
        assertThat(vendor.caller
                        .get("/usage/files/" + file.id() + "/categories")
                        .ids())
                .containsExactly("cat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quantity|-1|Row 2, quantity: is negative.",
                "quantity|1.00001|Row 2, quantity: has more than 4 decimals.",
                "quantity|many|Row 2, quantity: is not a number.",
                "quantity||Row 2, quantity: is empty.",
                "record_id||Row 2, record_id: is empty.",
                "start_time_utc|2026-10-01|Row 2, start_time_utc: is not a text of the form YYYY-MM-DD HH:MM:SS.",
                "start_time_utc|2026-10-01T00:00:00Z|Row 2, start_time_utc: is not a text of the form YYYY-MM-DD HH:MM:SS.",
                "end_time_utc|2026-10-32 00:00:00|Row 2, end_time_utc: is not a text of the form YYYY-MM-DD HH:MM:SS.",
                "start_time_utc|2026-09-30 23:59:59|Row 2, start_time_utc: is outside the period 2026-10-01 to 2026-10-31.",
                "end_time_utc|2026-11-01 00:00:00|Row 2, end_time_utc: is outside the period 2026-10-01 to 2026-10-31.",
                "item_search_value|NONE|Row 2, item_search_value: is no pay-as-you-go item of the product.",
                "item_search_value|SEAT|Row 2, item_search_value: is no pay-as-you-go item of the product.",
                "item_search_criteria|item.id|Row 2, item_search_criteria: is none of [item.global_id, item.local_id, item.mpn].",
                "asset_search_value|AS-0|Row 2, asset_search_value: fits no asset of the product.",
                "asset_search_value||Row 2, asset_search_value: fits no asset of the product.",
                "asset_search_criteria|asset.external_id|Row 2, asset_search_criteria: is neither asset.id nor a parameter of the product.",
                "asset_search_criteria|parameter.none|Row 2, asset_search_criteria: is neither asset.id nor a parameter of the product.",
                "category_id|cat|Row 2, category_id: is not in the sheet categories.",
            })
    void a_bad_cell_makes_the_file_invalid(String column, String value, String error) {
        assertInvalid(
                uploaded(new UsageSheet()
                        .with("r-1", asset, column, value == null ? "" : value)
                        .with("r-2", asset)),
                error);
    }

    @Test
    void a_time_that_is_a_date_cell_is_no_text() {
        assertInvalid(
                uploaded(new UsageSheet().with("r-1", asset, "start_time_utc", 46296.5)),
                "Row 2, start_time_utc: is not a text of the form YYYY-MM-DD HH:MM:SS.");
    }

    @Test
    void a_record_does_not_end_before_it_begins() {
        assertInvalid(
                uploaded(new UsageSheet()
                        .with(
                                "r-1",
                                asset,
                                "start_time_utc",
                                "2026-10-02 00:00:00",
                                "end_time_utc",
                                "2026-10-01 00:00:00")),
                "Row 2, end_time_utc: is before start_time_utc.");
    }

    @Test
    void a_record_id_is_there_once() {
        SandboxUsageFile file = uploaded(new UsageSheet()
                .with("r-1", asset)
                .with("r-2", asset)
                .with("r-1", asset)
                .with("r-1", asset));

        assertInvalid(file, "Row 4, record_id: is there twice.", "Row 5, record_id: is there twice.");
        assertThat(file.errorDetail()).startsWith("2 of 4 records are invalid.");
        assertThat(file.json().path("records").path("invalid").asInt()).isEqualTo(2);
    }

    @Test
    void a_parameter_names_one_asset_of_the_product() {
        String twin = sandbox.asset()
                .contract(UsageCaller.CONTRACT)
                .parameter("subscription_id", "S-2")
                .create();
        sandbox.asset()
                .contract("CRD-10001-20000-30000")
                .parameter("subscription_id", "S-2")
                .create();
        sandbox.asset()
                .contract(UsageCaller.CONTRACT)
                .parameter("subscription_id", "S-1")
                .create();

        assertThat(uploaded(by("S-1")).status()).isEqualTo("ready");
        assertInvalid(uploaded(by("S-2")), "Row 2, asset_search_value: fits 2 assets.");
        assertInvalid(uploaded(by("S-3")), "Row 2, asset_search_value: fits no asset of the product.");
        assertThat(uploaded(new UsageSheet().with("r-1", twin)).status()).isEqualTo("ready");
    }

    private static UsageSheet by(String subscription) {
        return new UsageSheet()
                .with(
                        "r-1",
                        "",
                        "asset_search_criteria",
                        "parameter.subscription_id",
                        "asset_search_value",
                        subscription);
    }

    @Test
    void an_asset_of_another_contract_or_product_does_not_belong_in_the_file() {
        String contract = sandbox.asset().contract("CRD-10002-20000-30000").create();
        String product = sandbox.asset()
                .contract(UsageCaller.CONTRACT)
                .product("PRD-400-500-600")
                .create();
        String unborn = sandbox.request("purchase")
                .contract(UsageCaller.CONTRACT)
                .create()
                .assetId();

        assertInvalid(
                uploaded(new UsageSheet()
                        .with("r-1", contract)
                        .with("r-2", product)
                        .with("r-3", unborn)),
                "Row 2, asset_search_value: fits an asset of another contract.",
                "Row 3, asset_search_value: fits no asset of the product.",
                "Row 4, asset_search_value: fits no asset of the product.");
    }

    @Test
    void an_asset_of_a_test_connection_does_not_belong_in_a_production_file() {
        String test = sandbox.asset()
                .contract(UsageCaller.CONTRACT)
                .environment("test")
                .create();

        assertInvalid(
                uploaded(new UsageSheet().with("r-1", test)),
                "Row 2, asset_search_value: fits an asset of another environment.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record_id",
                "item_search_criteria",
                "item_search_value",
                "quantity",
                "start_time_utc",
                "end_time_utc",
                "asset_search_criteria",
                "asset_search_value"
            })
    void a_required_column_is_there(String column) {
        SandboxUsageFile file = uploaded(new UsageSheet().with("r-1", asset).without(column));

        assertThat(file.status()).isEqualTo("invalid");
        assertThat(file.errorDetail()).isEqualTo("The sheet records has no column " + column + ".");
        assertThat(file.json().path("processed_file_uri").isNull()).isTrue();
    }

    @Test
    void a_column_that_nobody_knows_is_an_error() {
        assertThat(uploaded(new UsageSheet().with("r-1", asset, "mpn", "x")).errorDetail())
                .isEqualTo("The sheet records has an unknown column \"mpn\".");
        assertThat(uploaded(new UsageSheet().with("r-1", asset, "p.note", "x")).status())
                .isEqualTo("invalid");
    }

    @Test
    void the_sheet_is_called_records_and_usage_records_only_where_that_is_wanted() {
        UsageSheet old = new UsageSheet().with("r-1", asset).named("usage_records");
        assertThat(uploaded(old).errorDetail())
                .isEqualTo("The workbook has no sheet records; it has [instructions, usage_records].");

        sandbox.close();
        sandbox = Sandbox.builder().with(Variation.USAGE_RECORDS_SHEET_IS_READ).start();
        vendor = new UsageCaller(sandbox);
        asset();
        assertThat(uploaded(old).status()).isEqualTo("ready");
    }

    @Test
    void what_is_no_workbook_or_has_no_record_is_invalid() {
        String id = vendor.create();
        vendor.upload(id, "record_id,quantity".getBytes(StandardCharsets.UTF_8));
        assertThat(sandbox.usageFile(id).errorDetail()).isEqualTo("The file is not an XLSX workbook.");

        byte[] whole = new UsageSheet().with("r-1", asset).bytes();
        vendor.upload(id, Arrays.copyOf(whole, whole.length / 2));
        assertThat(sandbox.usageFile(id).status()).isEqualTo("invalid");

        SandboxUsageFile blank = uploaded(new UsageSheet()
                .with(
                        "",
                        "",
                        "item_search_criteria",
                        "",
                        "item_search_value",
                        "",
                        "quantity",
                        "",
                        "start_time_utc",
                        "",
                        "end_time_utc",
                        "",
                        "asset_search_criteria",
                        ""));
        assertThat(blank.errorDetail()).isEqualTo("The sheet records has no record.");
    }

    @Test
    void a_category_is_there_once() {
        assertThat(uploaded(new UsageSheet().with("r-1", asset).category("a").category("a"))
                        .errorDetail())
                .startsWith("Row 3 of the sheet categories");
    }

    @ParameterizedTest
    @CsvSource({"QT, false, false", "PR, true, false", "CR, true, false", "TR, true, true"})
    void the_schema_says_whether_amount_and_tier_are_wanted(String schema, boolean amount, boolean tier) {
        String product = sandbox.seed()
                .product("PRD-900-000-009", "Cloud " + schema)
                .usageSchema(schema)
                .create();
        String own =
                sandbox.asset().product(product).contract(UsageCaller.CONTRACT).create();

        SandboxUsageFile plain = uploaded(product, new UsageSheet().with("r-1", own));
        SandboxUsageFile amounts = uploaded(product, new UsageSheet().with("r-1", own, "amount", 12.5));
        SandboxUsageFile both = uploaded(product, new UsageSheet().with("r-1", own, "amount", -12.5, "tier", 1));

        assertThat(plain.status()).isEqualTo(amount ? "invalid" : "ready");
        assertThat(amounts.status()).isEqualTo(tier ? "invalid" : "ready");
        assertThat(both.status()).isEqualTo("ready");
        assertThat(both.json().path("schema").asText()).isEqualTo(schema.toLowerCase(Locale.ROOT));
    }

    @Test
    void amount_and_tier_are_numbers() {
        String product = sandbox.seed()
                .product("PRD-900-000-009", "Cloud Tiers")
                .usageSchema("TR")
                .create();
        String own =
                sandbox.asset().product(product).contract(UsageCaller.CONTRACT).create();

        assertInvalid(
                uploaded(
                        product,
                        new UsageSheet()
                                .with("r-1", own, "amount", "", "tier", "")
                                .with("r-2", own, "amount", "1e17", "tier", 1.5)
                                .with("r-3", own, "amount", 1, "tier", -1)),
                "Row 2, amount: is empty.",
                "Row 2, tier: is empty.",
                "Row 3, amount: is beyond 10^16.",
                "Row 3, tier: is not a whole number from 0 on.",
                "Row 4, tier: is not a whole number from 0 on.");
    }

    @ParameterizedTest
    @CsvSource({
        "integer, 7.0, 7.5",
        "decimal(1), 7.5, 7.25",
        "decimal(2), 7.25, 7.125",
        "decimal(8), 0.12345678, 0.123456789"
    })
    void quantities_keep_to_the_precision_of_their_item(String precision, String good, String bad) {
        String product = sandbox.seed()
                .product("PRD-900-000-008", "Cloud Meter")
                .meteredItem("METER", precision)
                .create();
        String own =
                sandbox.asset().product(product).contract(UsageCaller.CONTRACT).create();

        assertThat(uploaded(product, new UsageSheet().with("r-1", own, "item_search_value", "METER", "quantity", good))
                        .status())
                .isEqualTo("ready");
        assertThat(uploaded(product, new UsageSheet().with("r-1", own, "item_search_value", "METER", "quantity", bad))
                        .status())
                .isEqualTo("invalid");
        assertThat(vendor.caller
                        .list("/products/PRD-900-000-008/items", "mpn=METER")
                        .json()
                        .get(0)
                        .path("precision")
                        .asText())
                .isEqualTo(precision);
    }

    @Test
    void new_items_come_only_where_the_product_allows_it_and_whole() {
        Object[] item = {
            "item_search_value",
            "NEW",
            "item_mpn",
            "NEW",
            "item_name",
            "New",
            "item_unit",
            "Unit",
            "item_precision",
            "Decimal(2)"
        };
        String product = sandbox.seed()
                .product("PRD-900-000-007", "Cloud Moves")
                .dynamicItems()
                .create();
        String own =
                sandbox.asset().product(product).contract(UsageCaller.CONTRACT).create();

        assertInvalid(
                uploaded(new UsageSheet().with("r-1", asset, item)),
                "Row 2, item_search_value: is no pay-as-you-go item of the product.");
        assertThat(uploaded(product, new UsageSheet().with("r-1", own, item)).status())
                .isEqualTo("ready");
        assertInvalid(
                uploaded(
                        product,
                        new UsageSheet()
                                .with("r-1", own, item)
                                .with("r-2", own, "item_search_value", "NEW")
                                .with(changed(own, item, "item_precision", "Decimal(3)"))
                                .with(changed(own, item, "item_mpn", "OLD"))
                                .with(changed(own, item, "quantity", 0.125))),
                "Row 3, item_name: is empty; the product does not have this item yet.",
                "Row 3, item_unit: is empty; the product does not have this item yet.",
                "Row 3, item_mpn: is empty; the product does not have this item yet.",
                "Row 3, item_precision: is empty; the product does not have this item yet.",
                "Row 4, item_precision: is none of [decimal(1), decimal(2), decimal(4), decimal(8), integer].",
                "Row 5, item_mpn: is not the item that is searched for.",
                "Row 6, quantity: has more than 2 decimals.");
        assertThat(vendor.caller
                        .get("/products/PRD-900-000-007")
                        .json()
                        .at("/capabilities/ppu/dynamic")
                        .asBoolean())
                .isTrue();
    }

    private static Map<String, Object> changed(String asset, Object[] item, String column, Object value) {
        Map<String, Object> row = UsageSheet.row("r-" + column, asset);
        for (int i = 0; i < item.length; i += 2) {
            row.put((String) item[i], item[i + 1]);
        }
        row.put(column, value);
        return row;
    }

    @Test
    void the_products_own_columns_are_filled() {
        String product = sandbox.seed()
                .product("PRD-900-000-006", "Cloud Regions")
                .requiredCustomFields("region")
                .create();
        String own =
                sandbox.asset().product(product).contract(UsageCaller.CONTRACT).create();

        assertThat(uploaded(product, new UsageSheet().with("r-1", own)).errorDetail())
                .isEqualTo("The sheet records has no column v.region.");
        assertInvalid(
                uploaded(
                        product,
                        new UsageSheet().with("r-1", own, "v.region", "eu").with("r-2", own)),
                "Row 3, v.region: is empty; the product wants it.");
        assertThat(vendor.caller
                        .get("/products/PRD-900-000-006")
                        .json()
                        .at("/capabilities/ppu/required_custom_fields/0")
                        .asText())
                .isEqualTo("region");
    }

    @Test
    void the_processed_copy_marks_what_is_wrong() throws IOException {
        SandboxUsageFile file = uploaded(new UsageSheet().with("r-1", asset).with("r-2", asset, "quantity", -2));
        byte[] processed = vendor.follow(file.json().path("processed_file_uri").asText())
                .raw()
                .body();

        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(processed))) {
            assertThat(workbook.getSheets().map(Sheet::getName)).containsExactly("general", "records", "categories");
            assertThat(workbook.findSheet("general").orElseThrow().read().get(1).getCellText(1))
                    .isEqualTo(file.id());
            assertThat(workbook.findSheet("records").orElseThrow().read()).hasSize(3);
        }
        assertThat(part(processed, "xl/comments"))
                .contains("USG_003: quantity is negative.")
                .contains("D3");
    }

    private String part(byte[] workbook, String prefix) throws IOException {
        Path file = Files.write(folder.resolve("processed.xlsx"), workbook);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().startsWith(prefix)) {
                    return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("No " + prefix);
    }

    @Test
    void a_large_workbook_is_checked_beside_the_upload() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Test", null)) {
            workbook.setCompressionLevel(0);
            Worksheet sheet = workbook.newWorksheet("records");
            List<String> columns = List.copyOf(UsageSheet.row("", "").keySet());
            for (int c = 0; c < columns.size(); c++) {
                sheet.inlineString(0, c, columns.get(c));
            }
            for (int r = 1; r <= 5000; r++) {
                List<Object> values =
                        List.copyOf(UsageSheet.row("r-" + r, asset).values());
                for (int c = 0; c < values.size(); c++) {
                    sheet.inlineString(r, c, values.get(c).toString());
                }
            }
        }
        String id = vendor.create();
        vendor.upload(id, bytes.toByteArray());

        assertThat(bytes.size()).isGreaterThan(1 << 20);
        await().until(() -> vendor.status(id).equals("ready"));
        assertThat(sandbox.usageFile(id).json().path("stats").path("validated").asInt())
                .isEqualTo(5000);
    }
}
