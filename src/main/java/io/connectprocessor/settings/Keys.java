package io.connectprocessor.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** All keys of the standalone processor. */
public final class Keys {
    private static final List<String> TYPES = List.of(
            "purchase",
            "change",
            "suspend",
            "resume",
            "cancel",
            "adjustment",
            "renew",
            "transfer",
            "tier-setup",
            "tier-update",
            "tier-adjustment",
            "tier-account");

    static final Key<URI> CONNECT_API_URL = Key.of(
            "connect.api-url",
            Places.url(),
            "https://api.connect.cloudblue.com/public/v1",
            "Base URL of the platform's API.");
    static final Key<String> CONNECT_API_KEY = Key.secret(
            "connect.api-key",
            Words.apiKey(),
            "Token of the platform, with or without its prefix `ApiKey `. This or `connect.api-key-file` must be set.");
    static final Key<Path> CONNECT_API_KEY_FILE =
            Key.optional("connect.api-key-file", Places.path(), "File that holds the token of the platform.");
    static final Key<List<String>> CONNECT_PRODUCTS =
            Key.required("connect.products", Words.list(), "Ids of the products whose requests are processed.");
    static final Key<List<String>> CONNECT_ENVIRONMENTS = Key.of(
            "connect.environments",
            Words.listOf(List.of("preview", "test", "production")),
            "production",
            "Kinds of connection whose requests are processed.");
    static final Key<String> CONNECT_TEMPLATE_ACTIVATION = Key.of(
                    "connect.template.activation",
                    Words.text(),
                    "Default Activation Template",
                    "Name of the template that approves a fulfillment request.")
            .perProduct();
    static final Key<String> CONNECT_TEMPLATE_PURCHASE = activation("purchase");
    static final Key<String> CONNECT_TEMPLATE_CHANGE = activation("change");
    static final Key<String> CONNECT_TEMPLATE_SUSPEND = activation("suspend");
    static final Key<String> CONNECT_TEMPLATE_RESUME = activation("resume");
    static final Key<String> CONNECT_TEMPLATE_CANCEL = activation("cancel");
    static final Key<String> CONNECT_TEMPLATE_ADJUSTMENT = activation("adjustment");
    static final Key<String> CONNECT_TEMPLATE_RENEW = activation("renew");
    static final Key<String> CONNECT_TEMPLATE_TRANSFER = activation("transfer");
    static final Key<String> CONNECT_TEMPLATE_TIER = Key.of(
                    "connect.template.tier",
                    Words.text(),
                    "Default Activation Template",
                    "Name of the template that approves a tier configuration request.")
            .perProduct();
    static final Key<String> CONNECT_TEMPLATE_TIER1 = tier("tier1");
    static final Key<String> CONNECT_TEMPLATE_TIER2 = tier("tier2");
    static final Key<String> CONNECT_TEMPLATE_INQUIRE = Key.optional(
                    "connect.template.inquire",
                    Words.text(),
                    "Name of the template that asks the customer, for a `connect:inquire` that names none.")
            .perProduct();
    static final Key<OptionalDouble> CONNECT_RATE = Key.of(
            "connect.rate",
            Numbers.rate(),
            "unlimited",
            "Most calls to the platform, of all nodes on one PostgreSQL ledger together.");
    static final Key<Integer> CONNECT_CONNECTIONS = Key.optional(
            "connect.connections",
            Numbers.whole(1, 512),
            "Most calls to the platform at the same time, from this node; further ones wait. Without it as many as `process.concurrency`, and four for polls.");
    static final Key<Path> CONNECT_CA_FILE = Key.optional(
            "connect.ca-file", Places.path(), "PEM file of certificates trusted for the platform, besides the JDK's.");
    static final Key<Path> CONNECT_CONTRACTS = Key.of(
            "connect.contracts",
            Places.path(),
            "contracts",
            "Directory of the product contracts, one YAML file per product; it may be missing.");
    static final Key<Boolean> CONTRACT_STRICT = Key.of(
            "contract.strict",
            Words.onOrOff(),
            "false",
            "Whether a product that is not as contract and routes say stops the start; otherwise it is a warning.");
    static final Key<Duration> CONTRACT_CHECK_EVERY = Key.of(
            "contract.check-every",
            Times.duration("1s", "168h"),
            "24h",
            "How often a running processor compares the products with contracts and routes.");

    static final Key<String> POLL_CRON = Key.of(
            "poll.cron",
            Times.cron(),
            "0/30 * * * * ?",
            "When the platform is asked for pending requests; at the start too, if a poll is due within the hour.");
    static final Key<Boolean> POLL_CLUSTERED = Key.of(
            "poll.clustered",
            Words.onOrOff(),
            "false",
            "Whether only one of several nodes polls at a time, agreed on in the ledger's PostgreSQL.");
    static final Key<Integer> POLL_PAGE_SIZE =
            Key.of("poll.page-size", Numbers.whole(1, 1000), "100", "Requests asked for in one page.");
    static final Key<Duration> POLL_RECHECK_AFTER = Key.of(
            "poll.recheck-after",
            Times.duration("0s", "168h"),
            "30s",
            "Age at which a listed request is read again before anything is done for it.");
    static final Key<List<String>> PROCESS_ASSIGNEE = Key.of(
            "process.assignee",
            Words.assignees(),
            "any",
            "Whose requests are processed. What is assigned to the user of `connect.api-key` is always processed, since the"
                    + " platform assigns it whatever it asked a customer about.");
    static final Key<Integer> PROCESS_CONCURRENCY =
            Key.of("process.concurrency", Numbers.whole(1, 512), "16", "Requests processed at the same time.");
    static final Key<List<String>> PROCESS_TYPES = Key.of(
            "process.types",
            Words.listOf(TYPES),
            String.join(",", TYPES),
            "Types of request that are processed. What is left out is left alone at the platform: not listed, not parked.");

    static final Key<String> PROCESS_PLANNED_DATE = Key.of(
                    "process.planned-date",
                    Words.oneOf(List.of("wait", "schedule")),
                    "wait",
                    "What becomes of a pending request whose planned date has not come: it waits here, or the platform is told to schedule it.")
            .perProduct();

    static final Key<Integer> RETRY_ATTEMPTS = Key.of(
            "retry.attempts",
            Numbers.whole(1, 1000),
            "8",
            "Attempts after which a request that fails for the moment is parked.");
    static final Key<Duration> RETRY_FIRST_DELAY = Key.of(
            "retry.first-delay",
            Times.duration("1ms", "168h"),
            "2s",
            "Wait before the second attempt; it doubles with each further one.");
    static final Key<Duration> RETRY_MAX_DELAY =
            Key.of("retry.max-delay", Times.duration("1ms", "168h"), "10m", "Longest wait between two attempts.");
    static final Key<Duration> INQUIRY_REMIND_AFTER = Key.optional(
            "inquiry.remind-after",
            Times.duration("1s", "8760h"),
            "How long after an inquiry a customer who has not answered is reminded, once, in the request's conversation.");
    static final Key<String> INQUIRY_REMINDER_TEXT = Key.of(
            "inquiry.reminder-text",
            Words.text(),
            "This request waits for your answer. Please complete its form.",
            "What the reminder says; 540 characters, the rest is cut.");
    static final Key<Duration> INQUIRY_EXPIRE_AFTER = Key.optional(
            "inquiry.expire-after",
            Times.duration("1s", "8760h"),
            "How long after an inquiry the customer is waited for.");
    static final Key<String> INQUIRY_ON_EXPIRY = Key.of(
            "inquiry.on-expiry",
            Words.oneOf(List.of("park", "fail")),
            "park",
            "What then becomes of the request: parked as `unanswered`, or failed for ever.");
    static final Key<String> INQUIRY_EXPIRY_REASON = Key.of(
            "inquiry.expiry-reason",
            Words.text(),
            "No answer was received in time.",
            "Why it is failed then; the customer reads it. 500 characters, the rest is cut.");
    static final Key<String> PARK_NOTE = Key.optional(
            "park.note",
            Words.text(),
            "What a request's conversation is told when it is parked, within a poll or two; the customer's side reads it.");
    static final Key<String> PARK_ENDPOINT = Key.optional(
            "park.endpoint",
            Words.channel(),
            "Where it is told that a request is parked; it stays in the ledger for a person all the same. See events.md.");
    static final Key<Boolean> PARK_PAYLOAD = Key.of(
            "park.payload",
            Words.onOrOff(),
            "false",
            "Whether the body of that message is the request as it was, customers' data included.");

    static final Key<Duration> ONCE_WAIT = Key.of(
            "once.wait", Times.duration("0s", "168h"), "5m", "How long `run --once` waits for work that is due later.");

    static final Key<String> LEDGER_URL = Key.of(
            "ledger.url",
            Places.database(),
            "jdbc:h2:file:./data/ledger",
            "Database of the ledger: an embedded file, or PostgreSQL for several nodes.");
    static final Key<String> LEDGER_USER = Key.optional("ledger.user", Words.text(), "User of that database.");
    static final Key<String> LEDGER_PASSWORD =
            Key.secret("ledger.password", Words.password(), "Password of that database.");
    static final Key<Duration> LEDGER_LEASE = Key.of(
            "ledger.lease",
            Times.duration("5s", "1h"),
            "60s",
            "How long a node that went silent keeps its requests before another node takes them over; a living one renews"
                    + " at a third of it.");
    static final Key<Duration> LEDGER_RETENTION = Key.of(
            "ledger.retention",
            Times.duration("1h", "87600h"),
            "720h",
            "How long a request that is decided or discarded stays in the ledger, with its steps, timeline and audit, after it"
                    + " was last listed.");
    static final Key<String> QUEUE_REQUESTS = Key.of(
            "queue.requests",
            Words.endpoint(),
            "seda:requests?size=32&blockWhenFull=true&concurrentConsumers={{process.concurrency}}",
            "Endpoint between polling and processing: `seda:` within this process, or `jms:queue:NAME` at a broker that several"
                    + " nodes share.");
    static final Key<String> QUEUE_BROKER_URL = Key.optional(
            "queue.broker-url",
            Places.broker(),
            "ActiveMQ Artemis that holds the queue, when it is a `jms:` one, and takes events that go to `jms:`.");
    static final Key<String> QUEUE_USER = Key.optional("queue.user", Words.text(), "User of that broker.");
    static final Key<String> QUEUE_PASSWORD =
            Key.secret("queue.password", Words.password(), "Password of that broker.");
    static final Key<Integer> QUEUE_DEPTH = Key.of(
            "queue.depth",
            Numbers.whole(1, 100_000),
            "500",
            "Requests in that queue, of all nodes together, at which a poll waits.");

    static final Key<String> EVENTS_ENDPOINT = Key.optional(
            "events.endpoint",
            Words.channel(),
            "Where every outcome is told, such as `jms:queue:NAME`, `file:FOLDER` or `direct:` and a route of yours. See events.md.");
    static final Key<Boolean> EVENTS_PAYLOAD = Key.of(
            "events.payload",
            Words.onOrOff(),
            "false",
            "Whether the body of an event is the request as it was, customers' data included.");
    static final Key<URI> VENDOR_API_URL = Key.required("vendor.api-url", Places.url(), "Base URL of the vendor's API.")
            .perProduct();
    static final Key<String> VENDOR_API_KEY = Key.secret(
                    "vendor.api-key", Words.token(), "Sent to the vendor as `Authorization: Bearer`.")
            .perProduct();
    static final Key<OptionalDouble> VENDOR_RATE = Key.of(
                    "vendor.rate",
                    Numbers.rate(),
                    "unlimited",
                    "Most calls to the vendor, of all nodes on one PostgreSQL ledger together.")
            .perProduct();
    static final Key<Integer> VENDOR_CONNECTIONS = Key.optional(
            "vendor.connections",
            Numbers.whole(1, 512),
            "Most calls to each vendor's API at the same time, from this node; further ones wait. Without it as many as `process.concurrency`, and four more.");
    static final Key<Path> VENDOR_CA_FILE = Key.optional(
            "vendor.ca-file", Places.path(), "PEM file of certificates trusted for the vendor, besides the JDK's.");

    static final Key<Duration> HTTP_CONNECT_TIMEOUT =
            Key.of("http.connect-timeout", Times.duration("1ms", "1h"), "5s", "Longest wait for a connection.");
    static final Key<Duration> HTTP_RESPONSE_TIMEOUT = Key.of(
            "http.response-timeout",
            Times.duration("1ms", "1h"),
            "30s",
            "Longest wait for an answer or its next part; a whole call may take four times as long.");
    static final Key<Boolean> MANAGEMENT_ENABLED =
            Key.of("management.enabled", Words.onOrOff(), "true", "Whether health, metrics and operations are served.");
    static final Key<String> MANAGEMENT_HOST =
            Key.of("management.host", Places.host(), "127.0.0.1", "Address the management server listens on.");
    static final Key<Integer> MANAGEMENT_PORT =
            Key.of("management.port", Numbers.whole(0, 65535), "9464", "Port the management server listens on.");
    static final Key<Boolean> MANAGEMENT_JMX = Key.of(
            "management.jmx",
            Words.onOrOff(),
            "false",
            "Whether Camel's MBeans and the processor's own are there for JMX clients. See operate.md.");
    static final Key<Boolean> MANAGEMENT_CAMEL_CLI = Key.of(
            "management.camel-cli",
            Words.onOrOff(),
            "false",
            "Whether the Camel CLI sees this process, by files below `~/.camel`. See operate.md.");
    static final Key<Duration> SHUTDOWN_GRACE = Key.of(
            "shutdown.grace", Times.duration("0s", "1h"), "30s", "How long a stop waits for requests in flight.");
    static final Key<Path> ROUTES_DIRECTORY =
            Key.of("routes.directory", Places.path(), "routes", "Directory of the route files.");
    static final Key<Boolean> ROUTES_RELOAD =
            Key.of("routes.reload", Words.onOrOff(), "true", "Whether a saved route file takes effect while running.");

    static final Key<Path> SHADOW_ANSWERS = Key.of(
            "shadow.answers",
            Places.path(),
            "shadow-answers",
            "Directory of `<step>.json`, the answers with which `run --shadow` goes on after calls that it does not make; it may be missing.");
    static final Key<List<String>> SHADOW_HARMLESS = Key.optional(
            "shadow.harmless",
            Words.list(),
            "Schemes of Camel endpoints that `run --shadow` calls all the same, and `bean`, `process`, `script` for your own code.");
    static final Key<Boolean> USAGE_ENABLED = Key.of(
            "usage.enabled",
            Words.onOrOff(),
            "false",
            "Whether the usage of pay-as-you-go items is reported by schedule. See usage.md.");
    static final Key<List<String>> USAGE_PRODUCTS = Key.optional(
            "usage.products",
            Words.list(),
            "Ids of the products whose usage is reported; without it those of `connect.products`.");
    static final Key<String> USAGE_CRON = Key.of(
            "usage.cron", Times.cron(), "0 0 3 * * ?", "When it is asked which closed month is not reported yet.");
    static final Key<String> USAGE_SINCE = Key.optional(
            "usage.since",
            Times.month(),
            "First month that is reported; without it the month in which a product is first seen.");
    static final Key<Duration> USAGE_CLOSED_FOR = Key.of(
            "usage.closed-for",
            Times.duration("0s", "720h"),
            "24h",
            "How long a month is over before it is reported, as usage data comes late.");
    static final Key<String> USAGE_ASSET = Key.of(
            "usage.asset",
            Words.text(),
            "asset.id",
            "How a record names its asset: `asset.id`, or `parameter.` and the id of a parameter.");
    static final Key<String> USAGE_COLUMNS = Key.optional(
            "usage.columns", Words.text(), "What the source calls our columns: `ours=theirs,ours=theirs`.");
    static final Key<String> USAGE_CURRENCY = Key.optional(
            "usage.currency",
            Words.text(),
            "Currency of records that name none, such as `USD`; without it that of the asset's marketplace.");
    static final Key<String> USAGE_CATEGORIES = Key.optional(
            "usage.categories", Words.text(), "Categories that records may name by id: `id=name,id=name`.");
    static final Key<String> USAGE_ON_BAD_ROWS = Key.of(
            "usage.on-bad-rows",
            Words.oneOf(List.of("set-aside", "stop")),
            "set-aside",
            "Whether bad records are kept aside while the good ones are sent, or nothing of the month is sent.");
    static final Key<String> USAGE_INACTIVE_ASSETS = Key.of(
            "usage.inactive-assets",
            Words.oneOf(List.of("set-aside", "report")),
            "set-aside",
            "What to do with records of times in which the asset was suspended or cancelled.");
    static final Key<Path> USAGE_DIRECTORY = Key.of(
            "usage.directory",
            Places.path(),
            "data/usage",
            "Directory of records that are kept aside, and of temporary files.");
    static final Key<Duration> USAGE_WAIT = Key.of(
            "usage.wait",
            Times.duration("0s", "24h"),
            "15m",
            "How long one run waits for Connect to check a usage file.");
    static final Key<Integer> USAGE_ROWS_PER_FILE = Key.of(
            "usage.rows-per-file",
            Numbers.whole(1, 1_048_575),
            "1000000",
            "Most records in one usage file; more make further files.");
    static final Key<String> USAGE_SQL_URL =
            Key.optional("usage.sql.url", Words.text(), "JDBC URL of the database for `connect:usage` from `sql`.");
    static final Key<String> USAGE_SQL_USER = Key.optional("usage.sql.user", Words.text(), "User of that database.");
    static final Key<String> USAGE_SQL_PASSWORD =
            Key.secret("usage.sql.password", Words.password(), "Password of that database.");

    private static final List<Key<?>> ALL = List.of(
            CONNECT_API_URL,
            CONNECT_API_KEY,
            CONNECT_API_KEY_FILE,
            CONNECT_PRODUCTS,
            CONNECT_ENVIRONMENTS,
            CONNECT_TEMPLATE_ACTIVATION,
            CONNECT_TEMPLATE_PURCHASE,
            CONNECT_TEMPLATE_CHANGE,
            CONNECT_TEMPLATE_SUSPEND,
            CONNECT_TEMPLATE_RESUME,
            CONNECT_TEMPLATE_CANCEL,
            CONNECT_TEMPLATE_ADJUSTMENT,
            CONNECT_TEMPLATE_RENEW,
            CONNECT_TEMPLATE_TRANSFER,
            CONNECT_TEMPLATE_TIER,
            CONNECT_TEMPLATE_TIER1,
            CONNECT_TEMPLATE_TIER2,
            CONNECT_TEMPLATE_INQUIRE,
            CONNECT_RATE,
            CONNECT_CONNECTIONS,
            CONNECT_CA_FILE,
            CONNECT_CONTRACTS,
            CONTRACT_STRICT,
            CONTRACT_CHECK_EVERY,
            POLL_CRON,
            POLL_CLUSTERED,
            POLL_PAGE_SIZE,
            POLL_RECHECK_AFTER,
            PROCESS_ASSIGNEE,
            PROCESS_CONCURRENCY,
            PROCESS_TYPES,
            PROCESS_PLANNED_DATE,
            RETRY_ATTEMPTS,
            RETRY_FIRST_DELAY,
            RETRY_MAX_DELAY,
            INQUIRY_REMIND_AFTER,
            INQUIRY_REMINDER_TEXT,
            INQUIRY_EXPIRE_AFTER,
            INQUIRY_ON_EXPIRY,
            INQUIRY_EXPIRY_REASON,
            PARK_NOTE,
            PARK_ENDPOINT,
            PARK_PAYLOAD,
            ONCE_WAIT,
            LEDGER_URL,
            LEDGER_USER,
            LEDGER_PASSWORD,
            LEDGER_LEASE,
            LEDGER_RETENTION,
            QUEUE_REQUESTS,
            QUEUE_BROKER_URL,
            QUEUE_USER,
            QUEUE_PASSWORD,
            QUEUE_DEPTH,
            EVENTS_ENDPOINT,
            EVENTS_PAYLOAD,
            VENDOR_API_URL,
            VENDOR_API_KEY,
            VENDOR_RATE,
            VENDOR_CONNECTIONS,
            VENDOR_CA_FILE,
            HTTP_CONNECT_TIMEOUT,
            HTTP_RESPONSE_TIMEOUT,
            MANAGEMENT_ENABLED,
            MANAGEMENT_HOST,
            MANAGEMENT_PORT,
            MANAGEMENT_JMX,
            MANAGEMENT_CAMEL_CLI,
            SHUTDOWN_GRACE,
            ROUTES_DIRECTORY,
            ROUTES_RELOAD,
            SHADOW_ANSWERS,
            SHADOW_HARMLESS,
            USAGE_ENABLED,
            USAGE_PRODUCTS,
            USAGE_CRON,
            USAGE_SINCE,
            USAGE_CLOSED_FOR,
            USAGE_ASSET,
            USAGE_COLUMNS,
            USAGE_CURRENCY,
            USAGE_CATEGORIES,
            USAGE_ON_BAD_ROWS,
            USAGE_INACTIVE_ASSETS,
            USAGE_DIRECTORY,
            USAGE_WAIT,
            USAGE_ROWS_PER_FILE,
            USAGE_SQL_URL,
            USAGE_SQL_USER,
            USAGE_SQL_PASSWORD);

    private static final List<String> PREFIXES = List.of(
            "connect.",
            "contract.",
            "poll.",
            "process.",
            "retry.",
            "inquiry.",
            "park.",
            "once.",
            "ledger.",
            "queue.",
            "events.",
            "vendor.",
            "management.",
            "routes.",
            "http.",
            "shutdown.",
            "shadow.",
            "usage.");

    /** Of the program on its own: command line, management server, files that are edited while it runs. */
    private static final List<String> STANDALONE = List.of(
            "management.enabled",
            "management.host",
            "management.port",
            "management.camel-cli",
            "once.",
            "routes.",
            "shadow.");

    private Keys() {}

    private static Key<String> activation(String type) {
        return Key.optional(
                        "connect.template.activation." + type,
                        Words.text(),
                        "The same for requests of type " + type + ".")
                .perProduct();
    }

    private static Key<String> tier(String level) {
        return Key.optional("connect.template.tier." + level, Words.text(), "The same for requests of " + level + ".")
                .perProduct();
    }

    /** Every key, in the order of the documentation. */
    public static List<Key<?>> all() {
        return ALL;
    }

    /** Those that count in a host application, too. */
    public static List<Key<?>> embeddable() {
        return ALL.stream()
                .filter(key -> STANDALONE.stream().noneMatch(key.name()::startsWith))
                .toList();
    }

    /** The key of that exact name. */
    public static Optional<Key<?>> named(String name) {
        return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** Whether a name is ours by its prefix, such as {@code connect.}, known or not. */
    public static boolean isOurs(String name) {
        return PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** The key that a misspelt name is nearest to. */
    public static String nearest(String name) {
        return Nearest.to(name, ALL.stream().map(Key::name).toList());
    }

    /** The key, one of those that count in a host, that a name under one of our prefixes may be meant for: at most two letters differ. */
    public static Optional<Key<?>> almost(String name) {
        return isOurs(name) && named(name).isEmpty()
                ? embeddable().stream()
                        .filter(key -> Nearest.distance(name, key.name()) <= 2)
                        .findFirst()
                : Optional.empty();
    }

    /** Names of those that products and marketplaces may have a value of their own for. */
    static List<String> narrowable() {
        return ALL.stream().filter(Key::narrowable).map(Key::name).toList();
    }

    static boolean isOurEnvironment(String variable) {
        return PREFIXES.stream().map(Key::environmentName).anyMatch(variable::startsWith);
    }

    static Optional<Key<?>> ofEnvironment(String variable) {
        return ALL.stream()
                .filter(key -> key.environmentName().equals(variable))
                .findFirst();
    }

    /** A Markdown table of all keys, for the documentation; ends with a line feed. */
    public static String markdown() {
        return ALL.stream()
                .map(Keys::row)
                .collect(Collectors.joining(
                        "", "| Key | Environment | Default | Meaning |\n| --- | --- | --- | --- |\n", ""));
    }

    private static String row(Key<?> key) {
        String fallback = key.fallback() == null ? key.required() ? "must be set" : "none" : code(key.fallback());
        String meaning =
                key.meaning() + " Form: " + key.kind().form() + "." + (key.narrowable() ? " May be narrowed." : "");
        return "| " + code(key.name()) + " | " + code(key.environmentName()) + " | " + cell(fallback) + " | "
                + cell(meaning) + " |\n";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
