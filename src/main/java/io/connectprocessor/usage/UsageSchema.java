package io.connectprocessor.usage;

import java.util.Locale;
import java.util.Optional;

/** What a product's usage records say beside the quantity (OpenAPI 37.0: {@code capabilities.ppu.schema}). */
public enum UsageSchema {
    /** quantity alone */
    QT(false, false),
    /** the price, as an amount */
    PR(true, false),
    /** the cost, as an amount */
    CR(true, false),
    /** an amount for a tier */
    TR(true, true);

    private final boolean amount;
    private final boolean tier;

    UsageSchema(boolean amount, boolean tier) {
        this.amount = amount;
        this.tier = tier;
    }

    public boolean needsAmount() {
        return amount;
    }

    public boolean needsTier() {
        return tier;
    }

    /** Lower case, as usage files have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The product writes it in capitals, the file in small letters. */
    static Optional<UsageSchema> named(Object text) {
        for (UsageSchema schema : values()) {
            if (schema.name().equalsIgnoreCase(String.valueOf(text))) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }
}
