package io.connectprocessor.usage;

import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsageLedger;
import io.connectprocessor.ledger.UsagePeriod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How usage reporting stands.
 *
 * @param due months that are over and not reported yet, oldest first
 * @param periods every month that was begun
 * @param files every usage file
 */
public record UsageStatus(List<Period> due, List<UsagePeriod> periods, List<UsageFile> files) {

    /** By the ledger alone; no call is made and nothing written. */
    public static UsageStatus of(UsageLedger ledger, UsageOptions options, Instant now) {
        List<UsagePeriod> periods = ledger.periods();
        TreeSet<Period> due = new TreeSet<>();
        for (String product : options.products()) {
            Optional<Period> noted = ledger.firstPeriod(product).map(Period::parse);
            Period first = options.since() != null ? options.since() : noted.orElse(Period.current(now));
            for (Period period = first; period.isClosed(now, options.closedFor()); period = period.next()) {
                String label = period.label();
                boolean over = periods.stream()
                        .anyMatch(row -> row.product().equals(product)
                                && row.period().equals(label)
                                && row.state() != UsagePeriod.State.OPEN);
                if (!over) {
                    due.add(period);
                }
            }
        }
        return new UsageStatus(List.copyOf(due), periods, ledger.files(null));
    }

    /** Files and months that only a person moves on. */
    public long parked() {
        return files.stream().filter(file -> file.state().parked()).count()
                + periods.stream()
                        .filter(period -> period.state() == UsagePeriod.State.PARKED)
                        .count();
    }

    /** Records that are kept aside, at the last look at each month. */
    public long setAside() {
        return periods.stream()
                .collect(java.util.stream.Collectors.toMap(UsagePeriod::period, UsagePeriod::setAside, Math::max))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public boolean needsAPerson() {
        return parked() > 0 || setAside() > 0;
    }
}
