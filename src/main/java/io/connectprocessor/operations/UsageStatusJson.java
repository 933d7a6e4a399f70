package io.connectprocessor.operations;

import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsagePeriod;
import io.connectprocessor.usage.Period;
import io.connectprocessor.usage.UsageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How usage stands, as JSON between the running processor and the operator's command. */
final class UsageStatusJson {

    private UsageStatusJson() {}

    static Map<String, Object> json(UsageStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("due", status.due().stream().map(Period::label).toList());
        json.put("periods", status.periods().stream().map(UsageStatusJson::json).toList());
        json.put("files", status.files().stream().map(UsageStatusJson::json).toList());
        return json;
    }

    static UsageStatus status(Map<String, Object> json) {
        return new UsageStatus(
                all(json.get("due"), label -> Period.parse((String) label)),
                all(json.get("periods"), row -> period((Map<?, ?>) row)),
                all(json.get("files"), row -> file((Map<?, ?>) row)));
    }

    private static <T> List<T> all(Object rows, Function<Object, T> read) {
        List<T> all = new ArrayList<>();
        ((List<?>) rows).forEach(row -> all.add(read.apply(row)));
        return List.copyOf(all);
    }

    private static Map<String, Object> json(UsagePeriod period) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("product", period.product());
        json.put("period", period.period());
        json.put("state", period.state().name());
        json.put("records", period.records());
        json.put("set_aside", period.setAside());
        json.put("cause", period.cause());
        json.put("advice", period.advice());
        json.put("since", String.valueOf(period.since()));
        return json;
    }

    private static UsagePeriod period(Map<?, ?> json) {
        return new UsagePeriod(
                (String) json.get("product"),
                (String) json.get("period"),
                UsagePeriod.State.valueOf((String) json.get("state")),
                ((Number) json.get("records")).longValue(),
                ((Number) json.get("set_aside")).longValue(),
                (String) json.get("cause"),
                (String) json.get("advice"),
                Instant.parse((String) json.get("since")));
    }

    private static Map<String, Object> json(UsageFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("external_id", file.externalId());
        json.put("product", file.product());
        json.put("contract", file.contract());
        json.put("currency", file.currency());
        json.put("period", file.period());
        json.put("schema", file.schema());
        json.put("revision", file.revision());
        json.put("state", file.state().name());
        json.put("file_id", file.fileId());
        json.put("records", file.records());
        json.put("digest", file.digest());
        json.put("cause", file.cause());
        json.put("advice", file.advice());
        json.put("since", String.valueOf(file.since()));
        return json;
    }

    private static UsageFile file(Map<?, ?> json) {
        return new UsageFile(
                (String) json.get("external_id"),
                (String) json.get("product"),
                (String) json.get("contract"),
                (String) json.get("currency"),
                (String) json.get("period"),
                (String) json.get("schema"),
                ((Number) json.get("revision")).intValue(),
                UsageFile.State.valueOf((String) json.get("state")),
                (String) json.get("file_id"),
                ((Number) json.get("records")).longValue(),
                (String) json.get("digest"),
                (String) json.get("cause"),
                (String) json.get("advice"),
                Instant.parse((String) json.get("since")));
    }
}
