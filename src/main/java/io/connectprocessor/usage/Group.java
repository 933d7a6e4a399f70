package io.connectprocessor.usage;

import java.util.Comparator;

/** What one usage file is for, beside the period: one product, contract, currency and schema. */
record Group(String product, String contract, String currency, UsageSchema schema) implements Comparable<Group> {

    private static final Comparator<Group> ORDER = Comparator.comparing(Group::product)
            .thenComparing(Group::contract)
            .thenComparing(Group::currency)
            .thenComparing(Group::schema);

    @Override
    public int compareTo(Group other) {
        return ORDER.compare(this, other);
    }

    /** Plain letters, digits, hyphens, dots: it needs no quotes in RQL. */
    String externalId(Period period, int revision) {
        return String.join(
                ".",
                product,
                contract,
                period.label(),
                currency.isEmpty() ? "none" : currency,
                schema.label(),
                "v" + revision);
    }
}
