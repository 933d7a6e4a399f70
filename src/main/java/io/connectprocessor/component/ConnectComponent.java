package io.connectprocessor.component;

import io.connectprocessor.connect.ConnectClient;
import io.connectprocessor.connect.Json;
import io.connectprocessor.connect.Templates;
import io.connectprocessor.connect.WantedTypes;
import io.connectprocessor.failure.Api;
import io.connectprocessor.failure.Backoff;
import io.connectprocessor.http.HttpGateway;
import io.connectprocessor.http.HttpOptions;
import io.connectprocessor.http.SignedLink;
import io.connectprocessor.http.StandIn;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.usage.UsageOptions;
import io.connectprocessor.usage.UsageReporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The Camel component {@code connect:}. Set its options before the context starts. Thread-safe once started; several may live in one JVM,
 * each with a ledger of its own.
 */
@Component("connect")
public class ConnectComponent extends DefaultComponent {

    static final String REMINDER = "This request waits for your answer. Please complete its form.";
    static final String EXPIRED = "No answer was received in time.";
    private static final long LARGEST_WORKBOOK = 200_000_000;

    @Metadata(description = "Base URL of Connect's API", defaultValue = "https://api.connect.cloudblue.com/public/v1")
    private String apiUrl = "https://api.connect.cloudblue.com/public/v1";

    @Metadata(
            description = "API key of the vendor's account, with or without the prefix ApiKey",
            label = "security",
            secret = true)
    private String apiKey;

    @Metadata(description = "Ids of the products to process, comma separated; there is no default")
    private String products;

    @Metadata(
            description = "Environments to process, comma separated: preview, test, production",
            defaultValue = "production")
    private String environments = "production";

    @Metadata(
            description =
                    "Types of request to process, comma separated: purchase, change, suspend, resume, cancel, adjustment,"
                            + " renew, transfer, tier-setup, tier-update, tier-adjustment, tier-account; the others are left alone. Default: all")
    private String types;

    @Metadata(
            description =
                    "Whose requests to process, comma separated: any; or unassigned, ids and e-mail addresses of users. What is"
                            + " assigned to the user of the API key is always processed",
            defaultValue = "any")
    private String assignees = "any";

    @Metadata(
            description = "How long after an inquiry the customer is reminded in the conversation; 0 for never",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long remindAfter;

    @Metadata(description = "What the reminder says", defaultValue = ConnectComponent.REMINDER)
    private String reminderText = REMINDER;

    @Metadata(
            description = "How long after an inquiry it expires; 0 for never",
            javaType = "java.time.Duration",
            defaultValue = "0")
    private long expireAfter;

    @Metadata(description = "What becomes of an inquiry that expires", enums = "park,fail", defaultValue = "park")
    private String onExpiry = "park";

    @Metadata(description = "Why a request is failed whose inquiry expires", defaultValue = ConnectComponent.EXPIRED)
    private String expiryReason = EXPIRED;

    @Metadata(description = "What the conversation of a request is told when it is parked; nothing by default")
    private String parkNote;

    @Metadata(description = "Base URL of the vendor's API, for connect:vendor")
    private String vendorApiUrl;

    @Metadata(description = "Key of the vendor's API, sent as Authorization: Bearer", label = "security", secret = true)
    private String vendorApiKey;

    @Metadata(
            description = "Longest time to connect",
            javaType = "java.time.Duration",
            defaultValue = "5000",
            label = "advanced")
    private long connectTimeout = 5_000;

    @Metadata(
            description = "Longest silence while waiting for an answer",
            javaType = "java.time.Duration",
            defaultValue = "30000",
            label = "advanced")
    private long responseTimeout = 30_000;

    @Metadata(
            description = "Requests worked on at once; sizes the connection pools",
            javaType = "int",
            defaultValue = "16")
    private int concurrency = 16;

    @Metadata(
            description = "PEM file of certificates that Connect's are checked against, beside the JDK's",
            label = "security")
    private String caFile;

    @Metadata(
            description = "PEM file of certificates that the vendor's are checked against, beside the JDK's",
            label = "security")
    private String vendorCaFile;

    @Metadata(
            description = "Most calls a second to Connect, of all processes on one PostgreSQL ledger; 0 for no limit",
            javaType = "double")
    private double rate;

    @Metadata(
            description =
                    "Most calls a second to the vendor, of all processes on one PostgreSQL ledger; 0 for no limit",
            javaType = "double")
    private double vendorRate;

    @Metadata(
            description = "Most calls to Connect at the same time, from this process; 0 for four more than concurrency",
            javaType = "int")
    private int connections;

    @Metadata(
            description =
                    "Most calls to the vendor at the same time, from this process and for each of its APIs; 0 for four more than concurrency",
            javaType = "int")
    private int vendorConnections;

    @Metadata(description = "Rows asked for in one list call, 1 to 1000", javaType = "int", defaultValue = "100")
    private int pageSize = 100;

    @Metadata(
            description = "A row older than this is read again before any effect",
            javaType = "java.time.Duration",
            defaultValue = "30000")
    private long recheckAfter = 30_000;

    @Metadata(
            description =
                    "What becomes of a pending request whose planned_date has not come: wait keeps it here, schedule tells the platform to"
                            + " schedule it",
            enums = "wait,schedule",
            defaultValue = "wait")
    private String plannedDate = "wait";

    @Metadata(
            description = "Failed attempts after which a request is parked, while the API answers others",
            javaType = "int",
            defaultValue = "8")
    private int retryAttempts = 8;

    @Metadata(
            description = "Wait after the first failed attempt; doubles with each",
            javaType = "java.time.Duration",
            defaultValue = "2000")
    private long retryFirstDelay = 2_000;

    @Metadata(
            description = "Longest wait between two attempts",
            javaType = "java.time.Duration",
            defaultValue = "600000")
    private long retryMaxDelay = 600_000;

    @Metadata(description = "Where claims, waiting and parked requests are kept", autowired = true)
    private Ledger ledger;

    private Supplier<Ledger> ledgerSource;

    @Metadata(description = "How usage is reported; without it nothing is", label = "advanced")
    private UsageOptions usageOptions;

    @Metadata(description = "Database for connect:usage with from: sql", label = "advanced", autowired = false)
    private DataSource usageDatabase;

    private UsageReporter usage;

    @Metadata(
            description =
                    "Settings by key, those of products and marketplaces included, such as product.PRD-000-000-000.vendor.rate;"
                            + " otherwise Camel's properties are taken. For ConnectSettings, for templates that a step does not name, and"
                            + " for vendors' APIs by product",
            label = "advanced")
    private Map<String, String> settings;

    private boolean heldFromTheStart;
    private SharedQueue sharedQueue;
    private Shadow shadow;
    private Clock clock = Clock.systemUTC();
    private HttpGateway connectGateway;
    private Vendors vendors;
    private ExecutorService ahead;
    private Runtime runtime;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ConnectEndpoint endpoint = new ConnectEndpoint(uri, this);
        endpoint.setAction(ConnectAction.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        require(apiKey, "apiKey (connect.api-key)");
        require(products, "products (connect.products)");
        if (shadow != null) {
            if (!shadow.guards(getCamelContext())) {
                throw new IllegalStateException(
                        "The shadow does not guard this context. Call guard(context) before it has routes.");
            }
            ledger = shadow.ledger();
        }
        if (ledger == null && ledgerSource != null) {
            ledger = ledgerSource.get();
        }
        if (ledger == null) {
            throw new IllegalArgumentException(
                    "The component connect has no ledger. Bind a Ledger into the registry, or set the component's option ledger.");
        }
        String authorization = apiKey.startsWith("ApiKey ") ? apiKey : "ApiKey " + apiKey;
        connectGateway = gateway(Api.CONNECT, apiUrl, authorization, caFile, rate, connections);
        NarrowedSettings narrowed = new NarrowedSettings(settings == null ? camelProperties() : settings);
        String vendorUrl = vendorApiUrl == null || vendorApiUrl.isBlank() ? "http://" + Vendors.NOBODY : vendorApiUrl;
        vendors = new Vendors(
                narrowed,
                list(products),
                new Vendors.Target(Vendors.withoutSlash(vendorUrl), vendorApiKey, vendorRate),
                (api, target) -> gateway(
                        api,
                        target.url().toString(),
                        target.key() == null ? null : "Bearer " + target.key(),
                        vendorCaFile,
                        target.rate(),
                        vendorConnections));
        ServiceHelper.initService(connectGateway, vendors);
        ahead = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "connect-pages");
        Json json = new Json();
        ConnectClient connect = new ConnectClient(connectGateway, json, clock);
        Duration first = Duration.ofMillis(retryFirstDelay);
        Duration longest = Duration.ofMillis(retryMaxDelay);
        boolean local = sharedQueue == null;
        runtime = new Runtime(
                connect,
                vendors,
                narrowed,
                new Templates(connect, clock),
                ledger,
                new Intake(
                        clock,
                        first,
                        longest,
                        concurrency,
                        heldFromTheStart ? 1 : 0,
                        vendors.apis(),
                        this::closedFor,
                        local),
                local ? new LocalHandover(ledger) : new SharedHandover(ledger, sharedQueue),
                json,
                new Seal(authorization, json),
                clock,
                new Backoff(first, longest, () -> ThreadLocalRandom.current().nextDouble()),
                retryAttempts,
                list(products),
                list(environments),
                WantedTypes.of(types == null ? WantedTypes.names() : list(types)),
                people(),
                pageSize,
                Duration.ofMillis(recheckAfter),
                Planning.Way.of(plannedDate),
                ahead,
                Optional.ofNullable(shadow));
    }

    private People people() {
        String own = People.userOf(apiKey);
        return new People(new Correspondence(), WantedAssignees.of(list(assignees), own), own, patience());
    }

    private Patience patience() {
        boolean fails = onExpiry.equals("fail");
        if (!fails && !onExpiry.equals("park")) {
            throw new IllegalArgumentException("onExpiry is \"" + onExpiry + "\". Write park or fail.");
        }
        return new Patience(
                remindAfter <= 0 ? null : Duration.ofMillis(remindAfter),
                reminderText,
                expireAfter <= 0 ? null : Duration.ofMillis(expireAfter),
                fails ? expiryReason : null,
                parkNote == null || parkNote.isBlank() ? null : parkNote);
    }

    private HttpGateway gateway(
            Api api, String url, String authorization, String ca, double callsPerSecond, int atTheSameTime) {
        String version = getClass().getPackage().getImplementationVersion();
        return new HttpGateway(
                getCamelContext(),
                api,
                new HttpOptions(
                        Vendors.withoutSlash(url),
                        authorization,
                        Duration.ofMillis(connectTimeout),
                        Duration.ofMillis(responseTimeout),
                        atTheSameTime > 0 ? atTheSameTime : concurrency + 4,
                        ca == null || ca.isBlank() ? null : Path.of(ca),
                        "connect-processor/" + (version == null ? "development" : version) + " java/"
                                + java.lang.Runtime.version().feature(),
                        callsPerSecond),
                shadow == null ? StandIn.NONE : shadow,
                callsPerSecond > 0 && ledger.shared() ? new LedgerBudget(ledger, api, callsPerSecond) : null);
    }

    private static void require(String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The component connect needs " + name + ".");
        }
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(connectGateway, vendors);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(connectGateway, vendors);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownServices(connectGateway, vendors);
        if (ahead != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(ahead);
        }
        super.doShutdown();
    }

    private UsageReporter reporter(ConnectClient connect) {
        SignedLink links = new SignedLink(
                Duration.ofMillis(connectTimeout),
                Duration.ofMillis(responseTimeout),
                LARGEST_WORKBOOK,
                caFile == null || caFile.isBlank() ? null : Path.of(caFile));
        return UsageReporter.of(connect, ledger.usage(), usageOptions, clock, () -> !isRunAllowed(), links);
    }

    /** Usage reporting; empty without {@link #setUsageOptions}. Available once the component is initialised. */
    public synchronized Optional<UsageReporter> usage() {
        if (usage == null && usageOptions != null) {
            usage = reporter(runtime.connect());
        }
        return Optional.ofNullable(usage);
    }

    private Duration closedFor(Api api) {
        return api.equals(Api.CONNECT) ? connectGateway.gate().closedFor() : vendors.closedFor(api);
    }

    /** Those that can be listed: a source that only answers for one name at a time, as of some frameworks, cannot. */
    private Map<String, String> camelProperties() {
        Map<String, String> texts = new HashMap<>();
        // By name: the Properties that Camel 4.18 gives here hide what forEach looks at.
        Properties properties = getCamelContext().getPropertiesComponent().loadProperties();
        for (String name : properties.stringPropertyNames()) {
            texts.put(name, properties.getProperty(name));
        }
        return texts;
    }

    Runtime runtime() {
        return runtime;
    }

    /** What is on its way, and whether more may come. Available once the component is initialised. */
    public Intake intake() {
        return runtime.intake();
    }

    /** The platform's API, as the component calls it. Available once the component is started. */
    public ConnectClient connect() {
        return runtime.connect();
    }

    /** Template ids by name. Available once the component is started. */
    public Templates templates() {
        return runtime.templates();
    }

    /** Calls sent to Connect so far. */
    public long connectCalls() {
        return connectGateway.calls();
    }

    /** Calls sent to the vendor so far, by connect:vendor. */
    public long vendorCalls() {
        return vendors.calls();
    }

    /** Nothing is taken until {@link Intake#letGo()} is called once: for checks that come before the first effect. */
    public void holdFromTheStart() {
        heldFromTheStart = true;
    }

    /** Sends and does nothing from now on; before the start. The ledger is the shadow's, whatever was set. */
    public void useShadow(Shadow other) {
        shadow = other;
    }

    /** Asks for the ledger when it is needed, which may be while it is being opened; before the start, in place of {@link #setLedger}. */
    public void useLedger(Supplier<Ledger> source) {
        ledgerSource = source;
    }

    /** Says that poll and workers meet in a queue which several nodes share; before the start. The ledger must be one that they share too. */
    public void useSharedQueue(SharedQueue queue) {
        sharedQueue = queue;
    }

    /** Why nothing can be handed over to the workers now, with the setting to look at; empty when all is well. */
    public Optional<String> handoverAway() {
        return runtime.handover().away();
    }

    /** Replaces the clock, for tests; before the start. */
    public void useClock(Clock other) {
        clock = other;
    }

    public String getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(String apiUrl) {
        this.apiUrl = apiUrl;
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getProducts() {
        return products;
    }

    public void setProducts(String products) {
        this.products = products;
    }

    public String getEnvironments() {
        return environments;
    }

    public void setEnvironments(String environments) {
        this.environments = environments;
    }

    public String getTypes() {
        return types;
    }

    public void setTypes(String types) {
        this.types = types;
    }

    public String getAssignees() {
        return assignees;
    }

    public void setAssignees(String assignees) {
        this.assignees = assignees;
    }

    public long getRemindAfter() {
        return remindAfter;
    }

    public void setRemindAfter(long remindAfter) {
        this.remindAfter = remindAfter;
    }

    public String getReminderText() {
        return reminderText;
    }

    public void setReminderText(String reminderText) {
        this.reminderText = reminderText;
    }

    public long getExpireAfter() {
        return expireAfter;
    }

    public void setExpireAfter(long expireAfter) {
        this.expireAfter = expireAfter;
    }

    public String getOnExpiry() {
        return onExpiry;
    }

    public void setOnExpiry(String onExpiry) {
        this.onExpiry = onExpiry;
    }

    public String getExpiryReason() {
        return expiryReason;
    }

    public void setExpiryReason(String expiryReason) {
        this.expiryReason = expiryReason;
    }

    public String getParkNote() {
        return parkNote;
    }

    public void setParkNote(String parkNote) {
        this.parkNote = parkNote;
    }

    public String getVendorApiUrl() {
        return vendorApiUrl;
    }

    public void setVendorApiUrl(String vendorApiUrl) {
        this.vendorApiUrl = vendorApiUrl;
    }

    public String getVendorApiKey() {
        return vendorApiKey;
    }

    public void setVendorApiKey(String vendorApiKey) {
        this.vendorApiKey = vendorApiKey;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public String getCaFile() {
        return caFile;
    }

    public void setCaFile(String caFile) {
        this.caFile = caFile;
    }

    public String getVendorCaFile() {
        return vendorCaFile;
    }

    public void setVendorCaFile(String vendorCaFile) {
        this.vendorCaFile = vendorCaFile;
    }

    public double getRate() {
        return rate;
    }

    public void setRate(double rate) {
        this.rate = rate;
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public int getVendorConnections() {
        return vendorConnections;
    }

    public void setVendorConnections(int vendorConnections) {
        this.vendorConnections = vendorConnections;
    }

    public double getVendorRate() {
        return vendorRate;
    }

    public void setVendorRate(double vendorRate) {
        this.vendorRate = vendorRate;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public long getRecheckAfter() {
        return recheckAfter;
    }

    public void setRecheckAfter(long recheckAfter) {
        this.recheckAfter = recheckAfter;
    }

    public String getPlannedDate() {
        return plannedDate;
    }

    public void setPlannedDate(String plannedDate) {
        this.plannedDate = plannedDate;
    }

    public int getRetryAttempts() {
        return retryAttempts;
    }

    public void setRetryAttempts(int retryAttempts) {
        this.retryAttempts = retryAttempts;
    }

    public long getRetryFirstDelay() {
        return retryFirstDelay;
    }

    public void setRetryFirstDelay(long retryFirstDelay) {
        this.retryFirstDelay = retryFirstDelay;
    }

    public long getRetryMaxDelay() {
        return retryMaxDelay;
    }

    public void setRetryMaxDelay(long retryMaxDelay) {
        this.retryMaxDelay = retryMaxDelay;
    }

    public UsageOptions getUsageOptions() {
        return usageOptions;
    }

    public void setUsageOptions(UsageOptions usageOptions) {
        this.usageOptions = usageOptions;
    }

    public DataSource getUsageDatabase() {
        return usageDatabase;
    }

    public void setUsageDatabase(DataSource usageDatabase) {
        this.usageDatabase = usageDatabase;
    }

    public Map<String, String> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    public Ledger getLedger() {
        return ledger;
    }

    public void setLedger(Ledger ledger) {
        this.ledger = ledger;
    }
}
