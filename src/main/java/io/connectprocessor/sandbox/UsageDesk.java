package io.connectprocessor.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** What tests and the distributor do with usage files. Thread-safe. */
final class UsageDesk {

    private final Platform platform;
    private final UsageFiles files;
    private final UsageRecords records;
    private final UsageApi api;
    private final UsageJson json;

    UsageDesk(Platform platform, UsageFiles files, UsageRecords records, UsageApi api, UsageJson json) {
        this.platform = platform;
        this.files = files;
        this.records = records;
        this.api = api;
        this.json = json;
    }

    List<String> ids() {
        return platform.write(() -> files.all().stream().map(file -> file.id).toList());
    }

    Map<String, Object> json(String wanted) {
        return platform.write(() -> json.detailed(find(wanted)));
    }

    List<UsageFault> faults(String wanted) {
        UsageOutcome outcome = platform.write(() -> find(wanted).outcome);
        return outcome == null ? List.of() : outcome.faults();
    }

    List<Map<String, String>> rows(String wanted) {
        UsageFile file = platform.write(() -> find(wanted));
        List<Map<String, String>> rows = new ArrayList<>();
        if (file.showsRecords()) {
            records.read(file, record -> rows.add(record.row().cells()));
        }
        return rows;
    }

    byte[] content(String wanted, String name) {
        return api.content(platform.write(() -> find(wanted)), name);
    }

    void accept(String wanted) {
        change(wanted, file -> files.accept(file, ""));
    }

    void reject(String wanted, String note) {
        change(wanted, file -> files.reject(file, note));
    }

    void close(String wanted) {
        change(wanted, files::close);
    }

    private void change(String wanted, Consumer<UsageFile> change) {
        try {
            platform.write(() -> {
                change.accept(find(wanted));
                return null;
            });
        } catch (Refusal refusal) {
            throw new IllegalStateException(refusal.getMessage());
        }
    }

    /** By id, or by external id when one file that is not deleted has it. */
    private UsageFile find(String wanted) {
        UsageFile byId = files.get(wanted);
        if (byId != null) {
            return byId;
        }
        List<UsageFile> found = files.all().stream()
                .filter(file -> file.externalId.equals(wanted) && !file.status.equals("deleted"))
                .toList();
        if (found.isEmpty()) {
            throw new NoSuchElementException("There is no usage file " + wanted);
        }
        if (found.size() > 1) {
            throw new IllegalStateException("There are " + found.size() + " usage files with the external id " + wanted
                    + ": " + found.stream().map(file -> file.id).toList());
        }
        return found.get(0);
    }

    UsageBooks books() {
        List<Map.Entry<String, UsageBooks.Place>> rows = new ArrayList<>();
        records.shown()
                .forEach(file ->
                        records.read(file, record -> rows.add(Map.entry(record.text("record_id"), place(record)))));
        return UsageBooks.of(rows);
    }

    private static UsageBooks.Place place(UsageRecord record) {
        UsageFile file = record.file();
        return new UsageBooks.Place(
                file.id,
                file.externalId,
                file.status,
                record.status(),
                file.terms.product().id(),
                file.contract.id(),
                file.currency,
                record.asset() == null ? null : record.asset().id,
                record.item() == null ? null : record.item().mpn(),
                record.row().cells());
    }
}
