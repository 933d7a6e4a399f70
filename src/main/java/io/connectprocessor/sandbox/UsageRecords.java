package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The records of the files that were checked, read from their workbooks each time: so that a million of them cost no memory. */
final class UsageRecords {

    private final Platform platform;
    private final UsageFiles files;
    private final UsageUploads uploads;
    private final Stamps stamps;
    private final ObjectMapper mapper;
    private final SmallList<UsageRecord> list;

    UsageRecords(Platform platform, UsageFiles files, UsageUploads uploads, Stamps stamps, ObjectMapper mapper) {
        this.platform = platform;
        this.files = files;
        this.uploads = uploads;
        this.stamps = stamps;
        this.mapper = mapper;
        this.list = SmallList.of(UsageRecord::id, properties());
    }

    private static List<Property<UsageRecord>> properties() {
        String all = Property.ALL_TEXT;
        String dates = "eq ne ge gt le lt null in out";
        return List.of(
                Property.text("usagefile.id", all, r -> r.file().id),
                Property.text("usage_file", all, r -> r.file().id),
                Property.text(
                        "usagefile.schema",
                        "eq ne like ilike in out",
                        r -> r.file().terms.schema()),
                Property.text("asset.id", all, r -> r.asset() == null ? null : r.asset().id),
                Property.text("asset_id", all, r -> r.asset() == null ? null : r.asset().id),
                Property.text("asset.external_id", all, r -> r.asset() == null ? null : r.asset().externalId),
                Property.text("asset.external_uid", all, r -> r.asset() == null ? null : r.asset().externalUid),
                Property.text(
                        "item.id", all, r -> r.item() == null ? null : r.item().globalId()),
                Property.text(
                        "item_id", all, r -> r.item() == null ? null : r.item().globalId()),
                Property.text("product.id", all, r -> r.file().terms.product().id()),
                Property.text("product_id", all, r -> r.file().terms.product().id()),
                Property.<UsageRecord>text("status", all, UsageRecord::status)
                        .of("valid", "invalid", "approved", "rejected", "closed")
                        .ordered(),
                Property.instant("created_time", dates, r -> r.file().events.get("uploaded")),
                Property.instant("usage_start_time", dates, r -> instant(r, "start_time_utc")),
                Property.instant("start_date", dates, r -> instant(r, "start_time_utc")),
                Property.instant("end_date", dates, r -> instant(r, "end_time_utc")));
    }

    Reply page(Call call) {
        List<UsageRecord> all = new ArrayList<>();
        shown().forEach(file -> read(file, all::add));
        return list.page(call, all, this::json, mapper);
    }

    Reply one(String id) {
        List<UsageRecord> found = new ArrayList<>();
        for (UsageFile file : shown()) {
            if (id.startsWith("UR" + file.id.substring(2))) {
                read(file, record -> {
                    if (record.id().equals(id)) {
                        found.add(record);
                    }
                });
            }
        }
        return Reply.json(200, json(ConnectApi.found(found.isEmpty() ? null : found.get(0))), mapper);
    }

    /** Id, name and description of each row of a file's sheet categories. */
    Reply categories(UsageFile file) {
        List<Object> categories = new ArrayList<>();
        if (file.workbook != null) {
            try (UsageWorkbook workbook = UsageWorkbook.open(file.workbook, uploads.sheetNames())) {
                for (UsageRow row : workbook.categories()) {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("id", row.get("category_id"));
                    json.put("name", row.get("category_name"));
                    json.put("description", row.get("category_description"));
                    categories.add(json);
                }
            } catch (UsageWorkbook.UnreadableException e) {
                return Reply.json(200, List.of(), mapper);
            }
        }
        return Reply.json(200, categories, mapper);
    }

    List<UsageFile> shown() {
        return platform.write(
                () -> files.all().stream().filter(UsageFile::showsRecords).toList());
    }

    void read(UsageFile file, Consumer<UsageRecord> consumer) {
        AssetSearch assets =
                platform.read(() -> new AssetSearch(file.terms.product(), List.copyOf(platform.assets.values())));
        UsageRules rules = new UsageRules(file.terms, assets, Set.of());
        Set<Integer> wrong = file.outcome.faults().stream().map(UsageFault::row).collect(Collectors.toSet());
        try (UsageWorkbook workbook = UsageWorkbook.open(file.workbook, uploads.sheetNames())) {
            String status = file.recordStatus();
            workbook.records(row -> consumer.accept(new UsageRecord(
                    file,
                    status.equals("invalid") && !wrong.contains(row.number()) ? "valid" : status,
                    row,
                    rules.item(row),
                    rules.asset(row))));
        } catch (UsageWorkbook.UnreadableException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> json(UsageRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", record.id());
        json.put("start_date", stamp(record, "start_time_utc"));
        json.put("end_date", stamp(record, "end_time_utc"));
        json.put("product_id", record.file().terms.product().id());
        json.put("external_billing_id", record.status().equals("closed") ? "BILL-" + record.id() : null);
        json.put("external_billing_note", null);
        json.put("item", item(record));
        json.put("asset", asset(record));
        json.put("category", record.text("category_id"));
        json.put("tier", number(record.text("tier")));
        json.put("amount", number(record.text("amount")));
        json.put("multiplier", 1);
        json.put("usage", number(record.text("quantity")));
        json.put("status", record.status());
        List<Object> params = new ArrayList<>();
        record.row().cells().forEach((column, value) -> {
            if (column.startsWith("v.")) {
                params.add(Map.of("parameter_name", column, "parameter_value", value));
            }
        });
        json.put("params", params);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("id", record.file().id);
        file.put("name", record.file().name);
        file.put("schema", record.file().terms.schema());
        file.put("currency", record.file().currency);
        json.put("usagefile", file);
        return json;
    }

    private static Map<String, Object> item(UsageRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        Product.Item known = record.item();
        json.put("id", known == null ? null : known.globalId());
        json.put("local_id", known == null ? null : known.localId());
        json.put("name", known == null ? record.text("item_name") : known.name());
        json.put("unit", known == null ? record.text("item_unit") : known.unit());
        json.put("mpn", known == null ? record.text("item_search_value") : known.mpn());
        json.put("precision", known == null ? record.text("item_precision") : known.precision());
        json.put("type", "PPU");
        return json;
    }

    private static Map<String, Object> asset(UsageRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        Asset known = record.asset();
        json.put("id", known == null ? record.text("asset_search_value") : known.id);
        json.put("external_id", known == null ? null : known.externalId);
        json.put("external_uid", known == null ? null : known.externalUid);
        return json;
    }

    private String stamp(UsageRecord record, String column) {
        Instant at = instant(record, column);
        return at == null ? null : stamps.write(at);
    }

    /** Null when it is none. */
    private static Instant instant(UsageRecord record, String column) {
        try {
            return Instant.parse(record.text(column).replace(' ', 'T') + "Z");
        } catch (java.time.format.DateTimeParseException e) {
            return null;
        }
    }

    /** Null when it is none. */
    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
