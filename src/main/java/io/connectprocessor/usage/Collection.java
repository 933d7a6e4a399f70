package io.connectprocessor.usage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All records of one month: read, checked, sorted, freed of what was reported before, and divided into groups; through temporary files, in a
 * memory that does not grow with them. For one use; close it to delete the files. Not thread-safe.
 */
final class Collection implements Closeable {

    private static final int OPEN_FILES = 64;
    private static final int SAY_EVERY = 1000;

    private final Period period;
    private final Map<String, UsageProduct> products;
    private final Set<String> wanted;
    private final RowCheck check;
    private final Columns columns;
    private final Map<String, ReportedRecords> reported;
    private final SetAside setAside;
    private final UsageProgress progress;
    private final Path folder;
    private final Map<Group, GroupFile> groups = new TreeMap<>();
    private final Map<Group, GroupFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> repaired = new HashSet<>();
    private long read;
    private long elsewhere;
    private long before;
    private long otherwise;
    private long rank;

    /**
     * @param wanted the products that are reported now; of the others only the bad records are kept, as every look writes all of them
     * @param reported by product
     * @param folder for the temporary files; deleted at the end
     */
    Collection(
            Period period,
            Map<String, UsageProduct> products,
            Set<String> wanted,
            RowCheck check,
            Columns columns,
            Map<String, ReportedRecords> reported,
            SetAside setAside,
            UsageProgress progress,
            Path folder) {
        this.period = period;
        this.products = products;
        this.wanted = wanted;
        this.check = check;
        this.columns = columns;
        this.reported = reported;
        this.setAside = setAside;
        this.progress = progress;
        this.folder = folder;
    }

    /** @param repairs read first: their rows take the place of those that the source still gives */
    void read(Iterator<?> source, CsvRows repairs) throws IOException {
        try (SortedRecords sorted = new SortedRecords(folder)) {
            while (repairs.hasNext()) {
                SourceRow row = repairs.next();
                if (row.values().get(SetAside.ID) instanceof String id && !id.isBlank() && !repaired.add(id)) {
                    continue; // repaired again in a younger file
                }
                take(row, columns.ours().ours(row.values()), sorted, false);
            }
            while (source.hasNext()) {
                Object given = source.next();
                SourceRow row = UsageSource.row(given, read + 1);
                take(row, columns.ours(row.values()), sorted, true);
                if (++read % SAY_EVERY == 0) {
                    progress.at(period, "reading", read, 0);
                }
            }
            divide(sorted);
        }
        setAside.complete();
    }

    private void take(SourceRow row, Map<String, Object> ours, SortedRecords sorted, boolean original)
            throws IOException {
        RowCheck.Verdict verdict = check.check(ours);
        if (verdict instanceof RowCheck.Verdict.Elsewhere) {
            elsewhere++;
        } else if (verdict instanceof RowCheck.Verdict.Bad bad) {
            if (!original || !repaired.contains(SetAside.id(ours))) {
                setAside.add(row, ours, bad.faults());
            }
        } else if (verdict instanceof RowCheck.Verdict.Good good) {
            UsageRecord record = good.record();
            sorted.add(new SortedRecords.Entry(
                    record.product(), record.recordId(), rank++, row.source(), row.line(), record.bytes()));
        }
    }

    private void divide(SortedRecords sorted) throws IOException {
        SortedRecords.Entry[] last = new SortedRecords.Entry[1];
        sorted.read(entry -> {
            SortedRecords.Entry first = last[0];
            boolean twice = first != null
                    && first.product().equals(entry.product())
                    && first.recordId().equals(entry.recordId());
            if (twice) {
                twice(first, entry);
            } else {
                last[0] = entry;
                single(entry);
            }
        });
        for (GroupFile file : groups.values()) {
            file.rest();
        }
    }

    /** The same row in a repair and, mended by now, in the source is one row; any other pair is a fault of the source. */
    private void twice(SortedRecords.Entry first, SortedRecords.Entry second) throws IOException {
        boolean mendedAtTheSource = first.source().matches("repaired-[0-9]+\\.csv")
                && java.util.Arrays.equals(first.bytes(), second.bytes());
        if (mendedAtTheSource) {
            return;
        }
        UsageRecord record = UsageRecord.of(second.bytes());
        Map<String, Object> row = row(record);
        if (repaired.contains(SetAside.id(row))) {
            return;
        }
        setAside.add(
                new SourceRow(second.source(), second.line(), Map.of()),
                row,
                List.of(new RowFault(
                        Columns.RECORD_ID,
                        record.recordId(),
                        "is there twice: first in " + first.source() + ", line " + first.line())));
    }

    private void single(SortedRecords.Entry entry) throws IOException {
        if (!wanted.contains(entry.product())) {
            elsewhere++;
            return;
        }
        ReportedRecords.Standing standing = reported.containsKey(entry.product())
                ? reported.get(entry.product()).standing(Fingerprint.of(entry.recordId(), entry.bytes()))
                : ReportedRecords.Standing.NEW;
        if (standing == ReportedRecords.Standing.REPORTED) {
            before++;
        } else if (standing == ReportedRecords.Standing.REPORTED_OTHERWISE) {
            otherwise++;
        } else {
            UsageRecord record = UsageRecord.of(entry.bytes());
            file(record).add(record, entry.bytes());
        }
    }

    private GroupFile file(UsageRecord record) throws IOException {
        Group group = new Group(
                record.product(),
                record.contract(),
                record.currency(),
                products.get(record.product()).schema());
        GroupFile file = groups.get(group);
        if (file == null) {
            file = new GroupFile(group, folder.resolve("group-" + groups.size()));
            groups.put(group, file);
        }
        open.put(group, file);
        if (open.size() > OPEN_FILES) {
            Iterator<GroupFile> eldest = open.values().iterator();
            eldest.next().rest();
            eldest.remove();
        }
        return file;
    }

    /** A checked record by our column names again. */
    private static Map<String, Object> row(UsageRecord record) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(Columns.RECORD_ID, record.recordId());
        row.put(Columns.NOTE, record.note());
        row.put(Columns.ITEM_CRITERION, record.itemCriterion());
        row.put(Columns.ITEM_VALUE, record.itemValue());
        row.put(Columns.QUANTITY, record.quantity());
        row.put(Columns.START, RowTime.write(record.start()));
        row.put(Columns.END, RowTime.write(record.end()));
        row.put(Columns.ASSET_CRITERION, record.assetCriterion());
        row.put(Columns.ASSET_VALUE, record.assetValue());
        if (record.category() != null) {
            row.put(Columns.CATEGORY, record.category().id());
            row.put(Columns.CATEGORY_NAME, record.category().name());
            row.put(Columns.CATEGORY_DESCRIPTION, record.category().description());
        }
        row.put(Columns.AMOUNT, record.amount());
        row.put(Columns.TIER, record.tier());
        row.put(Columns.CURRENCY, record.currency().isEmpty() ? null : record.currency());
        if (record.dynamic() != null) {
            row.put(Columns.ITEM_NAME, record.dynamic().name());
            row.put(Columns.ITEM_UNIT, record.dynamic().unit());
            row.put(Columns.ITEM_MPN, record.dynamic().mpn());
            row.put(Columns.ITEM_PRECISION, record.dynamic().precision());
        }
        row.putAll(record.custom());
        row.values().removeIf(java.util.Objects::isNull);
        return row;
    }

    /** What is to be reported, in the order of product, contract, currency and schema. */
    List<GroupFile> groups() {
        return new ArrayList<>(groups.values());
    }

    /** Records that the source gave. */
    long read() {
        return read;
    }

    long setAside() {
        return setAside.count();
    }

    /** Records of products that are not reported now. */
    long elsewhere() {
        return elsewhere;
    }

    /** Records that were reported before, as they are now. */
    long before() {
        return before;
    }

    /** Records that were reported before with other values: the platform takes nothing back. */
    long otherwise() {
        return otherwise;
    }

    /** Records to be reported for one product. */
    long records(String product) {
        return groups.values().stream()
                .filter(file -> file.group().product().equals(product))
                .mapToLong(GroupFile::records)
                .sum();
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        for (GroupFile file : groups.values()) {
            file.close();
        }
        setAside.close();
        PrivateFiles.deleteAll(folder);
    }
}
