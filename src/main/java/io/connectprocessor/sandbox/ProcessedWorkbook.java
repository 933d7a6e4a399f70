package io.connectprocessor.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** The copy of an uploaded workbook that the platform gives back: what is wrong stands in red cells with comments, and a sheet {@code general} says which report it is. */
final class ProcessedWorkbook {

    private static final int ROWS_BETWEEN_FLUSHES = 1000;

    private final UsageFile file;
    private final List<String> sheetNames;

    ProcessedWorkbook(UsageFile file, List<String> sheetNames) {
        this.file = file;
        this.sheetNames = sheetNames;
    }

    byte[] written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (UsageWorkbook uploaded = UsageWorkbook.open(file.workbook, sheetNames);
                Workbook workbook = new Workbook(bytes, "Sandbox", null)) {
            general(workbook.newWorksheet("general"));
            records(uploaded, workbook.newWorksheet("records"));
            categories(uploaded, workbook.newWorksheet("categories"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UsageWorkbook.UnreadableException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private void general(Worksheet sheet) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("attribute_id", "attribute_value");
        attributes.put("report_id", file.id);
        attributes.put("status", file.status);
        attributes.put("usage_schema", file.terms.product().payAsYouGo().schema());
        attributes.put("currency", file.currency == null ? "" : file.currency);
        attributes.put("product_id", file.terms.product().id());
        attributes.put("product_name", file.terms.product().name());
        attributes.put("marketplace_id", file.marketplace.id());
        attributes.put("marketplace_name", file.marketplace.name());
        attributes.put("vendor_id", "VA-000-000");
        attributes.put("provider_id", "PA-100-000");
        attributes.put("contract_id", file.contract.id());
        int row = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            sheet.inlineString(row, 0, attribute.getKey());
            sheet.inlineString(row, 1, attribute.getValue());
            row++;
        }
        sheet.finish();
    }

    private void records(UsageWorkbook uploaded, Worksheet sheet)
            throws IOException, UsageWorkbook.UnreadableException {
        List<String> headers = uploaded.headers();
        header(sheet, headers);
        Map<Integer, List<UsageFault>> faults = file.outcome.faults().stream()
                .collect(Collectors.groupingBy(UsageFault::row, TreeMap::new, Collectors.toList()));
        int[] written = {0};
        uploaded.records(row -> {
            row(sheet, row);
            for (UsageFault fault : faults.getOrDefault(row.number(), List.of())) {
                mark(sheet, row.number() - 1, headers.indexOf(fault.column()), fault);
            }
            if (++written[0] % ROWS_BETWEEN_FLUSHES == 0) {
                flush(sheet);
            }
        });
        sheet.finish();
    }

    private static void mark(Worksheet sheet, int row, int column, UsageFault fault) {
        int marked = Math.max(0, column);
        sheet.style(row, marked).fillColor("FF0000").set();
        sheet.comment(row, marked, fault.code() + ": " + fault.column() + " " + fault.message());
    }

    private static void categories(UsageWorkbook uploaded, Worksheet sheet)
            throws IOException, UsageWorkbook.UnreadableException {
        header(sheet, UsageColumns.OF_CATEGORIES);
        uploaded.categories().forEach(row -> row(sheet, row));
        sheet.finish();
    }

    private static void header(Worksheet sheet, List<String> headers) {
        for (int i = 0; i < headers.size(); i++) {
            sheet.inlineString(0, i, headers.get(i));
        }
    }

    private static void row(Worksheet sheet, UsageRow row) {
        for (int i = 0; i < row.values().length; i++) {
            if (!row.values()[i].isEmpty()) {
                sheet.inlineString(row.number() - 1, i, row.values()[i]);
            }
        }
    }

    private static void flush(Worksheet sheet) {
        try {
            sheet.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
