package io.connectprocessor.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.connectprocessor.component.ConnectComponent;
import io.connectprocessor.component.Intake;
import io.connectprocessor.component.Shadow;
import io.connectprocessor.embedded.BrokerQueue;
import io.connectprocessor.embedded.ClusteredSchedule;
import io.connectprocessor.embedded.ConfigurationException;
import io.connectprocessor.embedded.ContractWatch;
import io.connectprocessor.embedded.EventOutlet;
import io.connectprocessor.embedded.EventsHealthCheck;
import io.connectprocessor.embedded.IntakeHealthCheck;
import io.connectprocessor.embedded.LedgerRetention;
import io.connectprocessor.embedded.LedgerSetup;
import io.connectprocessor.embedded.Metrics;
import io.connectprocessor.embedded.PollSchedule;
import io.connectprocessor.embedded.RouteCheck;
import io.connectprocessor.embedded.RoutesHealthCheck;
import io.connectprocessor.embedded.SettledComponent;
import io.connectprocessor.embedded.Tally;
import io.connectprocessor.embedded.UsageSetup;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.LedgerOptions;
import io.connectprocessor.ledger.Ledgers;
import io.connectprocessor.operations.LedgerDeadLetters;
import io.connectprocessor.operations.ManagedProcessor;
import io.connectprocessor.operations.OperationsServer;
import io.connectprocessor.operations.OperatorFile;
import io.connectprocessor.routing.CheckedRoutes;
import io.connectprocessor.routing.Quiesce;
import io.connectprocessor.routing.RouteFinding;
import io.connectprocessor.routing.RouteReloader;
import io.connectprocessor.routing.RouteValidator;
import io.connectprocessor.settings.Settings;
import io.connectprocessor.usage.UsageOptions;
import io.connectprocessor.usage.UsageStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standalone processor: ledger, component, routes and management server in one camel-main. Start once, close once; several may live in
 * one JVM.
 */
public final class Processor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Processor.class);

    private final Settings settings;
    private final Path directory;
    private final Path routes;
    private final boolean once;
    private final ContractWatch contracts;
    private final Function<LedgerOptions, Ledger> ledgers;
    private final Clock clock;
    private final Shadow shadow;
    private final ShadowReport report;
    private volatile Beside<Ledger> opening;
    private Ledger ledger;
    private Beside<Vertx> vertx;
    private HikariDataSource usageDatabase;
    private ConnectComponent component;
    private Main main;
    private Tally tally;
    private Path operatorFile;
    private RouteValidator validator;
    private RouteReloader reloader;
    private BrokerQueue queue;
    private EventOutlet events;
    private IntakeHealthCheck readiness;
    private ManagedProcessor managed;
    private CamelCliStatus cli;
    private boolean closed;

    /**
     * @param directory the working directory: what the settings name is looked for below it
     * @param once without the trigger routes: somebody else says when to poll
     */
    public Processor(Settings settings, Path directory, boolean once) {
        this(settings, directory, once, Ledgers::open);
    }

    /** @param clock what component and embedded ledger take for the time, for tests */
    public Processor(Settings settings, Path directory, boolean once, Clock clock) {
        this(settings, directory, once, Ledgers::open, clock, null);
    }

    /** @param ledgers opens the ledger */
    public Processor(Settings settings, Path directory, boolean once, Function<LedgerOptions, Ledger> ledgers) {
        this(settings, directory, once, ledgers, Clock.systemUTC(), null);
    }

    /** One that sends and does nothing, and reports what it would have; it never opens the ledger of the settings. */
    public static Processor shadow(Settings settings, Path directory, boolean once, ShadowReport report) {
        return new Processor(settings, directory, once, Ledgers::open, Clock.systemUTC(), report);
    }

    /** @param report null for one that works; otherwise this is a shadow */
    private Processor(
            Settings settings,
            Path directory,
            boolean once,
            Function<LedgerOptions, Ledger> ledgers,
            Clock clock,
            ShadowReport report) {
        this.settings = settings;
        this.directory = directory;
        this.routes = directory.resolve(settings.routesDirectory());
        this.once = once;
        this.ledgers = ledgers;
        this.clock = clock;
        this.report = report;
        this.shadow = report == null
                ? null
                : new Shadow(settings.shadowAnswers(), Set.copyOf(settings.shadowHarmless()), report, clock);
        this.contracts = new ContractWatch(settings, this::component, clock);
    }

    /**
     * Checks the folder of routes, unless an earlier start has, with the same routes, settings and jars; before {@link #start()}.
     *
     * @throws ConfigurationException with all findings, each with file, line and what to do
     */
    public void checkRoutes() {
        // A shadow leaves no trace beside the ledger of the settings.
        List<RouteFinding> findings = OperatorFile.of(settings.ledgerUrl(), directory)
                .filter(besideLedger -> shadow == null)
                .map(besideLedger -> CheckedRoutes.of(besideLedger.resolveSibling("routes.checked"), settings.all())
                        .validate(routes, validator()::validate))
                .orElseGet(() -> validator().validate(routes));
        if (!findings.isEmpty()) {
            throw new ConfigurationException(
                    findings.stream().map(String::valueOf).collect(Collectors.joining(System.lineSeparator())), null);
        }
    }

    /**
     * Checks that the product contracts can be read; before {@link #start()}.
     *
     * @throws ConfigurationException with all findings, each with file, line and what to do
     */
    public void checkContracts() {
        contracts.checkFiles();
    }

    private RouteValidator validator() {
        if (validator == null) {
            validator = RouteCheck.validator(settings);
        }
        return validator;
    }

    /**
     * Opens the ledger and starts Camel, the two side by side for as long as Camel needs no ledger; intake is held until {@link Intake#letGo()}, so that
     * start-up checks come before the first effect. When it fails nothing is left open.
     *
     * @throws io.connectprocessor.ledger.LedgerException when the ledger cannot be opened
     */
    public void start() throws Exception {
        try {
            opening = Beside.begin("ledger-opening", this::openLedger);
            Beside.begin("trust-reading", Processor::readTrust);
            if (settings.managementEnabled()) {
                vertx = Beside.begin("vertx-making", Vertx::vertx);
            }
            startCamel();
        } catch (Exception | Error e) {
            throw closed(e);
        }
    }

    /** The JDK keeps most of what this takes, and each HTTP client needs it. What is wrong with it is told there. */
    private static SSLContext readTrust() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            LOG.debug("No TLS", e);
            return null;
        }
    }

    private Ledger openLedger() {
        if (shadow != null) {
            return shadow.ledger();
        }
        Ledger opened = ledgers.apply(ledgerOptions(settings, directory).withClock(clock));
        // Whoever holds the ledger is alone: a file that is there already was left by a processor that was killed.
        OperatorFile.of(settings.ledgerUrl(), directory).ifPresent(Processor::deleteQuietly);
        return opened;
    }

    /** What the ledger says comes before what Camel says, whichever was first. */
    private Exception closed(Throwable failure) throws Exception {
        Throwable first = failure;
        try {
            if (opening != null) {
                opening.await();
            }
        } catch (RuntimeException | Error refused) {
            first = refused;
        }
        close();
        if (first instanceof Error error) {
            throw error;
        }
        throw (Exception) first;
    }

    private void startCamel() throws Exception {
        component = configured();
        component.useLedger(opening::await);
        main = new ReadOnce(routes);
        // Camel's own puts a hook into the JVM that holds the context, with all that it ever was, until the JVM ends.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        // A misspelt direct: fails at once instead of blocking its caller for 30 s.
        main.addOverrideProperty("camel.component.direct.block", "false");
        if (settings.managementEnabled()) {
            // Camel 4.18 reads these as properties only. Its own timers of routes and exchanges cost a sixth of the CPU
            // of a
            // request; ours, by type and outcome, say more.
            main.addOverrideProperty("camel.metrics.enableRoutePolicy", "false");
            main.addOverrideProperty("camel.metrics.enabled", "true");
            main.addOverrideProperty("camel.metrics.enableExchangeEventNotifier", "false");
            main.addOverrideProperty("camel.metrics.enableRouteEventNotifier", "false");
            main.addOverrideProperty("camel.metrics.clearOnReload", "false");
        }
        if (!once && !settings.managementJmx()) {
            // Nobody looks there, and it loads a good part of JMX.
            main.addOverrideProperty("camel.component.quartz.enableJmx", "false");
        }
        settings.all().forEach(main::addOverrideProperty);
        if (settings.queueAtBroker() && shadow == null) {
            queue = new BrokerQueue(settings);
            queue.join(component);
        }
        if (shadow == null) {
            events = new EventOutlet(settings);
        }
        if (settings.pollClustered() && !once && shadow == null) {
            new ClusteredSchedule("connect", "ledger")
                    .properties(settings)
                    .forEach((name, value) ->
                            main.addOverrideProperty("camel.component.quartz.properties[" + name + "]", value));
        }
        if (shadow != null) {
            // What it would report is shown by usage preview.
            main.addOverrideProperty("usage.enabled", "false");
        }
        if (shadow != null) {
            // A queue outside this process is shared with whoever does the work.
            main.addOverrideProperty("queue.requests", Settings.defaultQueue());
        }
        main.bind("connect", component);
        main.addMainListener(new Listener());
        configure(main.configure());
        main.init();
        if (settings.routesReload() && !once) {
            // Before the context loads its routes: what the folder holds now is what later edits are compared with.
            reloader = new RouteReloader(context(), routes, validator(), new Quiescence());
        }
        if (vertx != null) {
            // Camel takes it in place of one of its own.
            context().getRegistry().bind("management-vertx", vertx.await());
        }
        ledger = opening.await();
        main.start();
        component.intake().listen(tally);
        if (queue != null) {
            queue.begin(context(), component.intake());
        }
        if (events != null) {
            events.begin(context(), ledger);
        }
        openOperations();
        if (settings.managementJmx() && shadow == null) {
            managed = new ManagedProcessor(
                    context(), "", ledger, component.intake(), readiness::reason, settings.shutdownGrace());
            managed.register();
        }
        if (settings.managementCamelCli()) {
            cli = new CamelCliStatus(context(), directory.toAbsolutePath().normalize());
            cli.schedule(
                    context().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "camel-cli-status"));
        }
        new LedgerRetention(ledger)
                .schedule(context()
                        .getExecutorServiceManager()
                        .newSingleThreadScheduledExecutor(this, "ledger-retention"));
        if (!once) {
            contracts.schedule(
                    context().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "contract-check"));
        }
        if (reloader != null) {
            reloader.start();
        }
    }

    private void openOperations() throws IOException {
        MeterRegistry registry = context().getRegistry().findSingleByType(MeterRegistry.class);
        if (registry != null) {
            // Not by camel.metrics.binders: Camel finds the two by an index of all of Micrometer's classes.
            new JvmMemoryMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
        }
        if (registry != null && shadow != null) {
            new ShadowMetrics(registry).bind(report);
        } else if (registry != null) {
            Metrics metrics = new Metrics(registry);
            metrics.bind(component, ledger, clock);
            metrics.bind(contracts);
            metrics.bind(events, clock);
            if (settings.usageEnabled()) {
                component.usage().ifPresent(metrics::bind);
            }
        }
        ManagementHttpServer server = context().hasService(ManagementHttpServer.class);
        if (server == null) {
            return;
        }
        if (managementPort() <= 0) {
            throw new ConfigurationException(
                    "management.port: " + settings.managementHost() + ":" + settings.managementPort()
                            + " is taken or not ours. Set management.port to a free port, or management.enabled=false.",
                    null);
        }
        if (shadow != null) {
            // No file leads here: commands find the ledger of the settings, and whoever holds that.
            OperationsServer.refuse(
                    server.getRouter(),
                    "This is a shadow: it parks nothing, so there is nothing to replay or discard.");
            return;
        }
        operatorFile = OperatorFile.of(settings.ledgerUrl(), directory).orElse(null);
        if (operatorFile != null) {
            String token = OperationsServer.newToken();
            new OperationsServer(new LedgerDeadLetters(ledger), this::usageStatus, token).mount(server.getRouter());
            new OperatorFile(settings.managementHost(), managementPort(), token).write(operatorFile);
        }
    }

    private UsageStatus usageStatus() {
        return UsageStatus.of(ledger.usage(), usageOptions(settings), clock.instant());
    }

    private void configure(MainConfigurationProperties configuration) {
        configuration.setName("connect-processor");
        configuration.addRoutesBuilder(new PassFailuresUp());
        configuration.setRoutesIncludePattern("file:" + routes + "/*.camel.yaml");
        if (once) {
            configuration.setRoutesExcludePattern("**/*-trigger.camel.yaml");
        }
        // The Camel CLI shows what Camel's MBeans have counted.
        configuration.setJmxEnabled(settings.managementJmx() || settings.managementCamelCli());
        configuration.setAutoConfigurationEnvironmentVariablesEnabled(false);
        configuration.setAutoConfigurationLogSummary(false);
        configuration.setStartupSummaryLevel(StartupSummaryLevel.Off);
        configuration.setShutdownTimeout(
                (int) Math.max(1, settings.shutdownGrace().toSeconds()));
        configuration.setShutdownLogInflightExchangesOnTimeout(false);
        if (settings.managementEnabled()) {
            HttpManagementServerConfigurationProperties server = configuration.httpManagementServer();
            server.setEnabled(true);
            server.setHost(settings.managementHost());
            server.setPort(settings.managementPort());
            server.setHealthCheckEnabled(true);
            server.setMetricsEnabled(true);
            configuration.health().setEnabled(true);
            configuration.health().setExposureLevel("full");
        }
    }

    private void bindHealthChecks(CamelContext starting) {
        // Three polls missed, and the time that a call may take.
        Duration overdue =
                new PollSchedule(settings.pollCron()).interval().multipliedBy(3).plus(settings.httpResponseTimeout());
        readiness = new IntakeHealthCheck(component, overdue, clock);
        if (!settings.managementEnabled()) {
            return;
        }
        HealthCheckRegistry checks = HealthCheckRegistry.get(starting);
        checks.register(readiness);
        checks.register(new RoutesHealthCheck(starting));
        if (events != null && events.isWanted()) {
            checks.register(new EventsHealthCheck("connect-events", events));
        }
    }

    private ConnectComponent configured() {
        ConnectComponent connect = new SettledComponent(settings, clock).component();
        usageDatabase = UsageSetup.database(settings).orElse(null);
        connect.setUsageDatabase(usageDatabase);
        if (shadow != null) {
            connect.setUsageOptions(null);
            connect.useShadow(shadow);
        }
        tally = new Tally();
        return connect;
    }

    /** How the ledger of these settings is opened; the file of an embedded one is looked for below the working directory. */
    public static LedgerOptions ledgerOptions(Settings settings, Path directory) {
        return LedgerSetup.options(settings, directory);
    }

    /**
     * How usage is reported by these settings.
     *
     * @throws ConfigurationException naming the key, its value and what to write
     */
    public static UsageOptions usageOptions(Settings settings) {
        return UsageSetup.options(settings);
    }

    public Ledger ledger() {
        return ledger;
    }

    public ConnectComponent component() {
        return component;
    }

    /** Compares the products with their contracts. */
    public ContractWatch contracts() {
        return contracts;
    }

    public Intake intake() {
        return component.intake();
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public Tally tally() {
        return tally;
    }

    /**
     * Starts a poll now if the schedule would within the hour; one at a time all the same, for it is the schedule's own job. Without the shipped
     * trigger route the first poll is when the schedule says.
     */
    public void pollNow() {
        new PollSchedule(settings.pollCron()).fireNow(context().getRoute("poll-trigger"));
    }

    /** What is told to other systems; empty for a shadow, which tells nobody. */
    public Optional<EventOutlet> events() {
        return Optional.ofNullable(events);
    }

    /** Where the management server listens; 0 when there is none. */
    public int managementPort() {
        VertxPlatformHttpServer server = context().hasService(VertxPlatformHttpServer.class);
        return server == null ? 0 : server.getPort();
    }

    /**
     * Takes nothing new, gives what is on its way the grace period, stops Camel, closes the ledger. Does nothing when called again, but for
     * waiting until the first call is through.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (reloader != null) {
                reloader.close();
            }
            contracts.stop();
            if (main != null) {
                rest();
                if (managed != null) {
                    managed.close();
                }
                if (cli != null) {
                    cli.close();
                }
                if (events != null) {
                    events.close();
                }
                main.stop();
            }
        } finally {
            if (operatorFile != null) {
                deleteQuietly(operatorFile);
            }
            if (queue != null) {
                queue.close();
            }
            if (events != null) {
                events.leave();
            }
            if (vertx != null) {
                closeQuietly(vertx);
            }
            if (usageDatabase != null) {
                usageDatabase.close();
            }
            closeLedger();
        }
    }

    /** Also one that is only just being opened. */
    private void closeLedger() {
        if (opening == null) {
            return;
        }
        Ledger opened;
        try {
            opened = opening.await();
        } catch (RuntimeException | Error toldByTheStart) {
            return;
        }
        opened.close();
    }

    private void rest() {
        try {
            if (component != null && component.isStarted()) {
                hold(settings.shutdownGrace());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hold(Duration atMost) throws InterruptedException {
        if (queue == null) {
            return component.intake().hold(atMost);
        }
        component.intake().hold(Duration.ZERO);
        queue.shut();
        return component.intake().awaitQuiet(atMost);
    }

    private static void closeQuietly(Beside<Vertx> made) {
        try {
            made.await().close().toCompletionStage().toCompletableFuture().join();
        } catch (RuntimeException | Error e) {
            LOG.warn("The threads of the management server could not be ended: {}", e.getMessage());
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}. Delete it by hand.", file, e.getMessage());
        }
    }

    private final class Quiescence implements Quiesce {
        @Override
        public boolean hold(Duration atMost) throws InterruptedException {
            return Processor.this.hold(atMost);
        }

        @Override
        public void letGo() {
            component.intake().letGo();
        }
    }

    private final class Listener extends MainListenerSupport {

        @Override
        public void beforeInitialize(BaseMainSupport starting) {
            // The settings are resolved already; Camel's own look-ups would bring another order of sources.
            PropertiesComponent properties =
                    (PropertiesComponent) starting.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            if (!settings.pollClustered() && !isTheOnlyOneInJmx()) {
                // Quartz gives one scheduler to all in a JVM that say the same name, and Camel takes this one for it.
                starting.getCamelContext().setManagementName("connect-processor-" + UUID.randomUUID());
            }
            if (queue != null) {
                queue.join(starting.getCamelContext(), "jms");
            }
            if (events != null) {
                events.join(starting.getCamelContext(), "");
            }
            if (shadow != null) {
                shadow.guard(starting.getCamelContext());
            }
        }

        /** A name that a monitoring system can rely on. */
        private boolean isTheOnlyOneInJmx() {
            return (settings.managementJmx() || settings.managementCamelCli())
                    && ManagementFactory.getPlatformMBeanServer()
                            .queryNames(named("org.apache.camel:type=context,name=\"connect-processor\",*"), null)
                            .isEmpty();
        }

        private static ObjectName named(String pattern) {
            try {
                return new ObjectName(pattern);
            } catch (MalformedObjectNameException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public void afterConfigure(BaseMainSupport starting) {
            starting.getCamelContext().setStreamCaching(false);
            bindHealthChecks(starting.getCamelContext());
            starting.getCamelContext().setAllowUseOriginalMessage(false);
        }
    }
}
