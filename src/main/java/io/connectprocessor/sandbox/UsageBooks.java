package io.connectprocessor.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where each usage record is. An immutable snapshot; safe to share between threads.
 *
 * @param places by {@code record_id}, in order; the places of one record in the order of their files. Files that were deleted, are drafts or still in processing count not
 */
public record UsageBooks(Map<String, List<Place>> places) {

    private static final Set<String> ACCEPTED = Set.of("accepted", "closed");

    /**
     * A row of a file.
     *
     * @param fileStatus invalid, ready, uploaded, pending, accepted, rejected or closed
     * @param recordStatus valid, invalid, approved, rejected or closed
     * @param currency null when the file has none
     * @param assetId null when the row's asset is not known
     * @param mpn of the item; null when it is not known
     * @param cells all of the row by their columns, as they were uploaded
     */
    public record Place(
            String fileId,
            String externalId,
            String fileStatus,
            String recordStatus,
            String productId,
            String contractId,
            String currency,
            String assetId,
            String mpn,
            Map<String, String> cells) {}

    static UsageBooks of(List<Map.Entry<String, Place>> rows) {
        return new UsageBooks(rows.stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableList()))));
    }

    /** Ids of the records that are in exactly one file that is accepted or closed. */
    public Set<String> accepted() {
        return with(1, 1);
    }

    /** Ids of the records that were accepted more than once: charged twice. */
    public Set<String> acceptedRepeatedly() {
        return with(2, Integer.MAX_VALUE);
    }

    /** Ids of the records that are in no accepted file. */
    public Set<String> notAccepted() {
        return with(0, 0);
    }

    private Set<String> with(int least, int most) {
        Set<String> ids = new TreeSet<>();
        places.forEach((id, all) -> {
            long count = all.stream()
                    .filter(place -> ACCEPTED.contains(place.fileStatus()))
                    .count();
            if (count >= least && count <= most) {
                ids.add(id);
            }
        });
        return ids;
    }
}
