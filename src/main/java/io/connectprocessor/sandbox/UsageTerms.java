package io.connectprocessor.sandbox;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** What a usage file is about: every record in it must keep to this. */
record UsageTerms(Product product, Party contract, LocalDate from, LocalDate to) {

    String environment() {
        return Directory.environment(contract);
    }

    /** Lower case, as usage files write it; the product writes it in upper case. */
    String schema() {
        return product.payAsYouGo().schema().toLowerCase(java.util.Locale.ROOT);
    }

    boolean wantsAmount() {
        return !schema().equals("qt");
    }

    boolean wantsTier() {
        return schema().equals("tr");
    }

    List<String> customColumns() {
        return product.payAsYouGo().customFields().stream()
                .map(name -> "v." + name)
                .toList();
    }

    LocalDateTime start() {
        return from.atStartOfDay();
    }

    /** The last second of it. */
    LocalDateTime end() {
        return to.atTime(23, 59, 59);
    }
}
