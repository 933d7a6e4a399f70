package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows for the ready-made seeds: stamps go up by a step, products take turns, assignees come in their three shapes. */
final class SeedRows {

    private final Seeding seeding;
    private final Random random;
    private final Duration step;
    private Instant next;
    private int count;

    SeedRows(Seeding seeding, Random random, Instant oldest, Duration step) {
        this.seeding = seeding;
        this.random = random;
        this.next = oldest;
        this.step = step;
    }

    /** Ten of a hundred are suspensions, resumptions and cancellations each, twenty-five changes, the rest purchases. */
    void pending(int n) {
        for (int i = 0; i < n; i++) {
            int draw = random.nextInt(100);
            String type = draw < 45
                    ? "purchase"
                    : draw < 70 ? "change" : draw < 80 ? "suspend" : draw < 90 ? "resume" : "cancel";
            next(type).pending();
        }
    }

    RequestSeed next(String type) {
        RequestSeed seed = seeding.request(type)
                .product(Seeding.PRODUCTS.get(count % Seeding.PRODUCTS.size()))
                .created(stamp());
        if (type.equals("purchase") || type.equals("change")) {
            seed.item("SEAT", String.valueOf(25 + random.nextInt(100)));
            if (random.nextInt(3) == 0) {
                seed.item("STORAGE", random.nextBoolean() ? "0" : String.valueOf(4 + random.nextInt(9)));
            }
        }
        return switch (count % 3) {
            case 0 -> seed;
            case 1 -> seed.assignedAsText("UR-100-200-300");
            default -> seed.assignedAsObject("UR-100-200-300");
        };
    }

    /** Every second of the requests is of tier 1 below one of tier 2; the purchases hang on those of tier 1. */
    void tiers(int requests, int purchases) {
        List<String> holders = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            String product = Seeding.PRODUCTS.get(i / 2 % Seeding.PRODUCTS.size());
            TierRequestSeed seed = seeding.tierSetup().product(product).created(stamp());
            if (i % 4 == 0 && i + 1 < requests) {
                String above = seed.level(2).plant();
                holders.add(seeding.tierSetup()
                        .product(product)
                        .below(above)
                        .created(stamp())
                        .plant());
                i++;
            } else {
                holders.add(seed.plant());
            }
        }
        for (int i = 0; i < purchases && !holders.isEmpty(); i++) {
            next("purchase").heldBy(holders.get(i % holders.size())).plant();
        }
    }

    /** Resellers whose data have changed, of each product in turn. */
    void accounts(int requests) {
        for (int i = 0; i < requests; i++) {
            seeding.tierAccountRequest()
                    .product(Seeding.PRODUCTS.get(i % Seeding.PRODUCTS.size()))
                    .created(stamp())
                    .plant();
        }
    }

    /** So many of a foreign product, so many in test, so many in preview. */
    void untouchables(int each) {
        for (int i = 0; i < each; i++) {
            next("purchase").product(Seeding.FOREIGN_PRODUCT).pending();
            next("purchase").environment("test").pending();
            next("change").environment("preview").pending();
        }
    }

    private Instant stamp() {
        count++;
        next = next.plus(step);
        return next.truncatedTo(step.toSeconds() == 0 ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
    }
}
