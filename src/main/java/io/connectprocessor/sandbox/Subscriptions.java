package io.connectprocessor.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the vendor has sold. Guarded by the vendor's lock. */
final class Subscriptions {

    private final Map<String, Subscription> byId = new LinkedHashMap<>();

    /** How many looks a new subscription needs to become active; 0: none, negative: only {@link #activate}. */
    private final int looks;

    private int last;

    Subscriptions(int looks) {
        this.looks = looks;
    }

    static final class Subscription {
        final String id;
        final String requestId;
        String status;
        private int looksLeft;

        /** What it meters; null: nothing. */
        private Meter meter;

        private Subscription(String id, String requestId, String status, int looksLeft) {
            this.id = id;
            this.requestId = requestId;
            this.status = status;
            this.looksLeft = looksLeft;
        }

        Map<String, String> json() {
            return Map.of("id", id, "status", status);
        }
    }

    Subscription create(String requestId) {
        return add(requestId, looks == 0 ? "active" : "provisioning", looks);
    }

    Subscription register(String status) {
        return add("", status, 0);
    }

    void meter(String id, Meter meter) {
        byId.get(id).meter = meter;
    }

    /** In the order of their subscriptions. */
    List<Meter> meters() {
        return byId.values().stream()
                .map(known -> known.meter)
                .filter(Objects::nonNull)
                .toList();
    }

    private Subscription add(String requestId, String status, int looksLeft) {
        String id = "SUB-" + Digits.of(++last, 6);
        Subscription made = new Subscription(id, requestId, status, looksLeft);
        byId.put(id, made);
        return made;
    }

    /** Null when there is none. */
    Subscription get(String id) {
        return byId.get(id);
    }

    /** Counts the look. Null when there is none. */
    Subscription look(String id) {
        Subscription known = byId.get(id);
        if (known != null && known.status.equals("provisioning") && known.looksLeft > 0 && --known.looksLeft == 0) {
            known.status = "active";
        }
        return known;
    }

    List<Map<String, String>> ofRequest(String requestId) {
        List<Map<String, String>> found = new ArrayList<>();
        for (Subscription known : byId.values()) {
            if (known.requestId.equals(requestId)) {
                found.add(look(known.id).json());
            }
        }
        return found;
    }

    void activate(String id) {
        Subscription known = byId.get(id);
        if (known == null || !known.status.equals("provisioning")) {
            throw new IllegalStateException("Subscription " + id + " is " + (known == null ? "not known" : known.status)
                    + ", not provisioning");
        }
        known.status = "active";
    }
}
