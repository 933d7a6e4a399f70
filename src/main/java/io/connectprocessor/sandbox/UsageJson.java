package io.connectprocessor.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes usage files and records as the platform does (OpenAPI 37.0, usage.UsageFileCreate, UsageFileList, UsageFileDetail, UsageRecord). */
final class UsageJson {

    private final Stamps stamps;
    private final SignedLinks links;

    UsageJson(Stamps stamps, SignedLinks links) {
        this.stamps = stamps;
        this.links = links;
    }

    /** The flat shape that a new file is answered with. */
    Map<String, Object> created(UsageFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", file.id);
        json.put("name", file.name);
        json.put("external_id", file.externalId);
        json.put("vendor", "Vendor of the sandbox");
        json.put("provider", "Distributor of the sandbox");
        json.put("environment", file.terms.environment());
        json.put("marketplace", file.marketplace.name());
        json.put("distribution_contract", file.contract.id());
        json.put("product_id", file.terms.product().id());
        json.put("product_name", file.terms.product().name());
        json.put("product_icon", icon(file));
        json.put("description", file.description);
        json.put("schema", file.terms.schema());
        json.put("currency", file.currency);
        json.put("start_datetime_utc", file.terms.start() + ":00+00:00");
        json.put("end_datetime_utc", file.terms.end() + "+00:00");
        return json;
    }

    Map<String, Object> listed(UsageFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", file.id);
        json.put("name", file.name);
        json.put("external_id", file.externalId);
        json.put("status", file.status);
        json.put("vendor", Map.of("id", "VA-000-000", "name", "Vendor of the sandbox"));
        json.put("provider", Map.of("id", "PA-100-000", "name", "Distributor of the sandbox"));
        json.put("environment", file.terms.environment());
        json.put("marketplace", named(file.marketplace));
        json.put("contract", named(file.contract));
        Map<String, Object> product = new LinkedHashMap<>();
        product.put("id", file.terms.product().id());
        product.put("name", file.terms.product().name());
        product.put("icon", icon(file));
        json.put("product", product);
        json.put("error_detail", file.outcome == null ? "" : file.outcome.detail());
        json.put("description", file.description);
        json.put("acceptance_note", file.acceptanceNote);
        json.put("rejection_note", file.rejectionNote);
        json.put("schema", file.terms.schema());
        json.put("currency", file.currency);
        Map<String, Object> period = new LinkedHashMap<>();
        period.put("from", file.terms.from().toString());
        period.put("to", file.terms.to().toString());
        json.put("period", period);
        json.put("stats", stats(file));
        Map<String, Object> events = new LinkedHashMap<>();
        file.events.forEach((name, at) -> events.put(
                name,
                Map.of("at", stamps.write(at), "by", Map.of("id", "UR-000-000-000", "name", "User of the sandbox"))));
        json.put("events", events);
        return json;
    }

    /** With links that are good for a while. */
    Map<String, Object> detailed(UsageFile file) {
        Map<String, Object> json = listed(file);
        boolean moving = UsageFile.MOVING.contains(file.status) && file.check != null;
        json.put("sub_status", file.workbook == null ? null : moving ? "processing" : "processed");
        boolean readable = file.outcome != null && file.outcome.fatal() == null;
        json.put("usage_file_uri", file.workbook == null ? null : links.uploaded(file));
        json.put("processed_file_uri", readable ? links.processed(file) : null);
        json.put("reconciliation_file_uri", null);
        Map<String, Object> records = new LinkedHashMap<>();
        int invalid = file.outcome == null ? 0 : file.outcome.invalid();
        records.put("valid", file.records() - invalid);
        records.put("invalid", invalid);
        records.put("closed", file.status.equals("closed") ? file.records() : 0);
        json.put("records", records);
        return json;
    }

    private static Map<String, Object> stats(UsageFile file) {
        int all = file.records();
        int valid = file.outcome == null ? 0 : all - file.outcome.invalid();
        boolean closed = file.status.equals("closed");
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("uploaded", all);
        stats.put("validated", valid);
        stats.put("pending", file.status.equals("pending") ? all : 0);
        stats.put("accepted", closed || file.status.equals("accepted") ? all : 0);
        stats.put("closed", closed ? all : 0);
        stats.put("billed", closed ? all : 0);
        return stats;
    }

    private static Map<String, Object> named(Party party) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", party.id());
        json.put("name", party.name());
        return json;
    }

    private static String icon(UsageFile file) {
        return "/media/VA-000-000/" + file.terms.product().id() + "/media/icon.png";
    }
}
