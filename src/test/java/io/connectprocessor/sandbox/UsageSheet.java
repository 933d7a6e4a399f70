package io.connectprocessor.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A usage workbook in the making: numbers are number cells, texts text cells. */
final class UsageSheet {

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<String> categories = new ArrayList<>();
    private final List<String> without = new ArrayList<>();
    private String sheet = "records";
    private boolean withCategories;

    /** A record that is in order for October 2026. */
    static Map<String, Object> row(String recordId, String assetId) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("record_id", recordId);
        row.put("item_search_criteria", "item.mpn");
        row.put("item_search_value", "TRAFFIC");
        row.put("quantity", 7.25);
        row.put("start_time_utc", "2026-10-01 00:00:00");
        row.put("end_time_utc", "2026-10-31 23:59:59");
        row.put("asset_search_criteria", "asset.id");
        row.put("asset_search_value", assetId);
        return row;
    }

    UsageSheet with(Map<String, Object> row) {
        rows.add(row);
        return this;
    }

    UsageSheet with(String recordId, String assetId, Object... more) {
        Map<String, Object> row = row(recordId, assetId);
        for (int i = 0; i < more.length; i += 2) {
            row.put((String) more[i], more[i + 1]);
        }
        return with(row);
    }

    UsageSheet category(String id) {
        withCategories = true;
        categories.add(id);
        return this;
    }

    UsageSheet without(String column) {
        without.add(column);
        return this;
    }

    UsageSheet named(String wanted) {
        sheet = wanted;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Test", null)) {
            workbook.newWorksheet("instructions").inlineString(0, 0, "Read me");
            write(workbook.newWorksheet(sheet));
            if (withCategories) {
                Worksheet second = workbook.newWorksheet("categories");
                second.inlineString(0, 0, "category_id");
                second.inlineString(0, 1, "category_name");
                second.inlineString(0, 2, "category_description");
                for (int i = 0; i < categories.size(); i++) {
                    second.inlineString(i + 1, 0, categories.get(i));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(Worksheet worksheet) {
        List<String> headers = new ArrayList<>();
        rows.forEach(row -> row.keySet().stream()
                .filter(header -> !headers.contains(header) && !without.contains(header))
                .forEach(headers::add));
        for (int c = 0; c < headers.size(); c++) {
            worksheet.inlineString(0, c, headers.get(c));
            for (int r = 0; r < rows.size(); r++) {
                Object value = rows.get(r).get(headers.get(c));
                if (value instanceof Number number) {
                    worksheet.value(r + 1, c, number);
                } else if (value != null) {
                    worksheet.inlineString(r + 1, c, value.toString());
                }
            }
        }
    }
}
