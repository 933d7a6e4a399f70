package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;

/** The assets of {@link Seed#usage}. */
final class UsageAssets {

    private UsageAssets() {}

    static void plant(Seeding seeding, int perContract) {
        if (perContract == 0) {
            return;
        }
        seeding.product(Seeding.PRODUCTS.get(1), "Cloud Backup")
                .usageSchema("PR")
                .meteredItem("SNAPSHOTS", "integer")
                .create();
        Instant now = seeding.now();
        int n = 0;
        for (String product : Seeding.PRODUCTS) {
            for (int contract = 0; contract < 4; contract++) {
                for (int i = 0; i < perContract; i++) {
                    AssetSeed asset = seeding.asset()
                            .product(product)
                            .contract("CRD-1000" + contract + "-20000-30000")
                            .since(now.minus(Duration.ofDays(365 - n % 60)));
                    if (n % 5 == 3) {
                        asset.suspended(now.minus(Duration.ofDays(80))).resumed(now.minus(Duration.ofDays(50)));
                    }
                    if (n % 7 == 4) {
                        asset.terminated(now.minus(Duration.ofDays(40)));
                    }
                    asset.create();
                    n++;
                }
            }
        }
    }
}
