package io.connectprocessor.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;

/**
 * CloudBlue Connect and a sample vendor, in memory, over HTTP on loopback. Thread-safe; several run in one JVM. See the package's description for what it does and does not simulate.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.builder().seed(Seed.demo(42)).start()) {
 *     run(sandbox.connectUrl(), sandbox.apiKey(), sandbox.vendorUrl(), sandbox.products());
 *     assertThat(sandbox.books().doubleActions()).isEmpty();
 * }
 * }</pre>
 */
public final class Sandbox implements AutoCloseable {

    private static final String CONNECT_ROOT = "/public/v1";
    private static final String VENDOR_ROOT = "/vendor";
    private static final String LINKS_ROOT = "/storage";

    private final String apiKey;
    private final ObjectMapper mapper;
    private final MovableClock clock;
    private final Platform platform;
    private final VendorApi vendor;
    private final Seeding seeding;
    private final Events events;
    private final RequestJson json;
    private final TierJson tierJson;
    private final AccountRequests accountRequests;
    private final Roles roles;
    private final UsageDesk usage;
    private final Spool spool = new Spool();
    private final SandboxServer server;
    private volatile boolean refusesKey;

    private Sandbox(Builder builder) throws IOException {
        this.apiKey = builder.apiKey;
        SimpleModule instants = new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance);
        this.mapper = new ObjectMapper().registerModule(instants);
        this.clock = new MovableClock(builder.clock);
        this.roles = new Roles(builder.apiKey, builder.distributorKey, mapper);
        BookKeeper bookKeeper = new BookKeeper();
        Set<Variation> variations = Set.copyOf(builder.variations);
        this.platform = new Platform(clock, bookKeeper, variations);
        Subscriptions subscriptions = new Subscriptions(builder.vendorLooks);
        VendorUsage vendorUsage = new VendorUsage(new MeteredRecords(builder.metered, 42), clock, mapper);
        this.vendor = new VendorApi(
                mapper, bookKeeper, builder.vendorKey, builder.vendorIgnoresKeys, subscriptions, vendorUsage);
        ConnectWiring wiring = new ConnectWiring(
                platform, vendor, mapper, new Stamps(builder.wholeSeconds), variations, this::requestOf);
        this.json = wiring.json;
        this.tierJson = wiring.tierJson;
        this.accountRequests = wiring.accountRequests;
        this.seeding = wiring.seeding;
        this.events = wiring.events;
        builder.seed.plant(seeding);
        Random ties = builder.shuffleTies == null ? null : new Random(builder.shuffleTies);
        SignedLinks links = new SignedLinks(clock, () -> url(LINKS_ROOT), apiKey);
        UsageOptions options = new UsageOptions(builder.usageProcessing, builder.usageAcceptance);
        UsageWiring usageWiring = new UsageWiring(platform, wiring, options, spool, links, mapper);
        this.usage = usageWiring.desk;
        ConnectApi connect = wiring.api(new Filters(clock, builder.previewFilter), ties, usageWiring.api);
        boolean jsonNotFound = variations.contains(Variation.NOT_FOUND_IS_JSON);
        this.server = new SandboxServer(
                builder.host,
                builder.port,
                mapper,
                bookKeeper,
                builder.latency,
                jsonNotFound,
                builder.bystander,
                spool,
                builder.gzip);
        server.serve(CONNECT_ROOT, Fault.Api.CONNECT, call -> authorized(call, connect));
        server.serve(LINKS_ROOT, Fault.Api.CONNECT, usageWiring.api::download);
        server.serve(VENDOR_ROOT, Fault.Api.VENDOR, vendor::endpoint);
        server.servePlain("/sandbox", new ControlApi(this, mapper)::answer);
        builder.faults.forEach(server::add);
        server.start();
    }

    public static Builder builder() {
        return new Builder();
    }

    private Endpoint authorized(Call call, ConnectApi connect) {
        Endpoint endpoint = connect.endpoint(call);
        String key = call.headers().get("authorization");
        if (endpoint.action().equals("answer-inquiry") && key == null) {
            return endpoint;
        }
        if (refusesKey || !roles.knows(key)) {
            return new Endpoint(endpoint.action(), () -> {
                throw new Refusal(401, "AUTH_001", "API request is unauthorized.");
            });
        }
        return roles.mayNot(key, endpoint.action(), call)
                ? new Endpoint(endpoint.action(), () -> {
                    throw new Refusal(403, null, "Forbidden.");
                })
                : endpoint;
    }

    /** {@code http://127.0.0.1:<port>/public/v1}. */
    public String connectUrl() {
        return url(CONNECT_ROOT);
    }

    /** {@code http://127.0.0.1:<port>/vendor}. */
    public String vendorUrl() {
        return url(VENDOR_ROOT);
    }

    /** {@code http://127.0.0.1:<port>/sandbox}: books, faults and key for other processes. */
    public String controlUrl() {
        return url("/sandbox");
    }

    private String url(String root) {
        return "http://127.0.0.1:" + server.port() + root;
    }

    /** With its {@code ApiKey } prefix. */
    public String apiKey() {
        return apiKey;
    }

    /** Ids of the products to process; there is one more that is not to be touched. */
    public List<String> products() {
        return Seeding.PRODUCTS;
    }

    /**
     * A fulfillment request for a test: purchase, change, suspend, resume, cancel, adjustment, renew or transfer. Nothing happens before {@link RequestSeed#create()}.
     */
    public RequestSeed request(String type) {
        return seeding.request(type);
    }

    /** An asset for a test that has lived for a while, and may be suspended or terminated by now. Nothing happens before {@link AssetSeed#create()}. */
    public AssetSeed asset() {
        return seeding.asset();
    }

    /** A tier config request for a test: setup, update or adjustment. Nothing happens before {@link TierRequestSeed#create()}. */
    public TierRequestSeed tierRequest(String type) {
        return seeding.tierRequest(type);
    }

    /** A tier account request for a test. Nothing happens before {@link TierAccountRequestSeed#create()}. */
    public TierAccountRequestSeed tierAccountRequest() {
        return seeding.tierAccountRequest();
    }

    /**
     * A handle on a request of any kind that is there.
     *
     * @throws NoSuchElementException at its use, when there is none of that id
     */
    public SandboxRequest requestOf(String id) {
        return new SandboxRequest(this, mapper, id);
    }

    /**
     * A handle on a usage file.
     *
     * @param idOrExternalId at each use of the handle, exactly one file that is not deleted must have it
     */
    public SandboxUsageFile usageFile(String idOrExternalId) {
        return new SandboxUsageFile(usage, mapper, idOrExternalId);
    }

    /** All usage files, deleted ones too, oldest first. */
    public List<SandboxUsageFile> usageFiles() {
        return usage.ids().stream().map(this::usageFile).toList();
    }

    /** A record of the vendor's usage for a test. Nothing happens before {@link UsageSeed#add()}. */
    public UsageSeed vendorUsage(String recordId) {
        return new UsageSeed(this, recordId);
    }

    void give(Instant at, Map<String, Object> record) {
        vendor.give(at, record);
    }

    /** The vendor's id, as the asset's parameter has it. */
    String subscriptionOf(String assetId) {
        return platform.read(() -> {
            Asset asset = platform.assets.get(assetId);
            return asset == null
                    ? "SUB-000000"
                    : asset.state
                            .params()
                            .getOrDefault("subscription_id", ParameterValue.NONE)
                            .value();
        });
    }

    /** Where each usage record is: reads all workbooks, so that it costs a few seconds for a million records. */
    public UsageBooks usageBooks() {
        return usage.books();
    }

    /** Adds rows while it runs. */
    public Seeding seed() {
        return seeding;
    }

    public Books books() {
        return platform.books();
    }

    public void addFault(Fault fault) {
        server.add(fault);
    }

    public void clearFaults() {
        server.clearFaults();
    }

    /** From now on every call on Connect is answered 401, or no longer. */
    public void refuseKey(boolean refuse) {
        refusesKey = refuse;
    }

    /**
     * A request of any kind as it is, without its poison.
     *
     * @throws NoSuchElementException when there is none of that id
     */
    public Map<String, Object> requestJson(String id) {
        Map<String, Object> ofAccount = platform.read(() -> {
            AccountRequest request = platform.accountRequests.get(id);
            return request == null ? null : accountRequests.json(request);
        });
        if (ofAccount != null) {
            return ofAccount;
        }
        byte[] bytes = platform.read(() -> {
            FulfillmentRequest request = platform.requests.get(id);
            TierRequest tierRequest = platform.tierRequests.get(id);
            if (request == null && tierRequest == null) {
                throw new NoSuchElementException("There is no request " + id);
            }
            return request != null ? json.sound(request.view()) : tierJson.one(tierRequest.view());
        });
        try {
            return mapper.readValue(bytes, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The customer fills the form of an inquiring request: values set (null: emptied), their errors gone, the request pending again under the same id, or inquiring still while a required ordering
     * parameter is empty. For a tier config request it is the reseller.
     *
     * @throws IllegalStateException when it is not inquiring
     * @throws IllegalArgumentException when the product has no such parameter
     */
    public void customerAnswers(String id, Map<String, String> values) {
        events.customerAnswers(id, values);
    }

    /** Lets time pass: the sandbox's clock goes on by so much, and scheduled requests whose date comes are pending again. */
    public void advance(Duration time) {
        clock.advance(time);
        platform.write(() -> null);
    }

    /** The time of the sandbox, whose clock {@link #advance} moves on. */
    public Instant now() {
        return platform.now();
    }

    /**
     * The planned date of a scheduled request comes before its time: it is pending again.
     *
     * @throws IllegalStateException when it is not scheduled
     */
    public void dateReached(String id) {
        events.dateReached(id);
    }

    /**
     * Somebody at the vendor schedules a pending request at the platform, past the processor.
     *
     * @param plannedDate for example {@code 2030-01-31T00:00:00+00:00}
     * @throws IllegalStateException when it is not pending
     */
    public void scheduledByHand(String id, String plannedDate) {
        events.scheduledByHand(id, plannedDate);
    }

    /**
     * The distributor takes a scheduled request back: it is revoking until the vendor confirms.
     *
     * @throws IllegalStateException when it is not scheduled
     */
    public void distributorRevokes(String id, String reason) {
        events.distributorRevokes(id, reason);
    }

    /**
     * A slow vendor is done: the subscription is active.
     *
     * @throws IllegalStateException when it is not provisioning
     */
    public void vendorActivates(String subscriptionId) {
        vendor.activate(subscriptionId);
    }

    List<String> messages(String id, boolean transitions) {
        return platform.read(() -> platform.conversations.spoken(id).stream()
                .filter(message -> message.type().equals("state_change") == transitions)
                .map(Conversations.Message::text)
                .toList());
    }

    void closeConversation(String id) {
        platform.write(() -> {
            TierRequest tier = platform.tierRequests.get(id);
            Row row = tier == null ? events.request(id) : tier;
            platform.conversations.of(id, row.created()).closed = true;
            return null;
        });
    }

    List<String> waitsFor(String id) {
        return platform.read(() -> {
            TierRequest tier = platform.tierRequests.get(id);
            if (tier != null) {
                boolean waits = tier.parent != null && tier.state.status.equals("tiers_setup");
                return waits ? List.of(tier.parent.id) : List.of();
            }
            return events.request(id).state.waitsFor.stream()
                    .sorted(Comparator.comparing((String above) -> -platform.tierRequests.get(above).level))
                    .toList();
        });
    }

    /** The id of the asset that a fulfillment request is about. */
    public String assetOf(String requestId) {
        return seeding.assetOf(requestId);
    }

    /** The asset's status on the platform. */
    public String assetStatus(String assetId) {
        return platform.read(() -> platform.assets.get(assetId).state.status());
    }

    /** What the vendor received for this request, in order; bodies beyond 64 MB in all are not kept. */
    public List<VendorBody> vendorBodies(String requestId) {
        return vendor.bodies(requestId);
    }

    /** provisioning, active, suspended or cancelled; null when the vendor does not know it. */
    public String vendorStatus(String subscriptionId) {
        return vendor.status(subscriptionId);
    }

    @Override
    public void close() {
        server.stop();
        spool.close();
    }

    /** Settings of a sandbox. Not thread-safe. */
    public static final class Builder {

        private final List<Fault> faults = new ArrayList<>();
        private String host = "127.0.0.1";
        private int port;
        private Seed seed = Seed.empty();
        private Duration latency = Duration.ZERO;
        private String apiKey = "ApiKey SU-000-000-000:sandbox";
        private String vendorKey;
        private Clock clock = Clock.systemUTC();
        private boolean wholeSeconds;
        private boolean previewFilter;
        private String distributorKey;
        private boolean vendorIgnoresKeys;
        private int vendorLooks;
        private final Set<Variation> variations = EnumSet.noneOf(Variation.class);
        private Long shuffleTies;
        private int metered;
        private Duration usageProcessing = Duration.ZERO;
        private Duration usageAcceptance;
        private Bystander bystander = new Bystander() {};
        private boolean gzip;

        private Builder() {}

        /** The address to listen on; default 127.0.0.1. The sandbox has no secrets and no protection. */
        public Builder host(String wanted) {
            host = wanted;
            return this;
        }

        /** 0, the default: any free one. */
        public Builder port(int wanted) {
            port = wanted;
            return this;
        }

        public Builder seed(Seed wanted) {
            seed = wanted;
            return this;
        }

        /** What each call takes at least; default none. */
        public Builder latency(Duration wanted) {
            latency = wanted;
            return this;
        }

        public Builder fault(Fault wanted) {
            faults.add(wanted);
            return this;
        }

        /** Answers in gzip whoever accepts that, on both APIs, as a proxy before them may; default: never. */
        public Builder gzip() {
            gzip = true;
            return this;
        }

        /** Sees each call before and after its effect, and may cut it off there; default: one that lets all pass. */
        public Builder bystander(Bystander wanted) {
            bystander = wanted;
            return this;
        }

        /** The whole value of the Authorization header; default {@code ApiKey SU-000-000-000:sandbox}. */
        public Builder apiKey(String wanted) {
            apiKey = wanted;
            return this;
        }

        /** Makes the vendor ask for {@code Authorization: Bearer <key>}; default: it asks for none. */
        public Builder vendorKey(String wanted) {
            vendorKey = wanted;
            return this;
        }

        /** Decides points on which the public sources disagree the other way; see {@link Variation}. */
        public Builder with(Variation... wanted) {
            variations.addAll(Arrays.asList(wanted));
            return this;
        }

        /**
         * Gives the distributor a key of its own. The vendor's key is then answered 403 when it revokes, orders, validates or creates what only a distributor may, the distributor's when it approves and
         * the like; default: one key does all.
         */
        public Builder distributorKey(String wanted) {
            distributorKey = wanted;
            return this;
        }

        /** A slow vendor: new subscriptions are {@code provisioning} and become {@code active} at the n-th look; default 0, at once. */
        public Builder vendorActivatesAfterLooks(int looks) {
            vendorLooks = looks;
            return this;
        }

        /** A slow vendor: new subscriptions are {@code provisioning} until {@link Sandbox#vendorActivates}. */
        public Builder vendorActivatesByHand() {
            vendorLooks = -1;
            return this;
        }

        /** The vendor does not heed {@code Idempotency-Key}: each call takes effect, as {@link Books#repeatedVendorEffects()} shows. */
        public Builder vendorIgnoresIdempotencyKey() {
            vendorIgnoresKeys = true;
            return this;
        }

        /** The clock that {@link Sandbox#advance} moves on from; default the system's. */
        public Builder clock(Clock wanted) {
            clock = wanted;
            return this;
        }

        /** Serves stamps without their fraction although they are stored and compared with it. */
        public Builder wholeSeconds() {
            wholeSeconds = true;
            return this;
        }

        /** So many records the vendor meters for each asset that was made with a past and each month in which it was active, and for each part of a month when it was suspended in between; default 0. */
        public Builder meteredPerMonth(int wanted) {
            metered = wanted;
            return this;
        }

        /** How long an uploaded usage file is uploading and processing, by the sandbox's clock; default: until the next call. */
        public Builder usageProcessing(Duration wanted) {
            usageProcessing = wanted;
            return this;
        }

        /** The distributor accepts each usage file so long after its submission, by the sandbox's clock; default: only when told to. */
        public Builder distributorAcceptsUsageAfter(Duration wanted) {
            usageAcceptance = wanted;
            return this;
        }

        /** Lets filters on the connection's type ask for preview, which is refused otherwise. */
        public Builder previewFilter() {
            previewFilter = true;
            return this;
        }

        /** Gives rows that the ordering does not tell apart in another order at each call. */
        public Builder shuffleTies(long randomSeed) {
            shuffleTies = randomSeed;
            return this;
        }

        /** @throws UncheckedIOException when the port is taken */
        public Sandbox start() {
            try {
                return new Sandbox(this);
            } catch (IOException e) {
                throw new UncheckedIOException("Port " + port + " cannot be opened; try 0 for any free one", e);
            }
        }
    }
}
