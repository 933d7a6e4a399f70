package io.connectprocessor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rows of {@link Seed#varied()}. */
final class VariedRows {

    static final String PRODUCT = "PRD-100-200-301";
    private static final List<String> TYPES =
            List.of("purchase", "change", "suspend", "resume", "cancel", "adjustment", "renew", "transfer");
    private static final List<String> STATUSES =
            List.of("draft", "inquiring", "approved", "failed", "scheduled", "revoking", "revoked");
    private static final List<String> QUANTITIES = List.of("10", "0", "2.5", "-1", "unlimited");
    private static final List<String> ENVIRONMENTS = List.of("production", "test", "preview");

    private final Seeding seeding;
    private final Instant oldest;
    private int count;

    private VariedRows(Seeding seeding) {
        this.seeding = seeding;
        this.oldest = seeding.now().minus(Duration.ofHours(8));
    }

    static void plant(Seeding seeding) {
        product(seeding);
        VariedRows rows = new VariedRows(seeding);
        TYPES.forEach(type -> rows.next(type).pending());
        STATUSES.forEach(status -> rows.next("purchase")
                .plannedDate(status.equals("scheduled") ? "2199-01-01T00:00:00+00:00" : null)
                .status(status)
                .plant());
        QUANTITIES.forEach(
                quantity -> rows.next("purchase").item("CALLS", quantity).pending());
        ENVIRONMENTS.forEach(
                environment -> rows.next("purchase").environment(environment).pending());
        for (int marketplace = 0; marketplace < 4; marketplace++) {
            rows.next("purchase").marketplace("MP-1000" + marketplace).pending();
        }
        rows.structured();
        while (rows.count < 39) {
            rows.next("change").item("SEAT", 30 + rows.count).pending();
        }
        rows.next("purchase").tiersFirst().plant();
    }

    private static void product(Seeding seeding) {
        seeding.product(PRODUCT, "Cloud Everything")
                .item("CALLS", "Calls", "minute", "Monthly", "PPU")
                .parameter("office", "ordering", "address")
                .parameter("hotline", "ordering", "phone")
                .parameter("modules", "ordering", "checkbox", "mail", "chat")
                .parameter("region", "ordering", "choice", "eu", "us")
                .parameter("size", "ordering", "dropdown", "small", "large")
                .parameter("settings", "fulfillment", "object")
                .parameter("console", "fulfillment", "url")
                .parameter("first_password", "fulfillment", "password")
                .parameter("about", "ordering", "heading")
                .uniqueParameter("tenant", "ordering", "subdomain")
                .create();
    }

    private RequestSeed next(String type) {
        count++;
        return seeding.request(type).product(PRODUCT).created(oldest.plusSeconds(60L * count));
    }

    private void structured() {
        next("purchase")
                .structuredParameter(
                        "office", Map.of("address_line1", "1 Harbour Road", "city", "Porto", "country", "PT"))
                .pending();
        next("purchase")
                .structuredParameter("hotline", Map.of("country_code", "+351", "phone_number", "1000001"))
                .pending();
        next("purchase")
                .structuredParameter("modules", Map.of("mail", true, "chat", false))
                .pending();
        next("purchase")
                .structuredParameter("settings", List.of(Map.of("key", "value")))
                .pending();
        next("purchase").parameter("region", "eu").parameter("size", "small").pending();
    }
}
