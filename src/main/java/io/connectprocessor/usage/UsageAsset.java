package io.connectprocessor.usage;

import java.time.LocalDateTime;
import java.util.List;

/**
 * An asset, as far as usage needs it.
 *
 * @param currency of its marketplace; null when the platform does not say
 * @param created in UTC; null when the platform does not say
 * @param rests when it was suspended or cancelled, in order
 */
record UsageAsset(
        String id, String product, String contract, String currency, LocalDateTime created, List<Rest> rests) {

    /**
     * A time in which it was not active.
     *
     * @param to null while it lasts
     */
    record Rest(String how, LocalDateTime from, LocalDateTime to) {

        boolean covers(LocalDateTime start, LocalDateTime end) {
            return !start.isBefore(from) && (to == null || !end.isAfter(to));
        }

        @Override
        public String toString() {
            return how + " from " + RowTime.write(from) + (to == null ? " on" : " to " + RowTime.write(to));
        }
    }

    UsageAsset resting(List<Rest> all) {
        return new UsageAsset(id, product, contract, currency, created, List.copyOf(all));
    }
}
