package io.connectprocessor.embedded;

import com.zaxxer.hikari.HikariDataSource;
import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.component.Intake;
import io.connectprocessor.failure.FailedException;
import io.connectprocessor.failure.Redaction;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.operations.ManagedProcessor;
import io.connectprocessor.routing.GuestRoutes;
import io.connectprocessor.routing.RouteFiles;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.settings.Sources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor as a guest in a CamelContext that is there already: the component {@code connect:}, the ledger, and the product's routes, each
 * replaceable by a file of the host's.
 *
 * <pre>{@code
 * ConnectProcessor.builder(Map.of("connect.api-key", key, "connect.products", "PRD-…", "vendor.api-url", url))
 *         .routes("connect-routes")
 *         .build()
 *         .addTo(context);
 * }</pre>
 *
 * <p>It begins when the context has started and Connect has confirmed products and templates; while Connect cannot be asked, or denies one,
 * {@link #health()} is down with the reason, the context runs, and it is asked again. It ends with the context: what is on its way
 * is given {@code shutdown.grace} before the host's routes stop, and what is unfinished then goes back to the ledger when that is closed.
 *
 * <p>Of the context it takes the names that begin with the prefix, and leaves all else as it is: it has an HTTP client, a Quartz scheduler and
 * keys of its own, and its error policy is for its own routes. One instance belongs to one context, and
 * begins again when that is stopped and started again; {@link #stop()} takes it out for good. Several may live in one JVM, each with a
 * ledger of its own or all with one on PostgreSQL. Thread-safe.
 */
public final class ConnectProcessor extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectProcessor.class);

    private final Settings settings;
    private final Path directory;
    private final Function<LedgerOptions, Ledger> ledgers;
    private final boolean closesLedger;
    private final boolean given;
    private final DataSource source;
    private final Function<CamelContext, RouteFiles> files;
    private final Set<String> inCode;
    private final boolean hasFilesOfTheHost;
    private final String prefix;
    private final boolean schedules;
    private final boolean asks;
    private final boolean registersHealth;
    private final Clock clock;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Deque<Undo> undoing = new ArrayDeque<>();
    private volatile ConnectComponent component;
    private volatile CountDownLatch ending = new CountDownLatch(1);
    private CamelContext context;
    private boolean hasJoinedBefore;
    private boolean listens;
    private GuestRoutes routes;
    private EventOutlet events;
    private ManagedProcessor managed;
    private QuartzComponent scheduler;
    private BrokerQueue queue;
    private IntakeHealthCheck intakeCheck;
    private RoutesHealthCheck routesCheck;
    private volatile Ledger ledger;
    private volatile State state = State.NEW;

    private enum State {
        NEW("The context has not started."),
        JOINED("The context has not started."),
        RUNNING(null),
        ENDED("The context has ended."),
        STOPPED("The processor was stopped.");

        private final String reason;

        State(String reason) {
            this.reason = reason;
        }
    }

    /** Takes back one thing that was done to the context. */
    private interface Undo {
        void run() throws Exception;
    }

    private ConnectProcessor(Builder builder) {
        given = builder.given;
        source = builder.source;
        settings = Settings.resolve(Sources.given(builder.settings, builder.places, builder.directory, given));
        settings.warnings().forEach(warning -> LOG.warn("{}", warning));
        directory = builder.directory;
        ledgers = builder.ledgers;
        closesLedger = builder.closesLedger;
        files = builder.files;
        inCode = builder.inCode;
        prefix = builder.prefix;
        hasFilesOfTheHost = builder.hasFilesOfTheHost;
        schedules = builder.schedules;
        asks = builder.asks;
        registersHealth = builder.registersHealth;
        clock = builder.clock;
        component = new SettledComponent(settings, clock).component();
    }

    /**
     * @param settings by the keys of {@code docs/configuration.md}, of which {@code connect.api-key}, {@code connect.products} and {@code
     *     vendor.api-url} are needed, and keys of your own that your routes name. No file, environment or {@code -D} is looked at beside them
     */
    public static Builder builder(Map<String, String> settings) {
        return builder(settings, Map.of());
    }

    /**
     * As {@link #builder(Map)}.
     *
     * @param places where each setting comes from, by its key, for messages about it
     */
    public static Builder builder(Map<String, String> settings, Map<String, String> places) {
        return new Builder(settings, places);
    }

    /** What a host decides; for one thread. */
    public static final class Builder {

        private static final Pattern PREFIX = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

        private final Map<String, String> settings;
        private final Map<String, String> places;
        private Path directory = Path.of("").toAbsolutePath();
        private Function<LedgerOptions, Ledger> ledgers = Ledgers::open;
        private boolean closesLedger = true;
        private boolean given;
        private DataSource source;
        private Function<CamelContext, RouteFiles> files = host -> RouteFiles.packed();
        private boolean hasFilesOfTheHost;
        private Set<String> inCode = Set.of();
        private String prefix = "";
        private boolean schedules = true;
        private boolean asks = true;
        private boolean registersHealth = true;
        private Clock clock = Clock.systemUTC();

        private Builder(Map<String, String> settings, Map<String, String> places) {
            this.settings = Map.copyOf(settings);
            this.places = Map.copyOf(places);
        }

        /** An open ledger, which stays open when the context ends; in place of {@code ledger.url}. */
        public Builder ledger(Ledger open) {
            ledgers = options -> open;
            closesLedger = false;
            given = true;
            source = null;
            return this;
        }

        /**
         * A PostgreSQL database of the host's that the ledger is to be in; in place of {@code ledger.url}. It stays open when the context ends. With
         * {@code poll.clustered} Quartz takes up to 5 connections more, and the contexts of all nodes have the same name; the source itself limits
         * how long a transaction of a node that stands still lasts ({@code idle_in_transaction_session_timeout}), for Quartz sets no limit.
         */
        public Builder dataSource(DataSource source) {
            ledgers = options -> Ledgers.open(options, source);
            closesLedger = true;
            given = true;
            this.source = source;
            return this;
        }

        /** A directory of route files: each replaces the product's of the same name, or is added to them. */
        public Builder routes(Path folder) {
            files = host -> RouteFiles.packed().with(RouteFiles.in(folder));
            hasFilesOfTheHost = true;
            return this;
        }

        /** As {@link #routes(Path)}, a folder of the class path, such as {@code connect-routes}. */
        public Builder routes(String classpathFolder) {
            files = host -> RouteFiles.packed().with(RouteFiles.in(host, classpathFolder));
            hasFilesOfTheHost = true;
            return this;
        }

        /**
         * Leaves out the product's routes of these names, such as {@code on-purchase}: the context has its own, in Java or XML, from {@code direct:} and the
         * same name, without prefix. They have no error handler ({@code errorHandler(noErrorHandler())}), so that a failure reaches the product's.
         */
        public Builder routesInCode(String... names) {
            inCode = Set.of(names);
            return this;
        }

        /** A directory that holds the whole program: nothing of the product's is added to it. */
        public Builder onlyRoutes(Path folder) {
            files = host -> RouteFiles.in(folder);
            hasFilesOfTheHost = true;
            return this;
        }

        /**
         * What stands before the ids of routes and steps, {@code direct:} names and the component's name, such as {@code acme-}; none by default.
         * For a context with names like ours, or with a second processor.
         *
         * @throws IllegalArgumentException when it is not letters, digits and hyphens, a letter first
         */
        public Builder routePrefix(String before) {
            if (!before.isEmpty() && !PREFIX.matcher(before).matches()) {
                throw new IllegalArgumentException(
                        "The route prefix \"" + before
                                + "\" cannot stand before names. Write letters, digits and hyphens, a letter first, such as acme-");
            }
            prefix = before;
            return this;
        }

        /** Leaves the {@code *-trigger} routes out: the host sends to {@code direct:poll} when it wants a poll. */
        public Builder withoutSchedules() {
            schedules = false;
            return this;
        }

        /** Begins as soon as the context has started: the route files are not checked, and Connect is not asked for products and templates; for tests. */
        public Builder withoutStartUpCheck() {
            asks = false;
            return this;
        }

        /** Leaves the context's registry of health checks alone: the host asks {@link ConnectProcessor#health()}. */
        public Builder withoutHealthChecks() {
            registersHealth = false;
            return this;
        }

        /** Where relative paths of the settings start; the working directory of the JVM by default. */
        public Builder directory(Path start) {
            directory = start.toAbsolutePath();
            return this;
        }

        /** The time for component and embedded ledger, for tests; the system's by default. */
        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /** @throws io.connectprocessor.settings.SettingsException with all that is wrong with the settings */
        public ConnectProcessor build() {
            return new ConnectProcessor(this);
        }
    }

    /**
     * Joins a context, before or after its start. Until the context initialises nothing is opened and no route is there.
     *
     * <p>What the context's start then throws, or this method when the context runs already: {@link ConfigurationException} with all that is
     * wrong with the host's route files; {@link IllegalStateException} when the context has routes or a component of our names; {@link
     * io.connectprocessor.ledger.LedgerException} when the ledger cannot be opened.
     *
     * <p>When this method throws, a context that runs is as it was, and it may be called again. When the context's start throws, the next start tries
     * again; {@link #stop()} takes this processor out.
     *
     * @return this
     * @throws IllegalStateException when this is part of a context already, or was stopped
     */
    public ConnectProcessor addTo(CamelContext host) throws Exception {
        if (context != null) {
            throw new IllegalStateException("This processor is part of a context already. Build one for each context.");
        }
        context = host;
        host.addLifecycleStrategy(lifecycle);
        try {
            if (host.isStarted()) {
                join();
                begin();
            } else {
                listen();
            }
        } catch (Exception | Error e) {
            host.getLifecycleStrategies().remove(lifecycle);
            context = null;
            throw e;
        }
        return this;
    }

    /** Between its initialisation and its start a context takes no routes: then they come once it has started. */
    private synchronized void listen() throws Exception {
        if (!listens) {
            listens = true;
            context.addStartupListener((started, already) -> {
                join();
                begin();
            });
        }
    }

    private synchronized void join() throws Exception {
        if (state != State.NEW && state != State.ENDED) {
            return;
        }
        if (hasJoinedBefore) {
            component = new SettledComponent(settings, clock).component();
        }
        hasJoinedBefore = true;
        ending = new CountDownLatch(1);
        state = State.JOINED;
        orAsItWas(() -> {
            RouteFiles all = files.apply(context).without(inCode::contains);
            routes = new GuestRoutes(schedules ? all : all.without(name -> name.endsWith("-trigger")), prefix, keys());
            refuseClashes();
            if (hasFilesOfTheHost && asks) {
                new HostFiles(settings, context).check(routes.files());
            }
            enter();
        });
    }

    private void orAsItWas(Undo step) throws Exception {
        try {
            step.run();
        } catch (Exception | Error e) {
            ending.countDown();
            undo();
            state = State.NEW;
            throw e;
        }
    }

    private void undo() {
        while (!undoing.isEmpty()) {
            try {
                undoing.pop().run();
            } catch (Exception e) {
                LOG.warn("Something of the processor stays in the context {}: {}", context.getName(), e.getMessage());
            }
        }
    }

    private void enter() throws Exception {
        ledger = ledgers.apply(LedgerSetup.options(settings, directory).withClock(clock));
        if (closesLedger) {
            undoing.push(ledger::close);
        }
        refuseUnshared();
        component.setLedger(ledger);
        Optional<HikariDataSource> usageDatabase = UsageSetup.database(settings);
        usageDatabase.ifPresent(database -> undoing.push(database::close));
        component.setUsageDatabase(usageDatabase.orElse(null));
        queue = null;
        if (settings.queueAtBroker()) {
            BrokerJars.check(context, "queue.requests");
            queue = new BrokerQueue(settings);
            undoing.push(queue::close);
            queue.join(component);
            undoing.push(() -> remove(routes.broker()));
            queue.join(context, routes.broker());
        }
        PropertiesSource keys = new OwnKeys(routes.namespace(), routes.properties());
        undoing.push(
                () -> context.getPropertiesComponent().getPropertiesSources().remove(keys));
        context.getPropertiesComponent().addPropertiesSource(keys);
        undoing.push(() -> remove(routes.component()));
        context.addComponent(routes.component(), component);
        events = new EventOutlet(settings, routes::named);
        undoing.push(() -> {
            events.leave();
            remove(EventOutlet.component(prefix));
        });
        events.join(context, prefix);
        scheduler = null;
        if (schedules) {
            scheduler = scheduler();
            undoing.push(() -> remove(routes.schedules()));
            context.addComponent(routes.schedules(), scheduler);
        }
        undoing.push(this::removeRoutes);
        PluginHelper.getRoutesLoader(context).loadRoutes(routes.resources().toArray(Resource[]::new));
        registerHealth();
        undoing.push(() -> context.removeService(this));
        context.addService(this, true, true);
    }

    /** What {@code ledger.url} cannot tell when it does not count. */
    private void refuseUnshared() {
        if (given && settings.queueAtBroker() && !ledger.shared()) {
            throw new ConfigurationException(
                    "queue.requests is a queue of several nodes, but the ledger that was given belongs to one process alone."
                            + " Give one in PostgreSQL, or leave queue.requests out.",
                    null);
        }
        if (given && source == null && schedules && settings.pollClustered()) {
            throw new ConfigurationException(
                    "poll.clustered is true, but the ledger was given open, and its database is not known to the schedule."
                            + " Give its DataSource in place of it, or set poll.clustered=false.",
                    null);
        }
    }

    private void remove(String name) throws Exception {
        Component gone = context.removeComponent(name);
        for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
            if (endpoint instanceof DefaultEndpoint its && its.getComponent() == gone && gone != null) {
                context.removeEndpoint(endpoint);
            }
        }
        // Camel has stopped it, no more.
        ServiceHelper.stopAndShutdownService(gone);
    }

    private void removeRoutes() throws Exception {
        for (String name : routes.files().names()) {
            RouteDefinition route = model().getRouteDefinition(routes.route(name));
            if (route != null) {
                model().removeRouteDefinition(route);
            }
        }
        for (RouteConfigurationDefinition policy : List.copyOf(model().getRouteConfigurationDefinitions())) {
            if (routes.isOurs(policy.getId())) {
                model().removeRouteConfiguration(policy);
            }
        }
    }

    private void registerHealth() {
        intakeCheck = new IntakeHealthCheck(prefix + "connect-intake", component, this::overdue, clock);
        routesCheck = new RoutesHealthCheck(
                prefix + "connect-routes",
                context,
                RoutesHealthCheck.NEEDED.stream()
                        .filter(routes.files()::contains)
                        .map(routes::route)
                        .toList());
        if (registersHealth) {
            register(intakeCheck);
            register(routesCheck);
            if (events.isWanted()) {
                register(new EventsHealthCheck(prefix + "connect-events", events));
            }
        }
    }

    private void register(HealthCheck check) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            undoing.push(() -> registry.unregister(check));
            registry.register(check);
        }
    }

    /** Three polls missed, and the time that a call may take. Who polls by other means than Quartz is nobody that we could call late. */
    private Optional<Duration> overdue() {
        Route trigger = context.getRoute(routes.route("poll-trigger"));
        return trigger != null && trigger.getEndpoint() instanceof QuartzEndpoint schedule && schedule.getCron() != null
                ? Optional.of(new PollSchedule(schedule.getCron())
                        .interval()
                        .multipliedBy(3)
                        .plus(settings.httpResponseTimeout()))
                : Optional.empty();
    }

    private Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>(settings.all());
        // The host may have a queue called requests, and a component jms.
        keys.computeIfPresent(
                "queue.requests",
                (key, uri) -> settings.isSet(key)
                        ? uri.replaceFirst("^jms:", prefix + "connect-jms:")
                        : uri.replaceFirst("^seda:", "seda:" + prefix + "connect-"));
        return keys;
    }

    private void refuseClashes() {
        List<String> taken = new ArrayList<>();
        for (String name : routes.files().names()) {
            if (context.getRoute(routes.route(name)) != null
                    || model().getRouteDefinition(routes.route(name)) != null) {
                taken.add("a route " + routes.route(name));
            }
        }
        if (context.hasComponent(routes.component()) != null) {
            taken.add("a component " + routes.component());
        }
        if (!taken.isEmpty()) {
            throw new IllegalStateException("The context has " + String.join(", ", taken)
                    + " already. Give the processor a routePrefix, such as connect-, or rename yours.");
        }
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** With threads that bear our name; Quartz gives one scheduler to all who say the same, so each has its own. */
    private QuartzComponent scheduler() {
        QuartzComponent quartz = new QuartzComponent();
        quartz.setEnableJmx(false);
        Map<String, Object> properties = new HashMap<>();
        properties.put("org.quartz.scheduler.instanceName", routes.schedules() + "-" + UUID.randomUUID());
        properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.put("org.quartz.threadPool.threadNamePrefix", routes.schedules());
        // A poll waits in its thread while the work is behind; what else has a schedule must not wait for it.
        properties.put("org.quartz.threadPool.threadCount", "3");
        properties.put("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        if (settings.pollClustered()) {
            properties.putAll(clustered());
        }
        quartz.setProperties(properties);
        return quartz;
    }

    private Map<String, String> clustered() {
        String connections = routes.schedules() + "-" + UUID.randomUUID();
        ClusteredSchedule schedule = new ClusteredSchedule(prefix + "connect", connections);
        if (source == null) {
            return schedule.properties(settings);
        }
        undoing.push(HostConnections.register(connections, source)::shutdown);
        return schedule.properties();
    }

    private synchronized void begin() throws Exception {
        if (state == State.JOINED) {
            orAsItWas(this::work);
        }
    }

    private void work() throws Exception {
        // Camel starts those that are there when a context starts.
        if (scheduler != null && !scheduler.getScheduler().isStarted()) {
            scheduler.getScheduler().start();
        }
        undoing.push(events::close);
        events.begin(context, ledger);
        managed = null;
        if (settings.managementJmx()) {
            managed = new ManagedProcessor(
                    context,
                    prefix,
                    ledger,
                    intake(),
                    () -> Optional.ofNullable(health().reason()),
                    settings.shutdownGrace());
            undoing.push(managed::close);
            managed.register();
        }
        if (context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null) {
            undoing.push(() -> HostMeters.unbind(context, routes.namespace()));
            HostMeters.bind(context, routes.namespace(), component, ledger, events, clock);
        }
        ScheduledExecutorService retention =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "connect-retention");
        undoing.push(() -> context.getExecutorServiceManager().shutdownNow(retention));
        new LedgerRetention(ledger).schedule(retention);
        if (queue != null) {
            queue.begin(context, intake());
        }
        state = State.RUNNING;
        if (asks) {
            context.getExecutorServiceManager()
                    .newThread("connect-start", this::ask)
                    .start();
        } else {
            intake().letGo();
        }
    }

    private void ask() {
        try {
            Optional<String> why = new Beginning(
                            this::begun, settings.retryFirstDelay(), settings.retryMaxDelay(), System::nanoTime)
                    .run(null, wait -> ending.await(wait.toNanos(), TimeUnit.NANOSECONDS));
            if (why.isEmpty()) {
                LOG.info("Running: products {}, environments {}", settings.products(), settings.environments());
                new PollSchedule(settings.pollCron()).fireNow(context.getRoute(routes.route("poll-trigger")));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries to begin the work; empty when it has begun, otherwise why not. */
    private Optional<String> begun() {
        Optional<String> away = component.handoverAway();
        if (away.isPresent()) {
            return notBegun(away.get());
        }
        try {
            new StartUpCheck(component, settings).run();
            intake().letGo();
            return Optional.empty();
        } catch (FailedException failed) {
            return notBegun(Redaction.ofText(failed.sentences(), null));
        } catch (ConfigurationException wrong) {
            return notBegun(wrong.getMessage());
        }
    }

    private Optional<String> notBegun(String why) {
        intake().notBegun(why);
        return Optional.of(why);
    }

    /** Another one each time that the context starts again. */
    public ConnectComponent component() {
        return component;
    }

    /** Null before the context has initialised. */
    public Ledger ledger() {
        return ledger;
    }

    /** Available once the context has initialised. */
    public Intake intake() {
        return component.intake();
    }

    /** Whether requests are taken now. Answers at once. The same is in the context's health checks, as connect-intake and connect-routes. */
    public Health health() {
        return Health.ofReason(
                state == State.RUNNING
                        ? intakeCheck.reason().or(routesCheck::reason).orElse(null)
                        : state.reason);
    }

    /** Nothing new is taken; what is on its way is waited for. */
    private void rest() {
        synchronized (this) {
            if (ending.getCount() == 0) {
                return;
            }
            ending.countDown();
        }
        try {
            if (component.isStarted()) {
                intake().hold(Duration.ZERO);
                if (queue != null) {
                    queue.shut();
                }
                intake().awaitQuiet(settings.shutdownGrace());
            }
            if (managed != null) {
                managed.close();
            }
            if (events != null) {
                events.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doStop() {
        rest();
        out(context != null && context.isStopping() ? State.ENDED : State.STOPPED);
    }

    private void out(State next) {
        if (context != null && next == State.STOPPED) {
            context.getLifecycleStrategies().remove(lifecycle);
        }
        undo();
        if (state != State.STOPPED) {
            state = next;
        }
    }

    private final class Lifecycle extends LifecycleStrategySupport {

        @Override
        public void onContextInitializing(CamelContext initializing) {
            try {
                // There already only when an earlier start failed after we had joined.
                out(State.ENDED);
                listen();
                join();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("The processor cannot join the context: " + e.getMessage(), e);
            }
        }

        @Override
        public void onContextStopping(CamelContext stopping) {
            rest();
            // One whose initialisation failed stops none of its services.
            if (stopping.isStopped()) {
                out(State.ENDED);
            }
        }
    }
}
