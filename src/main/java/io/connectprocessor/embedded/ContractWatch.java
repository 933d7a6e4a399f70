package io.connectprocessor.embedded;

import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.contract.Contracts;
import io.connectprocessor.contract.Drift;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the products with contracts and routes: at the start, and while the processor runs every {@code contract.check-every}, 24 h by
 * default. What differs is logged as a warning, one line each, and counted. Thread-safe.
 */
public final class ContractWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ContractWatch.class);

    /** A check that could not be made is made again after that long, if that is sooner. */
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Settings settings;
    private final Supplier<ConnectComponent> component;
    private final Clock clock;
    private final ProductContracts contracts;
    private volatile int findings = -1;
    private volatile Instant checkedAt;
    private volatile ScheduledFuture<?> nextCheck;

    public ContractWatch(Settings settings, Supplier<ConnectComponent> component, Clock clock) {
        this.settings = settings;
        this.component = component;
        this.clock = clock;
        this.contracts = new ProductContracts(settings);
    }

    /**
     * Before anything is started: whether the contracts can be read.
     *
     * @throws ConfigurationException with all findings, each with file, line and what to do
     */
    public void checkFiles() {
        Contracts read = contracts.read();
        if (!read.findings().isEmpty()) {
            throw new ConfigurationException(lines(read.findings()), null);
        }
        read.all().stream()
                .filter(contract -> !settings.products().contains(contract.product()))
                .forEach(unused ->
                        LOG.info("{} is not used: connect.products does not name {}", unused.file(), unused.product()));
    }

    /**
     * Before the first effect. With {@code contract.strict} what differs stops the start; without it, nothing does.
     *
     * @throws ConfigurationException with all that differs, when strict
     * @throws FailedException when strict and Connect cannot be asked now
     */
    public void atStart() {
        if (!settings.contractStrict()) {
            check();
            return;
        }
        List<String> drift = compare(contracts.read());
        if (!drift.isEmpty()) {
            throw new ConfigurationException(lines(drift), null);
        }
    }

    /** Logs all that differs; says whether Connect could be asked. */
    public boolean check() {
        try {
            compare(contracts.read()).forEach(drift -> LOG.warn("{}", drift));
            return true;
        } catch (FailedException failed) {
            LOG.warn("The products could not be compared with their contracts: {}", said(failed));
            return false;
        } catch (RuntimeException bug) {
            // It only warns, and never ends what runs.
            LOG.error("The products could not be compared with their contracts", bug);
            return true;
        }
    }

    public void schedule(ScheduledExecutorService executor) {
        later(executor, settings.contractCheckEvery());
    }

    /** Before its executor is stopped, which otherwise waits 10 s for a check that is due tomorrow. */
    public void stop() {
        ScheduledFuture<?> next = nextCheck;
        if (next != null) {
            next.cancel(false);
        }
    }

    private void later(ScheduledExecutorService executor, Duration wait) {
        nextCheck = executor.schedule(() -> again(executor), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void again(ScheduledExecutorService executor) {
        Duration every = settings.contractCheckEvery();
        Duration next = every;
        try {
            next = check() || every.compareTo(SOON) < 0 ? every : SOON;
        } finally {
            if (!executor.isShutdown()) {
                later(executor, next);
            }
        }
    }

    private List<String> compare(Contracts read) {
        List<String> found = new ArrayList<>();
        read.findings().forEach(fault -> found.add(fault.toString()));
        // The settings' templates as well: what was there at the start may be gone a day later.
        StartUpCheck start = new StartUpCheck(component.get(), settings);
        for (String product : settings.products()) {
            for (Drift drift : contracts.drift(product, read, component.get().connect())) {
                found.add(drift.toString());
            }
            try {
                start.templates(product);
            } catch (ConfigurationException missing) {
                found.add(missing.getMessage());
            }
        }
        findings = found.size();
        checkedAt = clock.instant();
        if (found.isEmpty()) {
            LOG.debug("The products are as contracts and routes say");
        }
        return found;
    }

    private static String said(FailedException failed) {
        return Redaction.ofText(failed.sentences(), null);
    }

    private static String lines(List<?> findings) {
        return findings.stream().map(String::valueOf).collect(Collectors.joining(System.lineSeparator()));
    }

    /** How much differed at the last check; not a number before the first. */
    double findings() {
        return findings < 0 ? Double.NaN : findings;
    }

    /** When it was checked last, seconds since 1970; 0 before the first time. */
    double checkedAt() {
        return checkedAt == null ? 0 : checkedAt.getEpochSecond();
    }
}
