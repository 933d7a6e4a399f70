package io.connectprocessor.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Opens an uploaded workbook and checks all there is to check. One instance per check; not thread-safe. */
final class UsageCheck {

    private static final int MOST_FAULTS = 1000;

    private final UsageTerms terms;
    private final AssetSearch assets;
    private final List<String> sheetNames;
    private final RepeatedIds ids = new RepeatedIds();
    private final List<UsageFault> faults = new ArrayList<>();
    private int records;
    private int invalid;

    UsageCheck(UsageTerms terms, AssetSearch assets, List<String> sheetNames) {
        this.terms = terms;
        this.assets = assets;
        this.sheetNames = sheetNames;
    }

    UsageOutcome check(Path file) {
        try (UsageWorkbook workbook = UsageWorkbook.open(file, sheetNames)) {
            String wrong = UsageColumns.wrong(workbook.headers(), terms);
            wrong = wrong == null ? UsageColumns.wrongCategories(workbook.categoryHeaders()) : wrong;
            if (wrong != null) {
                return UsageOutcome.unreadable(wrong);
            }
            Set<String> categories = new HashSet<>();
            for (UsageRow row : workbook.categories()) {
                if (row.get("category_id").isBlank() || !categories.add(row.get("category_id"))) {
                    return UsageOutcome.unreadable("Row " + row.number()
                            + " of the sheet categories has no category_id, or one that is there already.");
                }
            }
            workbook.records(row -> ids.note(row.get("record_id")));
            UsageRules rules = new UsageRules(terms, assets, categories);
            workbook.records(row -> check(rules, row));
            return records == 0
                    ? UsageOutcome.unreadable("The sheet records has no record.")
                    : new UsageOutcome(null, records, invalid, List.copyOf(faults));
        } catch (UsageWorkbook.UnreadableException e) {
            return UsageOutcome.unreadable(e.getMessage());
        }
    }

    private void check(UsageRules rules, UsageRow row) {
        records++;
        List<UsageFault> found = new ArrayList<>(rules.check(row));
        String id = row.get("record_id");
        if (!id.isBlank() && ids.isRepeated(id)) {
            found.add(new UsageFault(row.number(), "record_id", "USG_008", "is there twice.", id));
        }
        if (!found.isEmpty()) {
            invalid++;
            faults.addAll(found.subList(0, Math.min(found.size(), MOST_FAULTS - faults.size())));
        }
    }
}
