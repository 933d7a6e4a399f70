package io.connectprocessor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code /usage}: files and their records, and the signed links to workbooks. */
final class UsageApi {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final Set<String> ACTIONS =
            Set.of("upload", "submit", "delete", "reprocess", "accept", "reject", "close");

    private final Platform platform;
    private final UsageFiles files;
    private final UsageCreation creation;
    private final UsageUploads uploads;
    private final UsageRecords records;
    private final UsageJson json;
    private final SignedLinks links;
    private final ObjectMapper mapper;
    private final SmallList<UsageFile> list = SmallList.of(file -> file.id, properties());

    UsageApi(
            Platform platform,
            UsageFiles files,
            UsageCreation creation,
            UsageUploads uploads,
            UsageRecords records,
            UsageJson json,
            SignedLinks links,
            ObjectMapper mapper) {
        this.platform = platform;
        this.files = files;
        this.creation = creation;
        this.uploads = uploads;
        this.records = records;
        this.json = json;
        this.links = links;
        this.mapper = mapper;
    }

    /** The documented filters (OpenAPI 37.0, GET /usage/files). */
    private static List<Property<UsageFile>> properties() {
        String all = Property.ALL_TEXT;
        String names = "eq ne like ilike in out";
        return List.of(
                Property.text("name", all, f -> f.name),
                Property.text("external_id", all, f -> f.externalId),
                Property.<UsageFile>text("status", names, f -> f.status)
                        .of(
                                "draft",
                                "uploading",
                                "uploaded",
                                "invalid",
                                "processing",
                                "ready",
                                "rejected",
                                "pending",
                                "accepted",
                                "closed",
                                "deleted")
                        .ordered(),
                Property.<UsageFile>text("schema", names, f -> f.terms.schema())
                        .of("tr", "pr", "qt", "cr")
                        .ordered(),
                Property.<UsageFile>text("environment", names, f -> f.terms.environment())
                        .of("test", "preview", "production")
                        .ordered(),
                Property.text("product.id", all, f -> f.terms.product().id()),
                Property.text("product_id", all, f -> f.terms.product().id()),
                Property.<UsageFile>text(
                                "product.name", all, f -> f.terms.product().name())
                        .ordered(),
                Property.text("contract.id", all, f -> f.contract.id()),
                Property.text("distribution_contract_id", all, f -> f.contract.id()),
                Property.<UsageFile>text("contract.name", all, f -> f.contract.name())
                        .ordered(),
                Property.text("marketplace.id", all, f -> f.marketplace.id()),
                Property.text("marketplace_id", all, f -> f.marketplace.id()),
                Property.<UsageFile>text("marketplace.name", all, f -> f.marketplace.name())
                        .ordered(),
                Property.text("vendor.id", all, f -> "VA-000-000"),
                Property.text("vendor_id", all, f -> "VA-000-000"),
                Property.text("provider.id", all, f -> "PA-100-000"),
                Property.text("provider_id", all, f -> "PA-100-000"),
                Property.instant("created.at", "ge gt le lt", f -> f.created));
    }

    Endpoint endpoint(Call call, List<String> path) {
        String collection = path.isEmpty() ? "" : path.get(0);
        if (collection.equals("files")) {
            return files(call, path.subList(1, path.size()));
        }
        if (collection.equals("records") && path.size() <= 2) {
            return path.size() == 1
                    ? ConnectApi.get(call, "list-usage-records", () -> records.page(call))
                    : ConnectApi.get(call, "get-usage-record", () -> records.one(path.get(1)));
        }
        return Endpoint.unknown();
    }

    private Endpoint files(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("GET")
                    ? new Endpoint("list-usage-files", () -> page(call))
                    : ConnectApi.post(call, "create-usage-file", () -> create(call));
        }
        String id = path.get(0);
        if (path.size() == 1) {
            return call.is("GET")
                    ? new Endpoint("get-usage-file", () -> changed(id, file -> {}))
                    : ConnectApi.put(call, "update-usage-file", () -> update(id, call));
        }
        String action = path.get(1);
        if (path.size() == 2 && action.equals("categories")) {
            return ConnectApi.get(
                    call, "list-usage-categories", () -> records.categories(platform.write(() -> file(id))));
        }
        return path.size() == 2 && ACTIONS.contains(action)
                ? ConnectApi.post(call, action + "-usage-file", () -> act(action, id, call))
                : Endpoint.unknown();
    }

    private Reply page(Call call) {
        return platform.write(() -> list.page(call, files.all(), json::listed, mapper));
    }

    private Reply create(Call call) {
        JsonNode body = new Bodies(mapper).object(call.body());
        return platform.write(() -> Reply.json(201, json.created(creation.create(body)), mapper));
    }

    private Reply update(String id, Call call) {
        JsonNode body = new Bodies(mapper).object(call.body());
        return platform.write(() -> {
            UsageFile file = file(id);
            creation.update(file, body);
            Map<String, Object> updated = new LinkedHashMap<>();
            updated.put("description", file.description);
            updated.put("note", file.note);
            updated.put("external_id", file.externalId);
            return Reply.json(200, updated, mapper);
        });
    }

    private Reply act(String action, String id, Call call) {
        if (action.equals("upload")) {
            return upload(id, call);
        }
        JsonNode body = new Bodies(mapper).object(call.body());
        return changed(id, file -> {
            switch (action) {
                case "submit" -> files.submit(file);
                case "delete" -> files.delete(file);
                case "reprocess" -> files.reprocess(file, () -> uploads.check(file, file.workbook));
                case "accept" -> files.accept(file, note(body, "acceptance_note"));
                case "reject" -> files.reject(file, note(body, "rejection_note"));
                default -> files.closeUnbilled(file);
            }
        });
    }

    private static String note(JsonNode body, String field) {
        String note = Bodies.optionalText(body, field);
        if (note != null && note.length() > 200) {
            throw Refusal.validation(field, "Ensure this field has no more than 200 characters.");
        }
        return note == null ? "" : note;
    }

    private Reply upload(String id, Call call) {
        UsageFile file = platform.write(() -> file(id));
        uploads.upload(file, call);
        int status = platform.is(Variation.USAGE_UPLOAD_ANSWERS_201) ? 201 : 200;
        return platform.read(() -> Reply.json(status, json.detailed(file), mapper));
    }

    private Reply changed(String id, Consumer<UsageFile> change) {
        return platform.write(() -> {
            UsageFile file = file(id);
            change.accept(file);
            return Reply.json(200, json.detailed(file), mapper);
        });
    }

    private UsageFile file(String id) {
        return ConnectApi.found(files.get(id));
    }

    /** What a signed link leads to. A key is not asked for; calls that send one all the same are told apart in the books. */
    Endpoint download(Call call) {
        List<String> path = call.segments();
        if (!call.is("GET") || path.size() != 2) {
            return Endpoint.unknown();
        }
        boolean withKey = call.headers().containsKey("authorization");
        return new Endpoint(withKey ? "download-usage-file-with-key" : "download-usage-file", () -> {
            links.check(call);
            UsageFile file = platform.write(() -> file(path.get(0)));
            return new Reply(200, XLSX, content(file, path.get(1)), Map.of());
        });
    }

    byte[] content(UsageFile file, String name) {
        try {
            return name.equals("processed.xlsx")
                    ? new ProcessedWorkbook(file, uploads.sheetNames()).written()
                    : Files.readAllBytes(file.workbook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
