package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a sandbox holds when it starts. The same arguments give the same rows, save that stamps count back from the start. */
@FunctionalInterface
public interface Seed {

    void plant(Seeding seeding);

    /** The catalogue only: three products, two of them to configure, and no request. */
    static Seed empty() {
        return seeding -> {};
    }

    /**
     * For a first look: 300 pending requests of all common types, 20 tier config requests of both levels that hold back 30 purchases, five tier account requests, one poisoned request, one order that the vendor declines, two requests planned for in three days, three that the distributor takes back, and rows of another
     * product and of other environments that are not to be touched.
     */
    static Seed demo(long randomSeed) {
        return seeding -> {
            Random random = new Random(randomSeed);
            Instant oldest = seeding.now().minus(Duration.ofHours(8));
            SeedRows rows = new SeedRows(seeding, random, oldest, Duration.ofSeconds(60));
            rows.tiers(20, 30);
            rows.pending(296);
            String soon = seeding.now()
                    .plus(Duration.ofDays(3))
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            rows.next("change").plannedDate(soon).pending();
            rows.next("cancel").plannedDate(soon).pending();
            rows.next("purchase").poison(Poison.ASSET_NULL).pending();
            rows.next("purchase").item(VendorApi.DECLINED_ITEM, "3").pending();
            rows.untouchables(10);
            rows.accounts(5);
            for (String type : List.of("purchase", "change", "cancel")) {
                rows.next(type).status("revoking").plant();
            }
        };
    }

    /** {@code n} pending requests of all common types, and tier config requests that hold back as many purchases more; stamps in whole seconds, five to one stamp on average. */
    static Seed scale(int n, int tierRequests, long randomSeed) {
        return seeding -> {
            Random random = new Random(randomSeed);
            Duration span = Duration.ofSeconds(Math.max(1, n / 5));
            Instant oldest = seeding.now().minus(span).truncatedTo(ChronoUnit.SECONDS);
            SeedRows rows = new SeedRows(seeding, random, oldest, Duration.ofMillis(200));
            rows.tiers(tierRequests, tierRequests);
            rows.pending(n);
            rows.untouchables(Math.min(100, n / 10));
        };
    }

    /** 400 pending requests among which every {@link Poison} occurs once, 20 tier config requests that hold back 30 purchases, one order that the vendor declines, and rows not to be touched. */
    static Seed faulty(long randomSeed) {
        return seeding -> {
            Random random = new Random(randomSeed);
            Instant oldest = seeding.now().minus(Duration.ofHours(8));
            SeedRows rows = new SeedRows(seeding, random, oldest, Duration.ofSeconds(60));
            rows.tiers(20, 30);
            List<Poison> poisons = new ArrayList<>(List.of(Poison.values()));
            rows.pending(399 - poisons.size());
            poisons.forEach(poison -> rows.next("purchase").poison(poison).pending());
            rows.next("purchase").item(VendorApi.DECLINED_ITEM, "3").pending();
            rows.untouchables(10);
        };
    }

    /**
     * Assets whose usage can be reported, so many for each of two products and four contracts, two of them in euros and two in dollars: the first product's usage is QT, the second one's PR. Some were
     * suspended for 30 days, some are terminated.
     */
    static Seed usage(int assetsPerContract) {
        return seeding -> UsageAssets.plant(seeding, assetsPerContract);
    }

    /** This, then another. */
    default Seed and(Seed other) {
        return seeding -> {
            plant(seeding);
            other.plant(seeding);
        };
    }

    /**
     * One request of each kind of life, 40 in all: of all types, in all statuses, in preview, test and production, on four marketplaces, with quantities 0, decimal, -1 and unlimited, with parameters of
     * all types; and a fourth product, PRD-100-200-301, that has them.
     */
    static Seed varied() {
        return VariedRows::plant;
    }
}
