package io.connectprocessor.usage;

import io.connectprocessor.ledger.UsageFile;
import io.connectprocessor.ledger.UsagePeriod;
import java.util.List;

/**
 * How usage reporting stands.
 *
 * @param due months that are over and not reported yet, oldest first
 * @param periods every month that was begun
 * @param files every usage file
 */
public record UsageStatus(List<Period> due, List<UsagePeriod> periods, List<UsageFile> files) {

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
