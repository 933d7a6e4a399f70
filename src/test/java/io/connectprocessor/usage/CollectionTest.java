package io.connectprocessor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionTest {

    @TempDir
    Path folder;

    private static SortedRecords.Entry entry(int number, int rank) {
        return new SortedRecords.Entry("PRD-1", "%08d".formatted(number), rank, "source", number, new byte[400]);
    }

    @Test
    void records_beyond_the_memory_come_back_in_order() throws IOException {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, 100_000).boxed().toList());
        Collections.shuffle(numbers, new Random(1));
        List<String> read = new ArrayList<>();
        try (SortedRecords sorted = new SortedRecords(folder)) {
            for (int number : numbers) {
                sorted.add(entry(number, 0));
            }
            sorted.read(entry -> read.add(entry.recordId()));
            assertThat(Files.list(folder)).as("spilled").hasSizeGreaterThan(2);
        }
        assertThat(read).hasSize(100_000).isSorted();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void reported_records_are_known_again_and_changes_of_them_too() {
        ReportedRecords reported = new ReportedRecords();
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(24 * 10_000);
        IntStream.range(0, 10_000)
                .forEach(i -> Fingerprint.of("r-" + i, new byte[] {1}).put(bytes));
        reported.add(bytes.array());
        reported.add(bytes.array());

        assertThat(reported.size()).isEqualTo(10_000);
        assertThat(reported.standing(Fingerprint.of("r-9999", new byte[] {1})))
                .isEqualTo(ReportedRecords.Standing.REPORTED);
        assertThat(reported.standing(Fingerprint.of("r-0", new byte[] {2})))
                .isEqualTo(ReportedRecords.Standing.REPORTED_OTHERWISE);
        assertThat(reported.standing(Fingerprint.of("r-10000", new byte[] {1})))
                .isEqualTo(ReportedRecords.Standing.NEW);
    }

    @Test
    void a_workbook_holds_ids_and_times_as_text_and_is_read_by_another_reader() throws IOException {
        Group group = new Group("PRD-1", "CRD-1", "EUR", UsageSchema.TR);
        UsageRecord record = new UsageRecord(
                "PRD-1",
                "CRD-1",
                "EUR",
                "0012",
                null,
                "item.mpn",
                "007",
                new java.math.BigDecimal("1.5"),
                Period.parse("2026-02").start(),
                Period.parse("2026-02").end(),
                "parameter.phone",
                "0049",
                new UsageRecord.Category("traffic", null, null),
                new java.math.BigDecimal("12345678901234567.89"),
                1,
                new UsageRecord.DynamicItem("<New> & \"old\"", "unit", "007", "decimal(1)"),
                Map.of("v.zone", "=1+1"));
        UsageProduct product =
                UsageProduct.of("PRD-1", UsageSchema.TR, true, false, java.util.Set.of("must"), List.of());
        Path file = folder.resolve("usage.xlsx");
        try (GroupFile records = new GroupFile(group, folder.resolve("group"))) {
            records.add(record, record.bytes());
            new Workbook(records, product, Map.of("traffic", "Traffic")).write(file, 0, 1);
        }

        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile())) {
            List<Row> rows = workbook.findSheet("records").orElseThrow().read();
            assertThat(texts(rows.get(0)))
                    .containsExactly(
                            "record_id",
                            "record_note",
                            "item_search_criteria",
                            "item_search_value",
                            "quantity",
                            "start_time_utc",
                            "end_time_utc",
                            "asset_search_criteria",
                            "asset_search_value",
                            "category_id",
                            "amount",
                            "tier",
                            "item_name",
                            "item_unit",
                            "item_mpn",
                            "item_precision",
                            "v.must",
                            "v.zone");
            Row row = rows.get(1);
            assertThat(row.getCellText(0)).isEqualTo("0012");
            assertThat(row.getCellText(3)).isEqualTo("007");
            assertThat(row.getCellAsNumber(4)).contains(new java.math.BigDecimal("1.5"));
            assertThat(row.getCellText(5)).isEqualTo("2026-02-01 00:00:00");
            assertThat(row.getCellText(8)).isEqualTo("0049");
            assertThat(row.getCellText(10))
                    .as("more digits than a number cell keeps")
                    .isEqualTo("12345678901234567.89");
            assertThat(row.getCellText(12)).isEqualTo("<New> & \"old\"");
            assertThat(row.getCellText(17)).isEqualTo("=1+1");
            List<Row> categories =
                    workbook.findSheet("categories").orElseThrow().read();
            assertThat(texts(categories.get(0)))
                    .containsExactly("category_id", "category_name", "category_description");
            assertThat(categories.stream().map(one -> one.getCellText(0))).contains("traffic", "generic_category");
        }
    }

    private static List<String> texts(Row row) {
        return row.stream().map(cell -> cell == null ? "" : cell.getText()).toList();
    }
}
