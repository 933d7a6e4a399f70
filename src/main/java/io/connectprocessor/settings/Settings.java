package io.connectprocessor.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration, resolved and checked. Immutable; {@link #toString()} and {@link #describe(String)} show no secret.
 *
 * <p>Of the sources, {@code -D} wins over the environment, that over {@code application.properties}, and that over the
 * defaults. A blank variable sets nothing; a blank value from elsewhere takes an optional key back. A name such as {@code
 * product.PRD-….vendor.rate} narrows a key and is in {@link #all()} under that name. Rates are calls per
 * second, empty for unlimited. Paths are resolved against the working directory.
 */
public final class Settings {
    private final Map<String, Setting<?>> own;
    private final Map<String, Given> foreign;
    private final List<Finding> warnings;
    private final Path directory;

    Settings(Map<String, Setting<?>> own, Map<String, Given> foreign, List<Finding> warnings, Path directory) {
        this.own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
        this.foreign = Collections.unmodifiableMap(new LinkedHashMap<>(foreign));
        this.warnings = List.copyOf(warnings);
        this.directory = directory;
    }

    /**
     * For a processor that is to run: every required key must be there.
     *
     * @throws SettingsException with all findings at once
     */
    public static Settings resolve(Sources sources) {
        return new Resolution(sources, true).settle();
    }

    /**
     * For commands that call neither API: a required key may be missing, and no file but {@code application.properties}
     * is read. What is given must still be right.
     *
     * @throws SettingsException with all findings at once
     */
    public static Settings resolveIncomplete(Sources sources) {
        return new Resolution(sources, false).settle();
    }

    /** Default: the platform's public API. No slash at its end. */
    public URI connectApiUrl() {
        return value(Keys.CONNECT_API_URL);
    }

    /** Without the prefix {@code ApiKey }, which belongs into the header. A secret. */
    public String connectApiKey() {
        return value(Keys.CONNECT_API_KEY);
    }

    /** At least one. */
    public List<String> products() {
        return value(Keys.CONNECT_PRODUCTS);
    }

    /** At least one of preview, test, production. Default: production. */
    public List<String> environments() {
        return value(Keys.CONNECT_ENVIRONMENTS);
    }

    /** Types of request to process, as docs/configuration.md names them. Default: all. */
    public List<String> types() {
        return value(Keys.PROCESS_TYPES);
    }

    /** How long after an inquiry the customer is reminded. */
    public Optional<Duration> remindAfter() {
        return optional(Keys.INQUIRY_REMIND_AFTER);
    }

    public String reminderText() {
        return value(Keys.INQUIRY_REMINDER_TEXT);
    }

    /** How long after an inquiry it expires. */
    public Optional<Duration> expireAfter() {
        return optional(Keys.INQUIRY_EXPIRE_AFTER);
    }

    /** {@code park} or {@code fail}. Default: park. */
    public String onExpiry() {
        return value(Keys.INQUIRY_ON_EXPIRY);
    }

    public String expiryReason() {
        return value(Keys.INQUIRY_EXPIRY_REASON);
    }

    /** What the conversation of a parked request is told. */
    public Optional<String> parkNote() {
        return optional(Keys.PARK_NOTE);
    }

    /** {@code any}; or {@code unassigned}, ids and e-mail addresses of users. */
    public List<String> assignees() {
        return value(Keys.PROCESS_ASSIGNEE);
    }

    /** Default: Default Activation Template. */
    public String activationTemplate() {
        return value(Keys.CONNECT_TEMPLATE_ACTIVATION);
    }

    /** Default: Default Activation Template. */
    public String tierTemplate() {
        return value(Keys.CONNECT_TEMPLATE_TIER);
    }

    /** Default: unlimited. */
    public OptionalDouble connectRate() {
        return value(Keys.CONNECT_RATE);
    }

    /** 1 to 512; without it as many as are needed. */
    public Optional<Integer> connectConnections() {
        return optional(Keys.CONNECT_CONNECTIONS);
    }

    /** A PEM file that was readable at the start. */
    public Optional<Path> connectCaFile() {
        return optional(Keys.CONNECT_CA_FILE).map(directory::resolve);
    }

    /** Not checked to exist. Default: {@code contracts}. */
    public Path contractsDirectory() {
        return directory.resolve(value(Keys.CONNECT_CONTRACTS));
    }

    /** Default: false. */
    public boolean contractStrict() {
        return value(Keys.CONTRACT_STRICT);
    }

    /** 1 s to 168 h, default 24 h. */
    public Duration contractCheckEvery() {
        return value(Keys.CONTRACT_CHECK_EVERY);
    }

    /** Not checked to exist. Default: {@code shadow-answers}. */
    public Path shadowAnswers() {
        return directory.resolve(value(Keys.SHADOW_ANSWERS));
    }

    /** None by default. */
    public List<String> shadowHarmless() {
        return optional(Keys.SHADOW_HARMLESS).orElse(List.of());
    }

    /** Default: an in-memory queue of 32. */
    public static String defaultQueue() {
        return Keys.QUEUE_REQUESTS.fallback();
    }

    /** Whether somebody set the key, rather than leave it at its default. */
    public boolean isSet(String key) {
        return origin(key).filter(place -> !place.equals(Given.DEFAULT)).isPresent();
    }

    /** A Quartz cron with single blanks between its fields. Default: every 30 s. */
    public String pollCron() {
        return value(Keys.POLL_CRON);
    }

    /** Default: false. True only with a PostgreSQL ledger. */
    public boolean pollClustered() {
        return value(Keys.POLL_CLUSTERED);
    }

    /** 1 to 1000, default 100. */
    public int pollPageSize() {
        return value(Keys.POLL_PAGE_SIZE);
    }

    /** 0 s to 168 h, default 30 s. */
    public Duration pollRecheckAfter() {
        return value(Keys.POLL_RECHECK_AFTER);
    }

    /** 1 to 512, default 16. */
    public int processConcurrency() {
        return value(Keys.PROCESS_CONCURRENCY);
    }

    /** {@code wait} or {@code schedule}. Default: wait. */
    public String plannedDate() {
        return value(Keys.PROCESS_PLANNED_DATE);
    }

    /** 1 to 1000, default 8. */
    public int retryAttempts() {
        return value(Keys.RETRY_ATTEMPTS);
    }

    /** 1 ms to 168 h, default 2 s. Never longer than {@link #retryMaxDelay()}. */
    public Duration retryFirstDelay() {
        return value(Keys.RETRY_FIRST_DELAY);
    }

    /** 1 ms to 168 h, default 10 min. */
    public Duration retryMaxDelay() {
        return value(Keys.RETRY_MAX_DELAY);
    }

    /** 0 s to 168 h, default 5 min. */
    public Duration onceWait() {
        return value(Keys.ONCE_WAIT);
    }

    /** A JDBC URL of H2 or PostgreSQL without a password. Default: {@code jdbc:h2:file:./data/ledger}. */
    public String ledgerUrl() {
        return value(Keys.LEDGER_URL);
    }

    public Optional<String> ledgerUser() {
        return optional(Keys.LEDGER_USER);
    }

    /** A secret. */
    public Optional<String> ledgerPassword() {
        return optional(Keys.LEDGER_PASSWORD);
    }

    /** 5 s to 1 h, default 60 s. */
    public Duration ledgerLease() {
        return value(Keys.LEDGER_LEASE);
    }

    /** 1 h to 10 years, default 30 days. */
    public Duration ledgerRetention() {
        return value(Keys.LEDGER_RETENTION);
    }

    /** A Camel endpoint URI; placeholders in it are left to Camel. Default: a seda queue of 32. */
    public String requestQueue() {
        return value(Keys.QUEUE_REQUESTS);
    }

    /** Where every outcome is told; with placeholders. */
    public Optional<String> eventsEndpoint() {
        return optional(Keys.EVENTS_ENDPOINT);
    }

    /** Default: false. */
    public boolean eventsPayload() {
        return value(Keys.EVENTS_PAYLOAD);
    }

    /** Where it is told that a request is parked; with placeholders. */
    public Optional<String> parkEndpoint() {
        return optional(Keys.PARK_ENDPOINT);
    }

    /** Default: false. */
    public boolean parkPayload() {
        return value(Keys.PARK_PAYLOAD);
    }

    /** Whether the queue between polling and processing is at a broker that several nodes share; the ledger is PostgreSQL then. */
    public boolean queueAtBroker() {
        return value(Keys.QUEUE_REQUESTS).startsWith("jms:");
    }

    /** Present when the queue, or an endpoint of events, is at a broker. */
    public Optional<String> queueBrokerUrl() {
        return optional(Keys.QUEUE_BROKER_URL);
    }

    public Optional<String> queueUser() {
        return optional(Keys.QUEUE_USER);
    }

    /** A secret. */
    public Optional<String> queuePassword() {
        return optional(Keys.QUEUE_PASSWORD);
    }

    /** 1 to 100,000, default 500. */
    public int queueDepth() {
        return value(Keys.QUEUE_DEPTH);
    }

    /** No slash at its end. Empty only when every product has one of its own. */
    public Optional<URI> vendorApiUrl() {
        return optional(Keys.VENDOR_API_URL);
    }

    /** The general one, and those of products and marketplaces. */
    public List<URI> vendorApiUrls() {
        return own.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(Keys.VENDOR_API_URL.name()))
                .map(entry -> (URI) entry.getValue().value())
                .distinct()
                .toList();
    }

    /** A secret. */
    public Optional<String> vendorApiKey() {
        return optional(Keys.VENDOR_API_KEY);
    }

    /** Default: unlimited. */
    public OptionalDouble vendorRate() {
        return value(Keys.VENDOR_RATE);
    }

    /** 1 to 512; without it as many as are needed. */
    public Optional<Integer> vendorConnections() {
        return optional(Keys.VENDOR_CONNECTIONS);
    }

    /** A PEM file that was readable at the start. */
    public Optional<Path> vendorCaFile() {
        return optional(Keys.VENDOR_CA_FILE).map(directory::resolve);
    }

    /** 1 ms to 1 h, default 5 s. */
    public Duration httpConnectTimeout() {
        return value(Keys.HTTP_CONNECT_TIMEOUT);
    }

    /** 1 ms to 1 h, default 30 s. */
    public Duration httpResponseTimeout() {
        return value(Keys.HTTP_RESPONSE_TIMEOUT);
    }

    /** Default: true. */
    public boolean managementEnabled() {
        return value(Keys.MANAGEMENT_ENABLED);
    }

    /** Default: 127.0.0.1. */
    public String managementHost() {
        return value(Keys.MANAGEMENT_HOST);
    }

    /** 0 to 65535, default 9464. */
    public int managementPort() {
        return value(Keys.MANAGEMENT_PORT);
    }

    /** Default: false. */
    public boolean managementJmx() {
        return value(Keys.MANAGEMENT_JMX);
    }

    /** Default: false. */
    public boolean managementCamelCli() {
        return value(Keys.MANAGEMENT_CAMEL_CLI);
    }

    /** 0 s to 1 h, default 30 s. */
    public Duration shutdownGrace() {
        return value(Keys.SHUTDOWN_GRACE);
    }

    /** Not checked to exist. Default: {@code routes}. */
    public Path routesDirectory() {
        return directory.resolve(value(Keys.ROUTES_DIRECTORY));
    }

    /** Default: true. */
    public boolean routesReload() {
        return value(Keys.ROUTES_RELOAD);
    }

    /** Default: false. */
    public boolean usageEnabled() {
        return value(Keys.USAGE_ENABLED);
    }

    /** At least one; those of {@link #products()} unless told. */
    public List<String> usageProducts() {
        return optional(Keys.USAGE_PRODUCTS).orElseGet(this::products);
    }

    /** A month such as {@code 2026-01}. */
    public Optional<String> usageSince() {
        return optional(Keys.USAGE_SINCE);
    }

    /** 0 s to 720 h, default 24 h. */
    public Duration usageClosedFor() {
        return value(Keys.USAGE_CLOSED_FOR);
    }

    /** Default: {@code asset.id}. */
    public String usageAsset() {
        return value(Keys.USAGE_ASSET);
    }

    /** {@code ours=theirs,ours=theirs}, unchecked. */
    public Optional<String> usageColumns() {
        return optional(Keys.USAGE_COLUMNS);
    }

    public Optional<String> usageCurrency() {
        return optional(Keys.USAGE_CURRENCY);
    }

    /** {@code id=name,id=name}, unchecked. */
    public Optional<String> usageCategories() {
        return optional(Keys.USAGE_CATEGORIES);
    }

    /** Default: false, bad records are set aside. */
    public boolean usageStopsOnBadRows() {
        return value(Keys.USAGE_ON_BAD_ROWS).equals("stop");
    }

    /** Default: false, they are set aside. */
    public boolean usageReportsInactiveAssets() {
        return value(Keys.USAGE_INACTIVE_ASSETS).equals("report");
    }

    /** Not checked to exist. Default: {@code data/usage}. */
    public Path usageDirectory() {
        return directory.resolve(value(Keys.USAGE_DIRECTORY));
    }

    /** 0 s to 24 h, default 15 min. */
    public Duration usageWait() {
        return value(Keys.USAGE_WAIT);
    }

    /** 1 to 1,048,575, default 1,000,000. */
    public int usageRowsPerFile() {
        return value(Keys.USAGE_ROWS_PER_FILE);
    }

    /** A JDBC URL, unchecked. */
    public Optional<String> usageSqlUrl() {
        return optional(Keys.USAGE_SQL_URL);
    }

    public Optional<String> usageSqlUser() {
        return optional(Keys.USAGE_SQL_USER);
    }

    /** A secret. */
    public Optional<String> usageSqlPassword() {
        return optional(Keys.USAGE_SQL_PASSWORD);
    }

    /** What may be misspelt without stopping the start. */
    public List<Finding> warnings() {
        return warnings;
    }

    /**
     * Texts by key for Camel's placeholders: our keys in normal form, defaults included, then {@code camel.*} and the
     * vendor's own keys as they were written. Secrets are in it; optional keys that are not set are not.
     */
    public Map<String, String> all() {
        Map<String, String> texts = new LinkedHashMap<>();
        own.forEach((name, setting) -> texts.put(name, setting.text()));
        foreign.forEach((name, given) -> texts.put(name, given.text()));
        return Collections.unmodifiableMap(texts);
    }

    /** Where a value comes from, such as {@code application.properties:12}; empty if the key is not set. */
    public Optional<String> origin(String key) {
        return Optional.ofNullable(own.get(key))
                .map(Setting::place)
                .or(() -> Optional.ofNullable(foreign.get(key)).map(Given::place));
    }

    /** A key, its value and where it comes from. Values of the vendor's own keys are left out: they may be secret. */
    public String describe(String key) {
        Setting<?> setting = own.get(key);
        if (setting != null) {
            return setting.toString();
        }
        return origin(key).map(place -> key + " (" + place + ")").orElse(key + " is not set");
    }

    @Override
    public String toString() {
        return Stream.concat(own.keySet().stream(), foreign.keySet().stream())
                .map(this::describe)
                .collect(Collectors.joining("\n"));
    }

    private <T> T value(Key<T> key) {
        return optional(key).orElseThrow(() -> new IllegalStateException(key.name() + " is not set"));
    }

    @SuppressWarnings("unchecked") // stored under its key's name
    private <T> Optional<T> optional(Key<T> key) {
        return Optional.ofNullable((Setting<T>) own.get(key.name())).map(Setting::value);
    }
}
