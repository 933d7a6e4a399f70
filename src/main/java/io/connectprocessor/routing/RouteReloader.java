package io.connectprocessor.routing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings saved route files into a running context. Every 500 ms it looks at the directory; when the files have been still for 500 ms it
 * validates them all, holds the work for at most 60 s, and exchanges the routes of the files that changed. While anything is wrong in the
 * folder, or when an exchange fails, the old routes keep running and the log says why, once for each content. Thread-safe.
 *
 * <p>For a context of its own: a file with a {@code routeConfiguration} replaces every one without an id in the context.
 */
public final class RouteReloader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration STILL = Duration.ofMillis(500);
    private static final Duration HOLD = Duration.ofSeconds(60);

    private final Path directory;
    private final RouteValidator validator;
    private final Quiesce quiesce;
    private final RouteSwap swap;
    private final Clock clock;
    private final Duration interval;
    private final Duration holdAtMost;

    private RouteFolder running;
    private RouteFolder seen;
    private Instant seenAt;
    private RouteFolder validated;
    private RouteFolder refused;
    private Instant notBefore = Instant.MIN;
    private ScheduledExecutorService thread;
    private volatile ReloadState state = new ReloadState(null, List.of(), null, false);

    /**
     * Takes the files as they are now for those that run: construct it right before the context loads them, so that no edit is missed.
     *
     * @param quiesce holds the work; its hold may take up to 60 s
     */
    public RouteReloader(CamelContext context, Path routesDirectory, RouteValidator validator, Quiesce quiesce) {
        this(context, routesDirectory, validator, quiesce, Clock.systemUTC(), INTERVAL, HOLD);
    }

    /**
     * The same with other times, for tests.
     *
     * @param clock measures how long files have been still
     * @param interval between two looks at the directory
     * @param holdAtMost longest wait for the work to come to rest; also the pause before it is tried again
     */
    public RouteReloader(
            CamelContext context,
            Path routesDirectory,
            RouteValidator validator,
            Quiesce quiesce,
            Clock clock,
            Duration interval,
            Duration holdAtMost) {
        this.directory = routesDirectory;
        this.validator = validator;
        this.quiesce = quiesce;
        this.swap = new RouteSwap(context, validator.message());
        this.clock = clock;
        this.interval = interval;
        this.holdAtMost = holdAtMost;
        this.running = RouteFolder.read(routesDirectory);
        this.seen = running;
        this.seenAt = clock.instant();
    }

    /** Begins to watch, on a daemon thread. Start it after the context. */
    public synchronized void start() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread daemon = new Thread(task, "route-reloader");
                daemon.setDaemon(true);
                return daemon;
            });
            thread.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the watch, after an exchange that is under way. Close it before the context stops. */
    @Override
    public void close() {
        ScheduledExecutorService watching;
        synchronized (this) {
            watching = thread;
            thread = null;
        }
        if (watching != null) {
            watching.shutdownNow();
            try {
                if (!watching.awaitTermination(holdAtMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("An exchange of routes is still under way.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where the reloading stands. Never waits. */
    public ReloadState state() {
        return state;
    }

    private void look() {
        try {
            check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Thrown on, it would end the watch for good.
            LOG.error(
                    "The route files in {} could not be looked at; the routes keep running. Trying again.",
                    directory,
                    e);
        }
    }

    /**
     * Looks at the directory once, and does what is due. The watch calls it; tests may, without a watch.
     *
     * @throws InterruptedException while it waited for the work to come to rest; nothing was exchanged
     */
    public synchronized void check() throws InterruptedException {
        RouteFolder folder = RouteFolder.read(directory);
        Instant now = clock.instant();
        if (!folder.equals(seen)) {
            seen = folder;
            seenAt = now;
        }
        if (folder.equals(running)) {
            settled();
        } else if (!now.isBefore(seenAt.plus(STILL)) && !folder.equals(refused) && !now.isBefore(notBefore)) {
            take(folder);
        }
    }

    private void settled() {
        if (refused != null) {
            LOG.info("The route files are again what runs.");
        }
        refused = null;
        state = new ReloadState(state.reloadedAt(), List.of(), null, false);
    }

    private void take(RouteFolder folder) throws InterruptedException {
        if (!folder.equals(validated)) {
            List<RouteFinding> findings = validator.validate(folder);
            if (!findings.isEmpty()) {
                refuse(folder, findings);
                return;
            }
            validated = folder;
        }
        // Whatever happens now, the work gets as much time as the hold took from it before the next one.
        notBefore = clock.instant().plus(holdAtMost);
        try {
            if (quiesce.hold(holdAtMost)) {
                exchange(folder);
                notBefore = Instant.MIN;
            } else {
                notBefore = clock.instant().plus(holdAtMost);
                state = new ReloadState(state.reloadedAt(), List.of(), null, true);
                LOG.warn(
                        "The saved routes wait: the work did not come to rest within {} s. The old routes keep running; trying again in {} s.",
                        holdAtMost.toSeconds(),
                        holdAtMost.toSeconds());
            }
        } finally {
            quiesce.letGo();
        }
    }

    private void exchange(RouteFolder folder) {
        try {
            List<String> files = swap.exchange(running, folder);
            running = folder;
            refused = null;
            state = new ReloadState(clock.instant(), List.of(), null, false);
            LOG.info("Took effect: {}.", String.join(", ", files));
        } catch (RouteSwapException e) {
            LOG.debug("The exchange of routes failed.", e);
            refuse(folder, List.of(e.finding()));
        }
    }

    private void refuse(RouteFolder folder, List<RouteFinding> findings) {
        refused = folder;
        state = new ReloadState(state.reloadedAt(), findings, clock.instant(), false);
        findings.forEach(finding -> LOG.warn("{}", finding));
        LOG.warn("The saved routes are not used; the old ones keep running until the files are corrected.");
    }
}
