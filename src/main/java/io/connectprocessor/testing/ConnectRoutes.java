package io.connectprocessor.testing;

import io.connectprocessor.ledger.DeadLetter;
import io.connectprocessor.ledger.Ledger;
import io.connectprocessor.ledger.Standing.State;
import io.connectprocessor.sandbox.Fault;
import io.connectprocessor.sandbox.RequestSeed;
import io.connectprocessor.sandbox.Sandbox;
import io.connectprocessor.sandbox.SandboxRequest;
import io.connectprocessor.sandbox.TierAccountRequestSeed;
import io.connectprocessor.sandbox.TierRequestSeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Runs a vendor's folder of routes against a sandbox of Connect, in a JUnit 5 test, without network, account or clean-up:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ConnectRoutes routes = ConnectRoutes.in(Path.of("routes"));
 *
 * @Test
 * void approves_a_purchase() {
 *     SandboxRequest order = routes.given(routes.request("purchase").item("SEAT", 10));
 *     routes.process();
 *     assertThat(order.status()).isEqualTo("approved");
 * }
 * }</pre>
 *
 * <p>Each test has a sandbox, an empty ledger in memory and a CamelContext of its own; the folder is validated once, before the first test.
 * Nothing is read from the environment, from system properties or from an application.properties: what routes need is given by {@link
 * #with(String, String)}. Time stands for both sides until {@link #advance} moves it, apart from the seconds that really pass.
 *
 * <p>Tests may run in parallel, also those of one class: the thread of a test, and threads that it starts, see its own sandbox.
 */
public final class ConnectRoutes implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {

    private final Path folder;
    private final boolean whole;
    private final Map<String, Supplier<String>> settings = new LinkedHashMap<>();
    private boolean valid;
    /** Inherited, since a test with a timeout may run in a thread of its own. */
    private final InheritableThreadLocal<Rig> rigs = new InheritableThreadLocal<>();

    private UnaryOperator<Sandbox.Builder> sandboxes = UnaryOperator.identity();

    /** @param whole whether the folder is the whole program */
    private ConnectRoutes(Path folder, boolean whole) {
        this.folder = folder;
        this.whole = whole;
    }

    /** @param folder the one that {@code routes.directory} names, product's files included; relative to the directory that tests run in */
    public static ConnectRoutes in(Path folder) {
        return new ConnectRoutes(folder, true);
    }

    /**
     * For an application that adds the processor to its own CamelContext: the product's routes, with those of the folder in their place and
     * beside them. Routes of the application that they call are added to {@link #context()}.
     *
     * @param folder such as {@code src/main/resources/connect-routes}; relative to the directory that tests run in
     */
    public static ConnectRoutes over(Path folder) {
        return new ConnectRoutes(folder, false);
    }

    /**
     * A setting: any key of docs/configuration.md or of your own. By default {@code connect.*} and {@code vendor.api-url} point at the
     * sandbox and the rest are the defaults of the product; {@code connect.environments} is production.
     */
    public ConnectRoutes with(String key, String value) {
        return with(key, () -> value);
    }

    /** As {@link #with(String, String)}; asked for before each test, as for the URL of a fake vendor that listens on a free port. */
    public ConnectRoutes with(String key, Supplier<String> value) {
        settings.put(key, value);
        return this;
    }

    /** How each test's sandbox is built, for example with a seed, a vendor's key or a variation. */
    public ConnectRoutes sandbox(UnaryOperator<Sandbox.Builder> options) {
        sandboxes = options;
        return this;
    }

    /** A fulfillment request in the making; see {@link Sandbox#request}. */
    public RequestSeed request(String type) {
        return sandbox().request(type);
    }

    /** A tier config request in the making; see {@link Sandbox#tierRequest}. */
    public TierRequestSeed tierRequest(String type) {
        return sandbox().tierRequest(type);
    }

    /** A tier account request in the making; see {@link Sandbox#tierAccountRequest}. */
    public TierAccountRequestSeed tierAccountRequest() {
        return sandbox().tierAccountRequest();
    }

    /** Puts the request on the platform; a failing test tells what became of it. */
    public SandboxRequest given(RequestSeed request) {
        return rig().given(request.create());
    }

    /** As {@link #given(RequestSeed)}. */
    public SandboxRequest given(TierRequestSeed request) {
        return rig().given(request.create());
    }

    /** As {@link #given(RequestSeed)}. */
    public SandboxRequest given(TierAccountRequestSeed request) {
        return rig().given(request.create());
    }

    /** From now on calls go wrong as the rule says. */
    public ConnectRoutes fault(Fault fault) {
        sandbox().addFault(fault);
        return this;
    }

    /**
     * Lets time pass, for the platform, the processor and the ledger: {@code connect:later} and failed attempts become due. Nothing happens
     * before {@link #process()}.
     */
    public ConnectRoutes advance(Duration time) {
        sandbox().advance(time);
        return this;
    }

    /**
     * Polls and processes until nothing moves: what is left is decided, inquired, parked or waits for its time.
     *
     * @throws AssertionError when the work goes on for more than 1 min
     */
    public ConnectRoutes process() {
        rig().process();
        return this;
    }

    /** @throws AssertionError when the request is not parked, with what it is instead */
    public Parked parked(SandboxRequest request) {
        DeadLetter letter = letter(request);
        if (letter.state() != State.PARKED) {
            throw new AssertionError(request + " is not parked but " + letter.state());
        }
        return new Parked(letter.failure(), letter.cause(), letter.advice(), letter.step(), letter.route());
    }

    /** True when it waits: for the time that {@code connect:later} named, or for another attempt. */
    public boolean waits(SandboxRequest request) {
        return letter(request).state() == State.WAITING;
    }

    /** Makes a parked or waiting request ready again, as {@code dead-letters replay} does. */
    public ConnectRoutes replay(SandboxRequest request) {
        if (ledger().replay(List.of(request.id()), null, "a test") != 1) {
            throw new AssertionError(
                    request + " cannot be replayed: it is " + letter(request).state());
        }
        return this;
    }

    private DeadLetter letter(SandboxRequest request) {
        return ledger().find(request.id())
                .orElseThrow(
                        () -> new AssertionError(
                                request
                                        + " was never seen by a poll. Was process() called, and is it pending, of a product and environment of the settings?"));
    }

    /** This test's sandbox. */
    public Sandbox sandbox() {
        return rig().sandbox();
    }

    /** This test's ledger. */
    public Ledger ledger() {
        return rig().ledger();
    }

    /** This test's CamelContext, started; to bind beans or mock endpoints, before {@link #process()}. */
    public CamelContext context() {
        return rig().context();
    }

    private Rig rig() {
        Rig rig = rigs.get();
        if (rig == null) {
            throw new IllegalStateException(
                    "ConnectRoutes is used outside of a test, in a thread that the test did not start,"
                            + " or without @RegisterExtension on a field that is not private.");
        }
        return rig;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        Map<String, String> wanted = new LinkedHashMap<>();
        settings.forEach((key, value) -> wanted.put(key, value.get()));
        Rig rig = new Rig(folder, whole, sandboxes.apply(Sandbox.builder()), wanted);
        rigs.set(rig);
        validateOnce(rig);
    }

    private synchronized void validateOnce(Rig rig) {
        if (!valid) {
            rig.checkRoutes();
            valid = true;
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable thrown) throws Throwable {
        try {
            thrown.addSuppressed(rig().story());
        } catch (RuntimeException untold) {
            thrown.addSuppressed(untold);
        }
        throw thrown;
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        Rig rig = rigs.get();
        rigs.remove();
        if (rig != null) {
            rig.close();
        }
    }
}
