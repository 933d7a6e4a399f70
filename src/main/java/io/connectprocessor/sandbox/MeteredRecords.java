package io.connectprocessor.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes up usage: so many records for each subscription and month in which it was active, spread over that time, of the product's pay-as-you-go items by turns. The same subscription, month and number give
 * the same record, and nothing is kept, so that a million of them cost no memory. Thread-safe.
 *
 * @param perMonth records of one subscription and month; 0: none
 */
record MeteredRecords(int perMonth, long seed) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");

    /** A time in which one subscription was active, within one month. */
    private record Slot(Meter meter, YearMonth month, int part, Instant from, Instant to) {}

    /**
     * Gives the records that begin within a period, from the {@code offset}-th on, {@code limit} at most.
     *
     * @param now nothing is metered beyond it
     * @return how many there are in all
     */
    long page(
            List<Meter> meters,
            Meter.Span period,
            Instant now,
            long offset,
            int limit,
            Consumer<Map<String, Object>> consumer) {
        long total = 0;
        if (perMonth == 0) {
            return total;
        }
        int left = limit;
        for (Meter meter : meters) {
            for (Slot slot : slots(meter, period, now)) {
                int first = firstNotBefore(slot, period.from());
                int end = firstNotBefore(slot, period.to());
                for (long i = first + Math.max(0, offset - total); left > 0 && i < end; i++, left--) {
                    consumer.accept(record(slot, (int) i));
                }
                total += end - first;
            }
        }
        return total;
    }

    private static List<Slot> slots(Meter meter, Meter.Span period, Instant now) {
        List<Slot> slots = new ArrayList<>();
        if (meter.product().payAsYouGo().schema() == null || meter.items().isEmpty()) {
            return slots;
        }
        YearMonth last = YearMonth.from(period.to().atOffset(ZoneOffset.UTC));
        for (YearMonth month = YearMonth.from(period.from().atOffset(ZoneOffset.UTC));
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            Instant begin = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            Instant end = month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            int part = 0;
            for (Meter.Span span : meter.spans()) {
                Instant from = later(begin, span.from());
                Instant to = earlier(earlier(end, span.to() == null ? now : span.to()), now);
                if (from.isBefore(to)) {
                    slots.add(new Slot(meter, month, ++part, from, to));
                }
            }
        }
        return slots;
    }

    /** The number of the slot's first record that does not begin before this. */
    private int firstNotBefore(Slot slot, Instant at) {
        int low = 0;
        int high = perMonth;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start(slot, middle).isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Instant start(Slot slot, int i) {
        long seconds = Duration.between(slot.from(), slot.to()).toSeconds();
        return slot.from().plusSeconds(seconds * i / perMonth);
    }

    private Map<String, Object> record(Slot slot, int i) {
        Meter meter = slot.meter();
        Product.Item item = meter.items().get(i % meter.items().size());
        String schema = meter.product().payAsYouGo().schema();
        String id = meter.subscriptionId() + "-" + slot.month().format(MONTH) + "-" + slot.part() + "-"
                + Digits.of(i + 1, 5);
        long random = mixed(id);
        BigDecimal quantity = BigDecimal.valueOf(random % 1_000_000, Math.min(4, item.decimals()));
        Instant from = start(slot, i);
        Instant to = later(from, start(slot, i + 1).minusSeconds(1));
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("record_id", id);
        record.put("subscription_id", meter.subscriptionId());
        record.put("asset_id", meter.assetId());
        record.put("mpn", item.mpn());
        record.put("quantity", quantity);
        record.put("start_time_utc", TIME.format(from));
        record.put("end_time_utc", TIME.format(to));
        if (!schema.equals("QT")) {
            BigDecimal rate = BigDecimal.valueOf(1 + random % 500, 2);
            record.put("amount", quantity.multiply(rate).setScale(2, RoundingMode.HALF_EVEN));
            record.put("currency", meter.currency());
        }
        if (schema.equals("TR")) {
            record.put("tier", i % 2);
        }
        meter.product().payAsYouGo().customFields().forEach(name -> record.put("v." + name, name + " " + i));
        return record;
    }

    /** The finalizer of SplitMix64, so that neighbours differ. */
    private long mixed(String id) {
        long z = seed * 0x9E3779B97F4A7C15L + id.hashCode();
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
