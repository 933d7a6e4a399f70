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
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;

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

    private final String apiKey;
    private final ObjectMapper mapper;
    private final Platform platform;
    private final VendorApi vendor;
    private final Seeding seeding;
    private final Events events;
    private final RequestJson json;
    private final SandboxServer server;
    private volatile boolean refusesKey;

    private Sandbox(Builder builder) throws IOException {
        this.apiKey = builder.apiKey;
        SimpleModule stamps = new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance);
        this.mapper = new ObjectMapper().registerModule(stamps);
        BookKeeper bookKeeper = new BookKeeper();
        this.platform = new Platform(builder.clock, bookKeeper);
        this.vendor = new VendorApi(mapper, bookKeeper, builder.vendorKey);
        this.seeding = new Seeding(platform, vendor, new Directory(mapper));
        this.json = new RequestJson(mapper, new Stamps(builder.wholeSeconds), "http://127.0.0.1/form");
        this.events = new Events(platform);
        builder.seed.plant(seeding);
        Random ties = builder.shuffleTies == null ? null : new Random(builder.shuffleTies);
        Filters filters = new Filters(builder.clock, builder.previewFilter);
        ConnectApi connect = new ConnectApi(platform, seeding, mapper, json, filters, ties);
        this.server =
                new SandboxServer(builder.host, builder.port, mapper, bookKeeper, builder.latency, builder.bystander);
        server.serve(CONNECT_ROOT, Fault.Api.CONNECT, call -> authorized(call, connect));
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
        if (!refusesKey && apiKey.equals(call.headers().get("authorization"))) {
            return endpoint;
        }
        return new Endpoint(endpoint.action(), () -> {
            throw new Refusal(401, "AUTH_001", "API request is unauthorized.");
        });
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
     * A request of either kind as it is, without its poison.
     *
     * @throws NoSuchElementException when there is none of that id
     */
    public Map<String, Object> requestJson(String id) {
        byte[] bytes = platform.read(() -> {
            FulfillmentRequest request = platform.requests.get(id);
            TierRequest tierRequest = platform.tierRequests.get(id);
            if (request == null && tierRequest == null) {
                throw new NoSuchElementException("There is no request " + id);
            }
            return request != null ? json.sound(request.view()) : json.tier(tierRequest.view());
        });
        try {
            return mapper.readValue(bytes, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The customer fills the form of an inquiring request: values set, their errors gone, the request pending again. For a tier config request it is the reseller.
     *
     * @throws IllegalStateException when it is not inquiring
     */
    public void answerInquiry(String id, Map<String, String> values) {
        events.answerInquiry(id, values);
    }

    /**
     * The planned date of a scheduled request comes: it is pending again.
     *
     * @throws IllegalStateException when it is not scheduled
     */
    public void reachPlannedDate(String id) {
        events.reachPlannedDate(id);
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

    /** active, suspended or cancelled; null when the vendor does not know it. */
    public String vendorStatus(String subscriptionId) {
        return vendor.status(subscriptionId);
    }

    @Override
    public void close() {
        server.stop();
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
        private Long shuffleTies;
        private Bystander bystander = new Bystander() {};

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

        public Builder clock(Clock wanted) {
            clock = wanted;
            return this;
        }

        /** Serves stamps without their fraction although they are stored and compared with it. */
        public Builder wholeSeconds() {
            wholeSeconds = true;
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
