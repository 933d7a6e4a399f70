package io.connectprocessor.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What waits in tiers_setup for tier config requests: those of the tier below, and purchases. Guarded by the platform's write lock. */
final class WaitingForTiers {

    private final Platform platform;
    private final Map<String, List<FulfillmentRequest>> heldBy = new HashMap<>();
    private final Map<String, List<TierRequest>> below = new HashMap<>();

    WaitingForTiers(Platform platform) {
        this.platform = platform;
    }

    void add(FulfillmentRequest request) {
        for (String tierRequest : request.state.waitsFor) {
            heldBy.computeIfAbsent(tierRequest, id -> new ArrayList<>()).add(request);
        }
    }

    void add(TierRequest request) {
        if (request.parent != null) {
            below.computeIfAbsent(request.parent.id, id -> new ArrayList<>()).add(request);
        }
    }

    /** The tier below may begin, and the purchases that waited for this request alone. */
    void released(TierRequest approved) {
        for (TierRequest child : below.getOrDefault(approved.id, List.of())) {
            if (child.state.status.equals("tiers_setup")) {
                platform.change(child, state -> state.status = "pending");
            }
        }
        for (FulfillmentRequest held : heldBy.getOrDefault(approved.id, List.of())) {
            platform.change(held, state -> {
                Set<String> left = new HashSet<>(state.waitsFor);
                left.remove(approved.id);
                state.waitsFor = left;
                boolean free = left.isEmpty() && state.status.equals("tiers_setup");
                state.status = free ? platform.ready(held.view()) : state.status;
            });
        }
    }

    /** What waits for this request fails with it. */
    void failedWith(TierRequest failed) {
        String reason = "Tier configuration request " + failed.id + " was failed.";
        for (TierRequest child : below.getOrDefault(failed.id, List.of())) {
            if (child.state.status.equals("tiers_setup")) {
                platform.change(child, state -> {
                    state.status = "failed";
                    state.reason = reason;
                });
                TierActions.close(child, platform);
                failedWith(child);
            }
        }
        for (FulfillmentRequest held : heldBy.getOrDefault(failed.id, List.of())) {
            if (held.state.status.equals("tiers_setup")) {
                platform.change(held, state -> {
                    state.status = "failed";
                    state.reason = reason;
                });
                Decisions.restoreAsset(held, platform);
            }
        }
    }
}
